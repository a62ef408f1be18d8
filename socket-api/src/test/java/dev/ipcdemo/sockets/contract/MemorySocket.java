package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the roles of {@link MemoryTransport} have in common: an address, closing, and waiting on a monitor. */
abstract class MemorySocket implements OpenSocket {

    /** The minimum size of each buffer. */
    private static final int BUFFER_BYTES = 65_536;

    final Options options;
    private final SocketAddress localAddress;
    private final Endpoint localEndpoint;
    private volatile boolean closed;

    MemorySocket(SocketAddress localAddress, Endpoint localEndpoint, Options options) {
        this.localAddress = localAddress;
        this.localEndpoint = localEndpoint;
        this.options = options;
    }

    @Override
    public final SocketAddress localAddress() throws SocketFailure {
        requireOpen("getsockname", localEndpoint);
        return localAddress;
    }

    @Override
    public final Endpoint localEndpoint() {
        return localEndpoint;
    }

    @Override
    public final int sendBufferBytes() throws SocketFailure {
        requireOpen("getsockopt SO_SNDBUF", localEndpoint);
        return Math.max(BUFFER_BYTES, options.get(Options.SEND_BUFFER_BYTES));
    }

    @Override
    public final int recvBufferBytes() throws SocketFailure {
        requireOpen("getsockopt SO_RCVBUF", localEndpoint);
        return Math.max(BUFFER_BYTES, options.get(Options.RECV_BUFFER_BYTES));
    }

    @Override
    public final <T> Optional<T> effective(Options.Option<T> option) throws SocketFailure {
        requireOpen("getsockopt " + option, localEndpoint);
        return Optional.empty();
    }

    @Override
    public final boolean isOpen() {
        return !closed;
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            ended();
        }
    }

    /** Wakes all threads that wait, on either side. */
    abstract void ended();

    final void requireOpen(String operation, Endpoint subject) throws SocketFailure {
        if (closed) {
            throw new SocketFailure(operation, subject.toString(), FailureKind.CLOSED, "");
        }
    }

    /**
     * Waits on a monitor that the thread holds until a condition is true.
     *
     * @return whether it is true; false only if this method may not wait
     */
    final boolean await(
            Object monitor, BooleanSupplier isSo, boolean mayWait, Duration timeout, String operation, Endpoint subject)
            throws SocketFailure {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (true) {
            requireOpen(operation, subject);
            if (isSo.getAsBoolean()) {
                return true;
            }
            if (!mayWait) {
                return false;
            }
            long leftMs = timeout.isZero() ? 0 : (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
            if (!timeout.isZero() && leftMs <= 0) {
                throw new SocketFailure(operation, subject.toString(), FailureKind.TIMEOUT, "");
            }
            try {
                monitor.wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
            }
        }
    }
}
