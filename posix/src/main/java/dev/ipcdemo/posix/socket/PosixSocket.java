package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_RCVBUF;
import static dev.ipcdemo.posix.Constants.SO_SNDBUF;
import static dev.ipcdemo.posix.ErrorNumbers.EBADF;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SocketTracking;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the three roles have in common: a descriptor, its address, and its closing. */
abstract sealed class PosixSocket implements OpenSocket permits PosixListener, PosixConnection, PosixPacketSocket {

    static {
        Failures.load();
    }

    final Descriptor descriptor;
    final SocketFamily family;
    final Options options;
    final boolean blocking;

    private final Endpoint localEndpoint;
    private final Closeable name;
    private final AtomicBoolean closed;

    /** Whether the end of the descriptor has been noted in {@link SystemCalls}: an interrupt may come before close. */
    private final AtomicBoolean endIsNoted;

    /**
     * Takes over an open descriptor.
     *
     * @param name what belongs to the socket, such as a socket file; closed before the descriptor
     */
    PosixSocket(Descriptor descriptor, SocketFamily family, Options options, Closeable name) throws PosixException {
        this.descriptor = descriptor;
        this.family = family;
        this.options = options;
        this.blocking = options.get(Options.BLOCKING);
        this.name = name;
        this.closed = new AtomicBoolean();
        this.endIsNoted = new AtomicBoolean();
        this.localEndpoint = family.endpointOf(family.decode(Posix.getsockname(descriptor.number)));
        SocketTracking.opened(closed, localEndpoint);
    }

    /** A second view of the same socket: closing either closes both. */
    PosixSocket(PosixSocket same) {
        descriptor = same.descriptor;
        family = same.family;
        options = same.options;
        blocking = same.blocking;
        localEndpoint = same.localEndpoint;
        name = same.name;
        closed = same.closed;
        endIsNoted = same.endIsNoted;
    }

    /** Something that is asked of an open descriptor. */
    @FunctionalInterface
    interface Question<T> {
        T ask(int number) throws PosixException;
    }

    /** Asks the kernel, unless the socket is closed. */
    final <T> T ask(String operation, Endpoint subject, Question<T> question) throws SocketFailure {
        if (!descriptor.enter()) {
            throw failure(operation, subject, -EBADF);
        }
        try {
            return question.ask(descriptor.number);
        } catch (PosixException e) {
            throw isOpen() ? Failures.of(family, operation, subject, e) : failure(operation, subject, -EBADF);
        } finally {
            descriptor.exit();
        }
    }

    @Override
    public final SocketAddress localAddress() throws SocketFailure {
        return ask("getsockname", localEndpoint, number -> family.decode(Posix.getsockname(number)));
    }

    @Override
    public final Endpoint localEndpoint() {
        return localEndpoint;
    }

    @Override
    public final int sendBufferBytes() throws SocketFailure {
        return bufferBytes("SO_SNDBUF", SO_SNDBUF);
    }

    @Override
    public final int recvBufferBytes() throws SocketFailure {
        return bufferBytes("SO_RCVBUF", SO_RCVBUF);
    }

    private int bufferBytes(String name, int option) throws SocketFailure {
        return ask("getsockopt " + name, localEndpoint, number -> Posix.getsockopt(number, SOL_SOCKET, option));
    }

    @Override
    public final <T> Optional<T> effective(Options.Option<T> option) throws SocketFailure {
        return ask("getsockopt " + option, localEndpoint, number -> family.effective(number, option));
    }

    @Override
    public final boolean isOpen() {
        return descriptor.isOpen();
    }

    /** The failure of a call that returned minus an error number; minus EBADF means that this side has closed. */
    final SocketFailure failure(String operation, Endpoint subject, int result) {
        if (result == -EBADF) {
            if (!closed.get() && endIsNoted.compareAndSet(false, true)) {
                SystemCalls.note(operation, "shutdown", "close"); // because of an interrupt
            }
            return new SocketFailure(operation, subject.toString(), FailureKind.CLOSED, "");
        }
        return Failures.of(family, operation, subject, result);
    }

    @Override
    public final void close() throws SocketFailure {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        SocketTracking.closed(closed);
        // The name first, so that new clients are refused instead of waiting in a backlog that nobody serves.
        try {
            Closing.all(name, this::closeDescriptor);
        } catch (SocketFailure e) {
            throw e;
        } catch (IOException e) {
            throw new SocketFailure("close", localEndpoint.toString(), FailureKind.OTHER, e.getMessage(), e);
        }
    }

    private void closeDescriptor() throws IOException {
        descriptor.close();
        if (endIsNoted.compareAndSet(false, true)) {
            descriptor.wakingCall().ifPresent(SystemCalls::note);
            SystemCalls.note("close");
        }
        descriptor.awaitRelease();
    }
}
