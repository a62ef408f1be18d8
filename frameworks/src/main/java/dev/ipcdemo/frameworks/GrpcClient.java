package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Settings;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** Connects a client of gRPC. */
final class GrpcClient {

    private GrpcClient() {}

    /** How an option of a channel that is to be opened is set. */
    interface OptionSetter {
        <T> Object set(ChannelOption<T> option, T value);
    }

    static void options(boolean isUnix, Settings settings, OptionSetter setter) {
        if (isUnix) {
            setter.set(ChannelOption.SO_KEEPALIVE, null); // gRPC sets it, and Netty warns because AF_UNIX has none
        } else {
            setter.set(ChannelOption.TCP_NODELAY, settings.noDelay());
        }
        if (settings.sendBufferBytes() > 0) {
            setter.set(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
        if (settings.recvBufferBytes() > 0) {
            setter.set(ChannelOption.SO_RCVBUF, settings.recvBufferBytes());
        }
    }

    static MessageChannel connect(
            MethodDescriptor<byte[], byte[]> method, String scheme, String address, int largest, Settings settings)
            throws IOException {
        boolean isUnix = scheme.equals("unix");
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        isUnix
                                ? new DomainSocketAddress(address)
                                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address)))
                .overrideAuthority("localhost") // a path is none
                .channelType(channelType(isUnix))
                .eventLoopGroup(GrpcLoop.ofThisThread())
                .proxyDetector(server -> null)
                .maxInboundMessageSize(largest)
                .usePlaintext();
        options(isUnix, settings, builder::withOption);
        ManagedChannel channel = builder.build();
        try {
            awaitReady(channel);
        } catch (IOException e) {
            channel.shutdownNow();
            throw e;
        }
        return method.getType() == MethodType.UNARY
                ? new CallingChannel(request -> call(channel, method, request), channel::shutdownNow)
                : new GrpcStream(channel, method);
    }

    private static Class<? extends Channel> channelType(boolean isUnix) {
        if (isUnix) {
            return EpollDomainSocketChannel.class;
        }
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    private static void awaitReady(ManagedChannel channel) throws IOException {
        try {
            ConnectivityState state = channel.getState(true);
            while (state != ConnectivityState.READY) {
                if (state == ConnectivityState.TRANSIENT_FAILURE) {
                    throw new IOException("gRPC cannot connect");
                }
                CountDownLatch changed = new CountDownLatch(1);
                channel.notifyWhenStateChanged(state, changed::countDown);
                changed.await();
                state = channel.getState(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting");
        }
    }

    private static byte[] call(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[] request)
            throws IOException {
        try {
            return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
        } catch (StatusRuntimeException e) {
            throw new IOException("the call failed: " + e.getStatus(), e);
        }
    }
}
