package dev.ipcdemo.launch;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A link within one JVM; links come in pairs. */
final class QueueLink implements Link {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> incoming;
    private final BlockingQueue<byte[]> outgoing;

    private QueueLink(BlockingQueue<byte[]> incoming, BlockingQueue<byte[]> outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** The two ends of one link. */
    record Pair(Link here, Link there) {
        static Pair open() {
            BlockingQueue<byte[]> toHere = new LinkedBlockingQueue<>();
            BlockingQueue<byte[]> toThere = new LinkedBlockingQueue<>();
            return new Pair(new QueueLink(toHere, toThere), new QueueLink(toThere, toHere));
        }
    }

    @Override
    public void send(byte[] message) {
        Link.requireSendable(message);
        outgoing.add(message);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        try {
            byte[] message = incoming.take();
            if (message == END) {
                incoming.add(END); // the next call receives the end too
                return Optional.empty();
            }
            return Optional.of(message);
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
