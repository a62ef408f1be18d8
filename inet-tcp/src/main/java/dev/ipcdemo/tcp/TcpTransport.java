package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import dev.ipcdemo.sockets.spi.nio.ChannelConnection;
import dev.ipcdemo.sockets.spi.nio.ChannelListener;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import dev.ipcdemo.sockets.spi.nio.InetTransport;
import dev.ipcdemo.sockets.spi.nio.SettableOptions;
import dev.ipcdemo.sockets.spi.nio.TimedConnect;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** TCP on the JDK's {@link SocketChannel} and {@link ServerSocketChannel}. */
public final class TcpTransport implements StreamTransport, InetTransport, BareChannels {

    private static final SettableOptions SETTABLE = new SettableOptions("tcp", Options.OF_TCP, SocketChannel::open);

    /** Called by {@link java.util.ServiceLoader}. */
    public TcpTransport() {}

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_STREAM;
    }

    @Override
    public Listener listen(SocketAddress address, Options options) throws SocketFailure {
        SETTABLE.require("listen", endpointOf(address), options);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            ServerSocketChannel channel = opening.add(ServerSocketChannel.open(InetTransport.domainOf(address)), this);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            ChannelOptions.setReusePort(channel, options);
            ChannelOptions.setBuffers(channel, options);
            SystemCalls.note("bind");
            channel.bind(address, options.get(Options.BACKLOG));
            SystemCalls.note("listen");
            return opening.succeed(new ChannelListener<>(
                    channel, this, options, SelectionKey.OP_ACCEPT, () -> accept(channel, options), () -> {}));
        } catch (IOException e) {
            throw failure("listen", endpointOf(address), e);
        } catch (UnsupportedOperationException e) {
            throw withoutIpv6("listen", endpointOf(address), e);
        }
    }

    private Optional<Connection> accept(ServerSocketChannel listening, Options options) throws IOException {
        Optional<SocketChannel> channel = acceptChannel(listening, options);
        return channel.isEmpty() ? Optional.empty() : Optional.of(connection(channel.get(), options));
    }

    private Optional<SocketChannel> acceptChannel(ServerSocketChannel listening, Options options) throws IOException {
        SocketChannel channel = listening.accept();
        if (channel == null) {
            return Optional.empty();
        }
        SystemCalls.note("accept");
        try (CloseOnFailure opening = new CloseOnFailure()) {
            setOptions(opening.add(channel, this), options);
            ChannelOptions.setQuickAck(channel, options);
            return Optional.of(opening.succeed(channel));
        }
    }

    private static void setOptions(SocketChannel channel, Options options) throws IOException {
        ChannelOptions.setBuffers(channel, options);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.get(Options.NO_DELAY));
        ChannelOptions.setDscp(channel, options);
        setKeepAlive(channel, options);
    }

    private static void setKeepAlive(SocketChannel channel, Options options) throws IOException {
        Duration idle = options.get(Options.KEEP_ALIVE_IDLE);
        if (idle.isZero()) {
            return;
        }
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds(idle));
        if (!options.get(Options.KEEP_ALIVE_INTERVAL).isZero()) {
            channel.setOption(
                    ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(options.get(Options.KEEP_ALIVE_INTERVAL)));
        }
        if (options.get(Options.KEEP_ALIVE_PROBES) > 0) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, options.get(Options.KEEP_ALIVE_PROBES));
        }
    }

    /** Rounded up; the system has an upper bound of its own, of which it tells. */
    private static int seconds(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.plusNanos(999_999_999).toSeconds());
    }

    @Override
    public Optional<String> refusal(Options options) {
        return SETTABLE.refusal(options);
    }

    @Override
    public Connection connect(SocketAddress address, Options options) throws SocketFailure {
        SocketAddress destination = InetNames.destination(address);
        SETTABLE.require("connect", endpointOf(destination), options);
        try {
            return connection(connectChannel(destination, options), options);
        } catch (IOException e) {
            throw failure("connect", endpointOf(destination), e);
        } catch (UnsupportedOperationException e) {
            throw withoutIpv6("connect", endpointOf(destination), e);
        }
    }

    private SocketChannel connectChannel(SocketAddress destination, Options options) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            SocketChannel channel = opening.add(SocketChannel.open(InetTransport.domainOf(destination)), this);
            setOptions(channel, options);
            SystemCalls.note("connect");
            TimedConnect.connect(channel, destination, options.get(Options.CONNECT_TIMEOUT));
            ChannelOptions.setQuickAck(channel, options);
            return opening.succeed(channel);
        }
    }

    private Connection connection(SocketChannel channel, Options options) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            opening.add(channel, this);
            return opening.succeed(new ChannelConnection<>(
                    channel, channel.getRemoteAddress(), this, options, false, channel::shutdownOutput, () -> {}));
        }
    }

    @Override
    public Bare connectBare(SocketAddress address, Options options) throws IOException {
        return Bare.of(connectChannel(InetNames.destination(address), options), options);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        ServerSocketChannel listening = ChannelBacked.channelOf(server, ServerSocketChannel.class);
        return Bare.of(acceptChannel(listening, options).orElseThrow(), options);
    }
}
