package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/**
 * A listener on top of a channel that is bound and listening.
 *
 * @param <C> the channel: {@code ServerSocketChannel}, or a library's channel for sequenced packets
 */
public final class ChannelListener<C extends SelectableChannel & NetworkChannel> extends ChannelSocket<C>
        implements Listener {

    /** Accepts on a channel. */
    @FunctionalInterface
    public interface Acceptor {
        /**
         * Takes the next connection: accept(2). Waits if the channel is blocking.
         *
         * @return the connection; empty if the channel is non-blocking and the backlog is empty
         * @throws IOException if that failed; nothing is left open then
         */
        Optional<Connection> accept() throws IOException;
    }

    private final Acceptor acceptor;

    /**
     * Takes over a listening channel and sets its blocking mode.
     *
     * @param channel the channel, bound and listening
     * @param family the channel's family
     * @param options blocking mode and timeouts
     * @param acceptOperation the selector's operation for accepting on this channel
     * @param acceptor accepts on the channel
     * @param name what belongs to the socket, such as a socket file; closed before the channel
     * @throws IOException if the channel refuses; the caller then still has to close it
     */
    public ChannelListener(
            C channel, ChannelFamily family, Options options, int acceptOperation, Acceptor acceptor, Closeable name)
            throws IOException {
        super(channel, family, options, name, acceptOperation, !family.acceptEndsCleanly());
        this.acceptor = acceptor;
        // Loads all that tells of a failure: when no descriptor is left, and accept fails, it is too late for that.
        family.failure("accept", localEndpoint(), new IOException(Causes.TOO_MANY_OPEN_FILES));
    }

    @Override
    public Connection accept() throws SocketFailure {
        if (!blocking) {
            throw new IllegalBlockingModeException();
        }
        try {
            long deadlineNs = recvWait.deadlineNs();
            while (true) {
                Optional<Connection> accepted = acceptor.accept();
                if (accepted.isPresent()) {
                    return accepted.get();
                }
                recvWait.await(deadlineNs);
            }
        } catch (IOException e) {
            throw failure("accept", localEndpoint(), e);
        }
    }

    @Override
    public Optional<Connection> tryAccept() throws SocketFailure {
        if (blocking) {
            throw new IllegalBlockingModeException();
        }
        try {
            return acceptor.accept();
        } catch (IOException e) {
            throw failure("accept", localEndpoint(), e);
        }
    }
}
