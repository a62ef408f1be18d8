package dev.ipcdemo.bench;

import dev.ipcdemo.peer.Peer;
import dev.ipcdemo.peer.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link BenchTask}, seen from the one who tells it what to do. For use by one thread. */
final class Remote implements Closeable {

    private static final List<String> END = List.of();

    private final Peer peer;
    private final BlockingQueue<List<String>> replies = new LinkedBlockingQueue<>();
    private volatile boolean gone;

    Remote(Peer peer) {
        this.peer = peer;
        Threads.start(false, "replies", this::listen);
    }

    private void listen() {
        try {
            List<String> message = peer.link().receive();
            while (!message.isEmpty()) {
                replies.add(message);
                message = peer.link().receive();
            }
        } catch (IOException e) {
            // the same as the end
        }
        gone = true;
        replies.add(END);
    }

    boolean isGone() {
        return gone;
    }

    long pid() {
        return peer.pid();
    }

    void tell(String word, String id, List<String> arguments) throws IOException {
        List<String> message = new ArrayList<>(List.of(word, id));
        message.addAll(arguments);
        peer.link().send(message);
    }

    /** Waits for the reply to what was told; replies to what has been given up are passed over. */
    List<String> reply(String word, String id, long limitNs) throws IOException {
        long endNs = System.nanoTime() + limitNs;
        try {
            while (true) {
                List<String> reply = replies.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (reply == null) {
                    throw new Overdue();
                }
                if (reply.isEmpty()) {
                    replies.add(END); // for who asks again
                    throw new IOException("the " + peer.place() + " of one side has ended");
                }
                if (reply.get(1).equals(word) && reply.get(2).equals(id)) {
                    if (reply.get(0).equals(BenchTask.FAILED)) {
                        throw new IOException(reply.get(3));
                    }
                    return reply.subList(3, reply.size());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    List<String> ask(String word, String id, List<String> arguments, long limitNs) throws IOException {
        tell(word, id, arguments);
        return reply(word, id, limitNs);
    }

    @Override
    public void close() {
        peer.close();
    }

    /** No reply came in time. */
    static final class Overdue extends IOException {
        private static final long serialVersionUID = 1L;

        Overdue() {
            super("no reply in time");
        }
    }
}
