package dev.ipcdemo.launch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A link within one JVM; links come in pairs. */
final class QueueLink implements Link {

    private static final List<String> END = List.of();

    private final BlockingQueue<List<String>> incoming;
    private final BlockingQueue<List<String>> outgoing;

    private QueueLink(BlockingQueue<List<String>> incoming, BlockingQueue<List<String>> outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** The two ends of one link. */
    record Pair(Link here, Link there) {
        static Pair open() {
            BlockingQueue<List<String>> toHere = new LinkedBlockingQueue<>();
            BlockingQueue<List<String>> toThere = new LinkedBlockingQueue<>();
            return new Pair(new QueueLink(toHere, toThere), new QueueLink(toThere, toHere));
        }
    }

    @Override
    public void send(List<String> message) {
        outgoing.add(List.copyOf(message));
    }

    @Override
    public List<String> receive() throws IOException {
        try {
            List<String> message = incoming.take();
            if (message.isEmpty()) {
                incoming.add(END); // for who asks again
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the other side", e);
        }
    }

    @Override
    public void close() {
        outgoing.add(END);
    }
}
