package dev.ipcdemo.unix;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Connects on AF_UNIX with a timeout, or in a virtual thread. When the backlog is full, a non-blocking connect(2) fails with
 * EAGAIN, and there is nothing pending to wait for (unix(7), and {@code unix_stream_connect} in the kernel); the JDK then
 * throws an exception, and junixsocket claims that the channel is connected. So the only way is to try again, with a new
 * socket each time.
 */
final class Retry {

    private static final long FIRST_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private Retry() {}

    /** An attempt to connect, which waits at most a moment. */
    @FunctionalInterface
    interface Attempt<T> {
        /** Returns the connected channel; nothing, with nothing left open, if the backlog is full. */
        Optional<T> connect() throws IOException;
    }

    /** Connects without a timeout, by attempts that wait in the kernel. */
    static <T> T untilConnected(Attempt<T> attempt) throws IOException {
        Optional<T> connected = attempt.connect();
        while (connected.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
            connected = attempt.connect();
        }
        return connected.get();
    }

    static <T> T within(Duration timeout, Attempt<T> attempt) throws IOException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        long pauseNs = FIRST_PAUSE_NS;
        while (true) {
            Optional<T> connected = attempt.connect();
            if (connected.isPresent()) {
                return connected.get();
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new SocketTimeoutException("the backlog stayed full");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(pauseNs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
            pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        }
    }
}
