package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import dev.ipcdemo.sockets.spi.SocketTracking;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the three roles have in common: a channel, its address, and its closing. */
abstract sealed class ChannelSocket<C extends SelectableChannel & NetworkChannel> implements OpenSocket, ChannelBacked
        permits ChannelListener, ChannelConnection, ChannelPacketSocket {

    static {
        ProcessLimits.read();
        Causes.load();
    }

    final C channel;
    final ChannelFamily family;
    final boolean blocking;

    /** Whether a blocking call waits in a selector rather than in the channel, because its wait is limited. */
    final boolean waitsInSelector;

    final SelectorWait sendWait;
    final SelectorWait recvWait;

    private final Endpoint localEndpoint;
    private final Closeable name;
    private final AtomicBoolean closed;

    /**
     * Whether the closing of the descriptor has been noted in {@link SystemCalls}; it may happen before {@link #close}.
     */
    private final AtomicBoolean endIsNoted;

    /**
     * Sets the channel's blocking mode. If this fails, the caller still has to close the channel.
     *
     * @param name what belongs to the socket, such as a socket file
     * @param recvOperation the selector's operation for receiving on this channel
     * @param alwaysSelects whether a blocking call waits in a selector even without a timeout
     */
    ChannelSocket(
            C channel, ChannelFamily family, Options options, Closeable name, int recvOperation, boolean alwaysSelects)
            throws IOException {
        this.channel = channel;
        this.family = family;
        this.name = name;
        closed = new AtomicBoolean();
        endIsNoted = new AtomicBoolean();
        blocking = options.get(Options.BLOCKING);
        waitsInSelector = blocking
                && (alwaysSelects
                        || !options.get(Options.SEND_TIMEOUT).isZero()
                        || !options.get(Options.RECV_TIMEOUT).isZero());
        sendWait = new SelectorWait(channel, SelectionKey.OP_WRITE, options.get(Options.SEND_TIMEOUT));
        recvWait = new SelectorWait(channel, recvOperation, options.get(Options.RECV_TIMEOUT));
        channel.configureBlocking(blocking && !waitsInSelector);
        localEndpoint = family.endpointOf(nameOf(channel.getLocalAddress()));
        SocketTracking.opened(closed, localEndpoint);
    }

    /** A second view of the same socket: closing either closes both. */
    ChannelSocket(ChannelSocket<C> same) {
        channel = same.channel;
        family = same.family;
        blocking = same.blocking;
        waitsInSelector = same.waitsInSelector;
        sendWait = same.sendWait;
        recvWait = same.recvWait;
        localEndpoint = same.localEndpoint;
        name = same.name;
        closed = same.closed;
        endIsNoted = same.endIsNoted;
    }

    @Override
    public final C channel() {
        return channel;
    }

    /** NIO returns null for a socket without a name. */
    static SocketAddress nameOf(SocketAddress address) {
        return address == null ? PacketSocket.UNNAMED : address;
    }

    @Override
    public final SocketAddress localAddress() throws SocketFailure {
        if (!isOpen()) {
            throw closed("getsockname");
        }
        try {
            return nameOf(channel.getLocalAddress());
        } catch (IOException e) {
            throw failure("getsockname", localEndpoint, e);
        }
    }

    @Override
    public final Endpoint localEndpoint() {
        return localEndpoint;
    }

    @Override
    public final int sendBufferBytes() throws SocketFailure {
        return bufferBytes(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public final int recvBufferBytes() throws SocketFailure {
        return bufferBytes(StandardSocketOptions.SO_RCVBUF);
    }

    final SocketFailure closed(String operation) {
        return new SocketFailure(operation, localEndpoint.toString(), FailureKind.CLOSED, "");
    }

    private int bufferBytes(SocketOption<Integer> option) throws SocketFailure {
        if (!isOpen()) {
            throw closed("getsockopt " + option);
        }
        try {
            return channel.getOption(option);
        } catch (UnsupportedOperationException e) {
            throw new SocketFailure("getsockopt " + option, localEndpoint.toString(), FailureKind.NOT_SUPPORTED, "", e);
        } catch (IOException e) {
            throw failure("getsockopt " + option, localEndpoint, e);
        }
    }

    @Override
    public final <T> Optional<T> effective(Options.Option<T> option) throws SocketFailure {
        if (!isOpen()) {
            throw closed("getsockopt " + option);
        }
        try {
            return ChannelOptions.effective(channel, option);
        } catch (IOException e) {
            throw failure("getsockopt " + option, localEndpoint, e);
        }
    }

    @Override
    public final boolean isOpen() {
        return channel.isOpen() && family.hasDescriptor(channel);
    }

    /** The failure of a call: {@code CLOSED}, whatever the message, if this side has closed the socket. */
    final SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        if (!isOpen() && endIsNoted.compareAndSet(false, true)) {
            SystemCalls.note(operation, "close"); // because of an interrupt, or because the peer is gone
        }
        return closed.get()
                ? new SocketFailure(operation, endpoint.toString(), FailureKind.CLOSED, "", cause)
                : family.failure(operation, endpoint, cause);
    }

    @Override
    public final void close() throws SocketFailure {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        SocketTracking.closed(closed);
        // The name first, so that new clients are refused instead of waiting in a backlog that nobody serves.
        try {
            Closing.all(name, this::closeChannel, this::closeMore, sendWait, recvWait);
        } catch (IOException e) {
            throw family.failure("close", localEndpoint, e);
        }
    }

    private void closeChannel() throws IOException {
        List<String> calls = closing();
        // Empty if a call in another thread found the peer gone and closed the descriptor: that call notes it.
        if (!calls.isEmpty() && endIsNoted.compareAndSet(false, true)) {
            SystemCalls.note(calls);
        }
        channel.close();
    }

    /** The system calls that closing the channel makes now. */
    List<String> closing() {
        return family.closing(channel);
    }

    /** Closes what else a role has opened for the socket, after the channel. */
    void closeMore() throws IOException {}
}
