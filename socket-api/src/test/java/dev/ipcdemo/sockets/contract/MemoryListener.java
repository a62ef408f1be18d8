package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.net.SocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A listener of {@link MemoryTransport}, and the connections in its backlog. */
final class MemoryListener extends MemorySocket implements Listener {

    private final SocketAddress address;
    private final Runnable unbind;
    private final Queue<MemoryConnection> backlog = new ArrayDeque<>(); // guarded by this

    MemoryListener(SocketAddress address, Endpoint endpoint, Options options, Runnable unbind) {
        super(address, endpoint, options);
        this.address = address;
        this.unbind = unbind;
    }

    @Override
    public Connection accept() throws SocketFailure {
        if (!options.get(Options.BLOCKING)) {
            throw new IllegalBlockingModeException();
        }
        return next().orElseThrow();
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        if (options.get(Options.BLOCKING)) {
            throw new IllegalBlockingModeException();
        }
        return next();
    }

    private synchronized Optional<Connection> next() throws SocketFailure {
        await(
                this,
                () -> !backlog.isEmpty(),
                options.get(Options.BLOCKING),
                options.get(Options.RECV_TIMEOUT),
                "accept",
                localEndpoint());
        notifyAll();
        return Optional.ofNullable(backlog.poll());
    }

    /** Waits for room in the backlog; the client has no socket yet that could be closed. */
    synchronized Connection connect(SocketAddress clientAddress, Endpoint clientEndpoint, Options clientOptions)
            throws SocketFailure {
        Duration timeout = clientOptions.get(Options.CONNECT_TIMEOUT);
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (isOpen() && backlog.size() >= options.get(Options.BACKLOG)) {
            long leftMs = timeout.isZero() ? 0 : (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
            if (!timeout.isZero() && leftMs <= 0) {
                throw failure(FailureKind.TIMEOUT);
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                SocketFailure failure = failure(FailureKind.CLOSED);
                failure.initCause(new ClosedByInterruptException());
                throw failure;
            }
        }
        if (!isOpen()) {
            throw failure(FailureKind.REFUSED);
        }
        MemoryPipe there = new MemoryPipe();
        MemoryPipe back = new MemoryPipe();
        backlog.add(
                new MemoryConnection(there, back, address, localEndpoint(), clientAddress, clientEndpoint, options));
        notifyAll();
        return new MemoryConnection(
                back, there, clientAddress, clientEndpoint, address, localEndpoint(), clientOptions);
    }

    private SocketFailure failure(FailureKind kind) {
        return new SocketFailure("connect", localEndpoint().toString(), kind, "");
    }

    @Override
    synchronized void ended() {
        unbind.run();
        backlog.forEach(MemoryConnection::close);
        notifyAll();
    }
}
