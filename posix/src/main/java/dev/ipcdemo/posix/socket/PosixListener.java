package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.ErrorNumbers.EAGAIN;

import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Optional;

/** A socket that listens. */
final class PosixListener extends PosixSocket implements Listener {

    private final StreamSockets transport;

    PosixListener(Descriptor descriptor, StreamSockets transport, Options options, Closeable name)
            throws PosixException {
        super(descriptor, transport.family(), options, name);
        this.transport = transport;
    }

    @Override
    public Connection accept() throws SocketFailure {
        if (!blocking) {
            throw new IllegalBlockingModeException();
        }
        return transport.accept(this, options).orElseThrow(() -> failure("accept", localEndpoint(), -EAGAIN));
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        if (blocking) {
            throw new IllegalBlockingModeException();
        }
        return transport.accept(this, options).map(Connection.class::cast);
    }
}
