package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Availability;
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
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXDatagramSocket;

/**
 * AF_UNIX sequenced packets on junixsocket, with paths and abstract names: connections that keep message boundaries.
 *
 * <p>junixsocket supports SOCK_SEQPACKET in its datagram socket, which has {@code listen} and {@code accept} for it.
 *
 * <p>When a peer shuts down its input, sending fails with EPIPE, and junixsocket closes the descriptor that it sent with.
 * A connection is then closed in both directions. Only a thread that waits in {@code recv} at that time, without a
 * timeout, goes on: the connection sends with a duplicate of the descriptor meanwhile.
 */
public final class UnixpacketTransport implements StreamTransport, Junixsocket, BareChannels, IdleWatch.Opener {

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixpacketTransport() {}

    @Override
    public String scheme() {
        return "unixpacket";
    }

    @Override
    public SocketType type() {
        return SocketType.SOCK_SEQPACKET;
    }

    @Override
    public Availability availability() {
        return Lazy.AVAILABILITY;
    }

    /** Tries once, because there is no capability to ask for. */
    private static final class Lazy {
        static final Availability AVAILABILITY = tryIt();

        private static Availability tryIt() {
            Availability library = Junixsocket.library();
            if (!library.isAvailable()) {
                return library;
            }
            try (AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)) {
                return socket.getFileDescriptor().valid()
                        ? Availability.AVAILABLE
                        : Availability.unavailable("this system cannot create a SOCK_SEQPACKET socket");
            } catch (IOException e) {
                return Availability.unavailable("this system cannot create a SOCK_SEQPACKET socket: " + e.getMessage());
            }
        }
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
            AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET);
            AFUNIXDatagramChannel channel = opening.add(socket.getChannel(), this);
            channel.setDeleteOnClose(false); // SocketFile does that
            ChannelOptions.setBuffers(channel, options);
            boundName.bindAndListen(channel.getFileDescriptor(), options.get(Options.BACKLOG));
            return opening.succeed(new ChannelListener<>(
                    channel, this, options, SelectionKey.OP_READ, () -> accept(socket, options), boundName));
        } catch (IOException e) {
            throw failure("listen", endpointOf(address), e);
        }
    }

    private Optional<Connection> accept(AFUNIXDatagramSocket listening, Options options) throws IOException {
        Optional<AFUNIXDatagramSocket> socket = acceptSocket(listening, options);
        return socket.isEmpty() ? Optional.empty() : Optional.of(connection(socket.get(), options));
    }

    private Optional<AFUNIXDatagramSocket> acceptSocket(AFUNIXDatagramSocket listening, Options options)
            throws IOException {
        AFUNIXDatagramSocket socket;
        try {
            socket = (AFUNIXDatagramSocket) listening.accept();
        } catch (IllegalBlockingModeException nobodyWaits) {
            return Optional.empty();
        }
        SystemCalls.note("accept");
        try (CloseOnFailure opening = new CloseOnFailure()) {
            ChannelOptions.setBuffers(opening.add(socket.getChannel(), this), options);
            return Optional.of(opening.succeed(socket));
        }
    }

    @Override
    public Connection connect(SocketAddress address, Options options) throws SocketFailure {
        try {
            return connection(connectSocket(address, options), options);
        } catch (IOException e) {
            throw failure("connect", endpointOf(address), e);
        }
    }

    private AFUNIXDatagramSocket connectSocket(SocketAddress address, Options options) throws IOException {
        if (!options.get(Options.CONNECT_TIMEOUT).isZero()) {
            return Retry.within(options.get(Options.CONNECT_TIMEOUT), () -> open(address, options, false));
        }
        Optional<AFUNIXDatagramSocket> connected = open(address, options, false);
        return connected.isPresent() ? connected.get() : Retry.untilConnected(() -> open(address, options, true));
    }

    /** Returns nothing if the backlog is full, and stays so if it may wait a moment. */
    private Optional<AFUNIXDatagramSocket> open(SocketAddress address, Options options, boolean mayWait)
            throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET);
            AFUNIXDatagramChannel channel = opening.add(socket.getChannel(), this);
            ChannelOptions.setBuffers(channel, options);
            channel.configureBlocking(mayWait);
            SystemCalls.note("connect");
            if (mayWait) {
                boolean isConnected =
                        Junixsocket.connectsSoon(channel.getFileDescriptor(), () -> channel.connect(address));
                return isConnected ? Optional.of(opening.succeed(socket)) : Optional.empty();
            }
            channel.connect(address);
            // isConnected() does not help: with a full backlog it returns true. A socket that has a peer is connected.
            return channel.getRemoteAddress() == null ? Optional.empty() : Optional.of(opening.succeed(socket));
        }
    }

    private Connection connection(AFUNIXDatagramSocket socket, Options options) throws IOException {
        AFUNIXDatagramChannel channel = socket.getChannel();
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SocketAddress peer = opening.add(channel, this).getRemoteAddress();
            return opening.succeed(new ChannelConnection<>(
                    channel,
                    peer == null ? PacketSocket.UNNAMED : peer,
                    this,
                    options,
                    true,
                    () -> Libc.shutdownOutput(socket.getFileDescriptor()),
                    () -> {}));
        }
    }

    // junixsocket makes no channel for a descriptor of this type, but the descriptor of a new channel can be replaced.
    @Override
    public SelectableChannel openDuplicate(SelectableChannel connected) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            SystemCalls.note("socket");
            AFUNIXDatagramChannel another = opening.add(
                    AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)
                            .getChannel(),
                    this);
            SystemCalls.note("dup2");
            Libc.duplicate(((AFUNIXDatagramChannel) connected).getFileDescriptor(), another.getFileDescriptor());
            another.configureBlocking(connected.isBlocking());
            return opening.succeed(another);
        }
    }

    @Override
    public Bare connectBare(SocketAddress address, Options options) throws IOException {
        return Bare.of(connectSocket(address, options).getChannel(), options);
    }

    @Override
    public Bare acceptBare(OpenSocket server, Options options) throws IOException {
        AFUNIXDatagramChannel listening = ChannelBacked.channelOf(server, AFUNIXDatagramChannel.class);
        listening.configureBlocking(true); // the listener waits in a selector instead
        AFUNIXDatagramSocket socket = (AFUNIXDatagramSocket) listening.socket();
        return Bare.of(acceptSocket(socket, options).orElseThrow().getChannel(), options);
    }
}
