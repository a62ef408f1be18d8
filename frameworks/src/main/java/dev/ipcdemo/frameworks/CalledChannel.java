package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/** The server's end where a library calls: what is received is a request, and what is sent is the reply to it. */
final class CalledChannel implements MessageChannel {

    private final CallbackExecutor callbacks;
    private final Queue<Request> requests = new ArrayDeque<>();
    private Replier replier = reply -> {
        throw new IllegalStateException("nothing was requested");
    };
    private Runnable ending = () -> {};
    private boolean ended;
    private volatile boolean closed;

    /** How a request is replied to. */
    @FunctionalInterface
    interface Replier {
        void reply(byte[] reply) throws IOException;
    }

    private record Request(byte[] bytes, Replier replier) {}

    CalledChannel(CallbackExecutor callbacks) {
        this.callbacks = callbacks;
    }

    /** Takes a request. Called by a callback. */
    void add(byte[] request, Replier how) {
        requests.add(new Request(request, how));
    }

    /** Takes what says to the other side that there will be no more replies. Called by a callback. */
    void endBy(Runnable what) {
        ending = what;
    }

    /** Notes that there will be no more requests. Called by a callback. */
    void end() {
        ended = true;
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        callbacks.runUntil(() -> !requests.isEmpty() || ended || closed);
        if (closed) {
            throw new ClosedChannelException();
        }
        if (requests.isEmpty()) {
            return -1;
        }
        Request request = requests.remove();
        replier = request.replier();
        return CallingChannel.put(request.bytes(), buffer);
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        replier.reply(CallingChannel.bytes(message));
    }

    /** Another thread only wakes the measured one, which closes it then, because libraries take one thread at a time. */
    @Override
    public void close() {
        closed = true;
        if (callbacks.isMine()) {
            ending.run();
            ending = () -> {};
        } else {
            callbacks.wake();
        }
    }
}
