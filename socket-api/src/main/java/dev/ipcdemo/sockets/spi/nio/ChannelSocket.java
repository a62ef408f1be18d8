package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the three roles share: a channel, its address, and its end. */
abstract sealed class ChannelSocket<C extends SelectableChannel & NetworkChannel> implements OpenSocket, ChannelBacked
        permits ChannelListener, ChannelConnection, ChannelPacketSocket {

    static {
        ProcessLimits.read();
        Causes.load();
    }

    final C channel;
    final ChannelFamily family;
    final boolean blocking;

    /** Whether a blocking call waits in a selector rather than in the channel, because it may not wait for ever. */
    final boolean patient;

    final Patience sendPatience;
    final Patience recvPatience;

    private final Endpoint localEndpoint;
    private final Closeable name;
    private final AtomicBoolean closed;

    /** Whether {@link SystemCalls} know of the descriptor's end, which may come before {@link #close}. */
    private final AtomicBoolean endIsNoted;

    /**
     * Sets the channel's mode. If this throws, the channel is still the caller's to close.
     *
     * @param name what has to go with the socket, such as a socket file
     * @param recvOperation what a selector calls receiving on this channel
     * @param alwaysSelects whether a blocking call waits in a selector even if it may wait for ever
     */
    ChannelSocket(
            C channel, ChannelFamily family, Options options, Closeable name, int recvOperation, boolean alwaysSelects)
            throws IOException {
        this.channel = channel;
        this.family = family;
        this.name = name;
        closed = new AtomicBoolean();
        endIsNoted = new AtomicBoolean();
        blocking = options.blocking();
        patient = blocking
                && (alwaysSelects
                        || !options.sendTimeout().isZero()
                        || !options.recvTimeout().isZero());
        sendPatience = new Patience(channel, SelectionKey.OP_WRITE, options.sendTimeout());
        recvPatience = new Patience(channel, recvOperation, options.recvTimeout());
        channel.configureBlocking(blocking && !patient);
        localEndpoint = family.endpointOf(nameOf(channel.getLocalAddress()));
    }

    /** Another view of the same socket: closing either closes both. */
    ChannelSocket(ChannelSocket<C> same) {
        channel = same.channel;
        family = same.family;
        blocking = same.blocking;
        patient = same.patient;
        sendPatience = same.sendPatience;
        recvPatience = same.recvPatience;
        localEndpoint = same.localEndpoint;
        name = same.name;
        closed = same.closed;
        endIsNoted = same.endIsNoted;
    }

    @Override
    public final C channel() {
        return channel;
    }

    /** NIO says null for a socket without a name. */
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

    private SocketFailure closed(String operation) {
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
    public final boolean isOpen() {
        return channel.isOpen() && family.hasDescriptor(channel);
    }

    /** What a call failed by: whatever the words, by this side's close if that came first. */
    final SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        if (closed.get()) {
            return new SocketFailure(operation, endpoint.toString(), FailureKind.CLOSED, "", cause);
        }
        if (!isOpen() && endIsNoted.compareAndSet(false, true)) {
            SystemCalls.note(operation, "close"); // by an interrupt, or because the peer is gone
        }
        return family.failure(operation, endpoint, cause);
    }

    @Override
    public final void close() throws SocketFailure {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The name goes first, so that who comes now is refused instead of waiting in a backlog that nobody serves.
        try {
            closeAll(name, this::closeChannel, sendPatience, recvPatience);
        } catch (IOException e) {
            throw family.failure("close", localEndpoint, e);
        }
    }

    private void closeChannel() throws IOException {
        if (endIsNoted.compareAndSet(false, true)) {
            SystemCalls.note(family.closing(channel));
        }
        channel.close();
    }

    /** Closes each, also if another fails; the first failure carries the others. */
    static void closeAll(Closeable... resources) throws IOException {
        IOException first = null;
        for (Closeable resource : resources) {
            try {
                resource.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
