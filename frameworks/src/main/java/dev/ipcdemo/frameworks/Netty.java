package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Netty 4.2. Its makers recommend the native transports on Linux, for less garbage and more speed
 * (https://netty.io/wiki/native-transports.html). Allocator, buffer sizes and watermarks are the defaults. Netty handles a
 * message in the event loop that reads it. So the thread that sends and receives <em>is</em> the event loop
 * ({@link io.netty.channel.ManualIoEventLoop}), with no other thread between it and the socket.
 */
abstract class Netty implements Carrier {

    private final String name;
    private final String scheme;
    private final Supplier<Optional<Throwable>> missing;
    private final Supplier<Parts> parts;

    /** What Netty needs to open sockets of one kind. */
    record Parts(IoHandlerFactory loop, Supplier<ServerChannel> server, Supplier<Channel> client) {

        static final Supplier<Parts> EPOLL =
                () -> new Parts(EpollIoHandler.newFactory(), EpollServerSocketChannel::new, EpollSocketChannel::new);
        static final Supplier<Parts> EPOLL_UNIX = () -> new Parts(
                EpollIoHandler.newFactory(), EpollServerDomainSocketChannel::new, EpollDomainSocketChannel::new);
    }

    Netty(String name, String scheme, Supplier<Optional<Throwable>> missing, Supplier<Parts> parts) {
        this.name = name;
        this.scheme = scheme;
        this.missing = missing;
        this.parts = parts;
    }

    /** TCP by java.nio. */
    public static final class Nio extends Netty {
        /** Made by ServiceLoader. */
        public Nio() {
            super(
                    "nio",
                    "tcp",
                    Optional::empty,
                    () -> new Parts(NioIoHandler.newFactory(), NioServerSocketChannel::new, NioSocketChannel::new));
        }
    }

    /** TCP by epoll(7). */
    public static final class ByEpoll extends Netty {
        /** Made by ServiceLoader. */
        public ByEpoll() {
            super("epoll", "tcp", () -> Optional.ofNullable(Epoll.unavailabilityCause()), Parts.EPOLL);
        }
    }

    /** AF_UNIX by epoll(7). */
    public static final class ByEpollOverUnix extends Netty {
        /** Made by ServiceLoader. */
        public ByEpollOverUnix() {
            super("epoll-unix", "unix", () -> Optional.ofNullable(Epoll.unavailabilityCause()), Parts.EPOLL_UNIX);
        }
    }

    /** TCP by io_uring(7). */
    public static final class ByIoUring extends Netty {
        /** Made by ServiceLoader. */
        public ByIoUring() {
            super(
                    "io_uring",
                    "tcp",
                    () -> Optional.ofNullable(IoUring.unavailabilityCause()),
                    () -> new Parts(
                            IoUringIoHandler.newFactory(), IoUringServerSocketChannel::new, IoUringSocketChannel::new));
        }
    }

    /** AF_UNIX by io_uring(7). */
    public static final class ByIoUringOverUnix extends Netty {
        /** Made by ServiceLoader. */
        public ByIoUringOverUnix() {
            super(
                    "io_uring-unix",
                    "unix",
                    () -> Optional.ofNullable(IoUring.unavailabilityCause()),
                    () -> new Parts(
                            IoUringIoHandler.newFactory(),
                            IoUringServerDomainSocketChannel::new,
                            IoUringDomainSocketChannel::new));
        }
    }

    @Override
    public String name() {
        return "netty:" + name;
    }

    @Override
    public String description() {
        return "Netty 4.2, " + name + ", the measured thread being the event loop; each message copied to a pooled"
                + " buffer, several taken in one read";
    }

    @Override
    public Optional<String> over() {
        return Optional.of("raw:" + scheme);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of("Netty is measured within one host");
        }
        if (cell.pattern() == Pattern.RATE || cell.directions() == Directions.BOTH_WAYS || cell.connections() > 1) {
            return Optional.of("the event loop is the measured thread, and has no room for a second one");
        }
        return missing.get().map(Netty::reason);
    }

    /** Such as that io_uring_setup(2) is not permitted. */
    static String reason(Throwable missing) {
        Throwable cause = missing;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "Netty's transport is not available: " + cause.getMessage();
    }

    /** Adds what stands between the socket and the messages: nothing, where these are bytes. */
    void addServerCodec(ChannelPipeline pipeline, Cell cell) {}

    /** The same for the client. */
    void addClientCodec(ChannelPipeline pipeline, Cell cell) {}

    @Override
    public boolean mayLose() {
        return false;
    }

    /** The event loop waits in native code. */
    @Override
    public boolean parksVirtualThreads() {
        return false;
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Parts made = parts.get();
        NettyLoop loop = NettyLoop.ofThisThread(name, made.loop(), cell);
        return NettyAcceptor.open(
                loop,
                made.server(),
                scheme,
                settings,
                pipeline -> messages(pipeline, loop, cell, cell.requestSizes(), this::addServerCodec));
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        Parts made = parts.get();
        NettyLoop loop = NettyLoop.ofThisThread(name, made.loop(), cell);
        return NettyChannel.connect(
                loop,
                made.client(),
                NettyAcceptor.parse(scheme, address),
                settings,
                pipeline -> messages(pipeline, loop, cell, cell.replySizes(), this::addClientCodec));
    }

    private static NettyChannel messages(
            ChannelPipeline pipeline,
            NettyLoop loop,
            Cell cell,
            MessageSizes incoming,
            BiConsumer<ChannelPipeline, Cell> codec) {
        codec.accept(pipeline, cell);
        return NettyChannel.on(pipeline.channel(), loop, cell, incoming);
    }
}
