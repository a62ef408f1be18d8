package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import dev.ipcdemo.sockets.spi.nio.ChannelConnection;
import dev.ipcdemo.sockets.spi.nio.ChannelFamily;
import dev.ipcdemo.sockets.spi.nio.ChannelListener;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.ChannelPoll;
import dev.ipcdemo.sockets.spi.nio.CloseOnFailure;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** AF_UNIX streams on the JDK's {@link SocketChannel} and {@link ServerSocketChannel}: JEP 380. */
public final class UnixTransport implements StreamTransport, ChannelFamily, BareChannels {

    /** As long as the longest timeout. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixTransport() {}

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_UNIX));
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_STREAM;
    }

    @Override
    public String implementation() {
        return "JDK";
    }

    @Override
    public Availability availability() {
        return Lazy.AVAILABILITY;
    }

    /** Tries once. */
    private static final class Lazy {
        static final Availability AVAILABILITY = tryIt();

        private static Availability tryIt() {
            try {
                SocketChannel.open(StandardProtocolFamily.UNIX).close();
                return Availability.AVAILABLE;
            } catch (UnsupportedOperationException | IOException e) {
                return Availability.unavailable("the JDK cannot open an AF_UNIX socket here: " + e.getMessage());
            }
        }
    }

    @Override
    public boolean parksVirtualThreads() {
        return true;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        if (UnixNames.isAny(endpoint)) {
            return List.of(UnixNames.PICK);
        }
        if (endpoint.name() instanceof PathName name) {
            return List.of(UnixDomainSocketAddress.of(UnixNames.path(endpoint, name)));
        }
        throw UnixNames.notSupported(endpoint, "unix:PATH; the JDK has no abstract names, but junix:@NAME works");
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix
                && !unix.getPath().toString().isEmpty()) {
            return new Endpoint(scheme(), new PathName(unix.getPath().toString()));
        }
        return new Endpoint(scheme(), new Endpoint.AnyName());
    }

    @Override
    public Poll poll() {
        return new ChannelPoll();
    }

    @Override
    public String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return UnixNames.explain(operation, endpoint, kind);
    }

    @Override
    public Listener listen(SocketAddress address, Options options) throws SocketFailure {
        Endpoint endpoint = endpointOf(address);
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SocketFile file = opening.add(claim(address, endpoint, options));
            SystemCalls.note("socket");
            ServerSocketChannel channel = opening.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX), this);
            ChannelOptions.setBuffers(channel, options);
            file.bind(
                    new LibcUmask(),
                    () -> {
                        SystemCalls.note("bind");
                        channel.bind(UnixDomainSocketAddress.of(file.path()), options.get(Options.BACKLOG));
                        SystemCalls.note("listen");
                    },
                    () -> {});
            return opening.succeed(new ChannelListener<>(
                    channel, this, options, SelectionKey.OP_ACCEPT, () -> accept(channel, options), file));
        } catch (IOException e) {
            throw failure("listen", endpoint, e);
        }
    }

    private static SocketFile claim(SocketAddress address, Endpoint endpoint, Options options) throws IOException {
        if (address == UnixNames.PICK) {
            return SocketFile.inOwnDirectory(endpoint, options);
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            return SocketFile.claim(unix.getPath(), "listen", endpoint, options);
        }
        throw new IllegalArgumentException(address + " is not an address of this transport");
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

    private SocketChannel connectChannel(SocketAddress address, Options options) throws IOException {
        if (!options.get(Options.CONNECT_TIMEOUT).isZero()) {
            return Retry.within(options.get(Options.CONNECT_TIMEOUT), () -> open(address, options, false));
        }
        // A platform thread waits in the kernel. The JDK gives a virtual thread a socket that does not block.
        Optional<SocketChannel> connected = open(address, options, true);
        return connected.isPresent() ? connected.get() : Retry.within(FOREVER, () -> open(address, options, true));
    }

    /** Returns nothing if the backlog is full, which a call that may wait finds in a virtual thread only. */
    private Optional<SocketChannel> open(SocketAddress address, Options options, boolean mayWait) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            SocketChannel channel = opening.add(SocketChannel.open(StandardProtocolFamily.UNIX), this);
            ChannelOptions.setBuffers(channel, options);
            channel.configureBlocking(mayWait);
            SystemCalls.note("connect");
            return channel.connect(address) ? Optional.of(opening.succeed(channel)) : Optional.empty();
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                return Optional.empty();
            }
            throw e;
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
        return Bare.of(connectChannel(address, options), options);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        ServerSocketChannel listening = ChannelBacked.channelOf(server, ServerSocketChannel.class);
        return Bare.of(acceptChannel(listening, options).orElseThrow(), options);
    }
}
