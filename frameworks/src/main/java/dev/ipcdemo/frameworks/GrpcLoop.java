package dev.ipcdemo.frameworks;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.ref.Cleaner;
import java.util.concurrent.ThreadFactory;

/**
 * An event loop of gRPC's Netty, on a thread that inherits the CPUs of the one that needs it. There is one to a thread, as
 * long as that lives, because gRPC shares its loops, too, and making one for each connection would be counted as the cost of
 * connecting.
 */
final class GrpcLoop {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<GrpcLoop> OF_THIS_THREAD = ThreadLocal.withInitial(GrpcLoop::new);

    private final EventLoopGroup group = make();

    private GrpcLoop() {
        EventLoopGroup ended = group; // a lambda that named this would keep it
        CLEANER.register(this, ended::shutdownGracefully);
    }

    private static EventLoopGroup make() {
        ThreadFactory daemons = new DefaultThreadFactory("grpc", true);
        return new MultiThreadIoEventLoopGroup(
                1, daemons, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    static EventLoopGroup ofThisThread() {
        return OF_THIS_THREAD.get().group;
    }
}
