package dev.ipcdemo.sockets.spi.nio;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Waits until a non-blocking channel is ready for one kind of operation, but not for ever. The selector is opened at the
 * first wait. For one waiting thread at a time; {@link #close} comes from any thread and ends the wait.
 */
final class Patience implements Closeable {

    private final SelectableChannel channel;
    private final int operation;
    private final long timeoutNs;
    private Selector selector; // guarded by this
    private boolean closed; // guarded by this

    Patience(SelectableChannel channel, int operation, Duration timeout) {
        this.channel = channel;
        this.operation = operation;
        this.timeoutNs = timeout.toNanos();
    }

    /** What a selector calls it. */
    int operation() {
        return operation;
    }

    /** When a wait that starts now has to end, in terms of {@link System#nanoTime}. */
    long deadlineNs() {
        return System.nanoTime() + timeoutNs;
    }

    /** Waits for readiness; a return may be spurious, and no more than a hint to try again. */
    void await(long deadlineNs) throws IOException {
        try {
            Selector ready = selector();
            if (timeoutNs == 0) {
                ready.select();
            } else {
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    throw new SocketTimeoutException();
                }
                // Rounded up: select(0) would wait for ever.
                ready.select((leftNs + 999_999) / 1_000_000);
            }
            ready.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw (IOException) new ClosedChannelException().initCause(e);
        }
        if (Thread.currentThread().isInterrupted()) {
            channel.close(); // as a blocking channel does
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private synchronized Selector selector() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (selector == null) {
            // The channel's own provider: a JDK selector refuses junixsocket's channels, and the other way round.
            selector = channel.provider().openSelector();
            channel.register(selector, operation);
        }
        return selector;
    }

    /** To be called after the channel is closed: its descriptor lives until the selector has let go of it. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (selector != null) {
            selector.close();
        }
    }
}
