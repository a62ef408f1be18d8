package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.IdleWatch;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import dev.ipcdemo.sockets.spi.nio.ChannelConnection;
import dev.ipcdemo.sockets.spi.nio.ChannelListener;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * AF_UNIX streams on junixsocket, with paths and abstract names.
 *
 * <p>When a peer shuts down its input, sending fails with EPIPE, and junixsocket closes the descriptor that it sent with.
 * A connection is then closed in both directions. Only a thread that waits in {@code recv} at that time, without a
 * timeout, goes on: the connection sends with a duplicate of the descriptor meanwhile.
 */
public final class JunixTransport implements StreamTransport, Junixsocket, BareChannels, IdleWatch.Opener {

    /** Called by {@link java.util.ServiceLoader}. */
    public JunixTransport() {}

    @Override
    public String scheme() {
        return "junix";
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_STREAM;
    }

    @Override
    public IdleWatch openIdleWatch() throws SocketFailure {
        return new EpollWatch(this);
    }

    @Override
    public Listener listen(SocketAddress address, Options options) throws SocketFailure {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            BoundName boundName = opening.add(BoundName.claim(this, address, "listen", options));
            SystemCalls.note("socket");
            AFUNIXServerSocketChannel channel = opening.add(AFUNIXServerSocketChannel.open(), this);
            channel.setDeleteOnClose(false); // SocketFile does that
            ChannelOptions.setBuffers(channel, options);
            boundName.bindAndListen(channel.getFileDescriptor(), options.get(Options.BACKLOG));
            return opening.succeed(new ChannelListener<>(
                    channel, this, options, SelectionKey.OP_ACCEPT, () -> accept(channel, options), boundName));
        } catch (IOException e) {
            throw failure("listen", endpointOf(address), e);
        }
    }

    private Optional<Connection> accept(AFUNIXServerSocketChannel listening, Options options) throws IOException {
        Optional<AFUNIXSocketChannel> channel = acceptChannel(listening, options);
        return channel.isEmpty() ? Optional.empty() : Optional.of(connection(channel.get(), options));
    }

    private Optional<AFUNIXSocketChannel> acceptChannel(AFUNIXServerSocketChannel listening, Options options)
            throws IOException {
        AFUNIXSocketChannel channel = listening.accept();
        if (channel == null) {
            return Optional.empty();
        }
        SystemCalls.note("accept");
        try (CloseOnFailure opening = new CloseOnFailure()) {
            ChannelOptions.setBuffers(opening.add(channel, this), options);
            return Optional.of(opening.succeed(channel));
        }
    }

    @Override
    public Connection connect(SocketAddress address, Options options) throws SocketFailure {
        try {
            return connection(connectChannel(address, options), options);
        } catch (IOException e) {
            throw failure("connect", endpointOf(address), e);
        }
    }

    private AFUNIXSocketChannel connectChannel(SocketAddress address, Options options) throws IOException {
        if (!options.get(Options.CONNECT_TIMEOUT).isZero()) {
            return Retry.within(options.get(Options.CONNECT_TIMEOUT), () -> open(address, options, false));
        }
        Optional<AFUNIXSocketChannel> connected = open(address, options, false);
        return connected.isPresent() ? connected.get() : Retry.untilConnected(() -> open(address, options, true));
    }

    /** Returns nothing if the backlog is full, and stays so if it may wait a moment. */
    private Optional<AFUNIXSocketChannel> open(SocketAddress address, Options options, boolean mayWait)
            throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            AFUNIXSocketChannel channel = opening.add(AFUNIXSocketChannel.open(), this);
            ChannelOptions.setBuffers(channel, options);
            channel.configureBlocking(false); // which also creates the socket
            channel.configureBlocking(mayWait);
            SystemCalls.note("connect");
            // finishConnect() does not help: with a full backlog it returns true although the channel is not connected.
            boolean isConnected = mayWait
                    ? Junixsocket.connectsSoon(channel.getFileDescriptor(), () -> channel.connect(address))
                    : channel.connect(address);
            return isConnected ? Optional.of(opening.succeed(channel)) : Optional.empty();
        }
    }

    private Connection connection(AFUNIXSocketChannel channel, Options options) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SocketAddress peer = opening.add(channel, this).getRemoteAddress();
            return opening.succeed(new ChannelConnection<>(
                    channel,
                    peer == null ? PacketSocket.UNNAMED : peer,
                    this,
                    options,
                    false,
                    channel::shutdownOutput,
                    () -> {}));
        }
    }

    @Override
    public Bare connectBare(SocketAddress address, Options options) throws IOException {
        return Bare.of(connectChannel(address, options), options);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        AFUNIXServerSocketChannel listening = ChannelBacked.channelOf(server, AFUNIXServerSocketChannel.class);
        listening.configureBlocking(true); // the listener waits in a selector instead
        return Bare.of(acceptChannel(listening, options).orElseThrow(), options);
    }
}
