package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.files.PrivateDirectory;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A gRPC server, which hands requests to the thread that accepts and receives. A connection is a client. */
final class GrpcAcceptor extends ServerTransportFilter implements Acceptor {

    static final String SERVICE = "ipcdemo.Messages";

    private static final Attributes.Key<CalledChannel> CHANNEL = Attributes.Key.create("channel");

    private static final long LONGEST_END_SECONDS = 2;

    private final CallbackExecutor callbacks = new CallbackExecutor();
    private final PrivateDirectory directory;
    private final Queue<CalledChannel> accepted = new ArrayDeque<>();
    private final Server server;
    private volatile boolean closed;

    private GrpcAcceptor(
            MethodDescriptor<byte[], byte[]> method,
            String scheme,
            int largestMessage,
            Settings settings,
            PrivateDirectory directory)
            throws IOException {
        this.directory = directory;
        boolean isUnix = scheme.equals("unix");
        Path file = directory.path().resolve("socket");
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        isUnix
                                ? new DomainSocketAddress(file.toString())
                                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .channelType(channelType(isUnix))
                .bossEventLoopGroup(GrpcLoop.ofThisThread())
                .workerEventLoopGroup(GrpcLoop.ofThisThread())
                .directExecutor()
                .addTransportFilter(this)
                .maxInboundMessageSize(largestMessage)
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(method, (call, headers) -> new Listener(call))
                        .build());
        GrpcClient.options(isUnix, settings, builder::withChildOption);
        server = builder.build().start();
    }

    static GrpcAcceptor open(
            MethodDescriptor<byte[], byte[]> method, String scheme, int largestMessage, Settings settings)
            throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        try {
            return new GrpcAcceptor(method, scheme, largestMessage, settings, directory);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    private static Class<? extends ServerChannel> channelType(boolean isUnix) {
        if (isUnix) {
            return EpollServerDomainSocketChannel.class;
        }
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        CalledChannel channel = new CalledChannel(callbacks);
        callbacks.execute(() -> accepted.add(channel));
        return transport.toBuilder().set(CHANNEL, channel).build();
    }

    @Override
    public void transportTerminated(Attributes transport) {
        CalledChannel channel = transport.get(CHANNEL);
        if (channel != null) { // null if it ended before it was ready
            callbacks.execute(channel::end);
        }
    }

    /** What gRPC calls on a call's events, in the event loop. It hands them on and does not block. */
    private final class Listener extends ServerCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> call;
        private final CalledChannel channel;
        private final boolean isUnary;
        private byte[] request = {};

        Listener(ServerCall<byte[], byte[]> call) {
            this.call = call;
            channel = call.getAttributes().get(CHANNEL);
            isUnary = call.getMethodDescriptor().getType() == MethodType.UNARY;
            if (!isUnary) {
                call.sendHeaders(new Metadata());
                callbacks.execute(() -> channel.endBy(this::end));
            }
            call.request(isUnary ? 2 : 1); // the second shows that a unary call has no second message
        }

        @Override
        public void onMessage(byte[] message) {
            if (isUnary) {
                request = message;
            } else {
                callbacks.execute(() -> channel.add(message, call::sendMessage));
                call.request(1);
            }
        }

        /** A unary call is complete with this, and replied to then, as by gRPC's own stubs. */
        @Override
        public void onHalfClose() {
            if (isUnary) {
                callbacks.execute(() -> channel.add(request, this::reply));
            } else {
                callbacks.execute(channel::end);
            }
        }

        private void reply(byte[] reply) {
            call.sendHeaders(new Metadata());
            call.sendMessage(reply);
            call.close(Status.OK, new Metadata());
        }

        /** Ends the stream after its last message. */
        private void end() {
            if (!call.isCancelled()) {
                call.close(Status.OK, new Metadata());
            }
        }

        @Override
        public void onCancel() {
            callbacks.execute(channel::end);
        }
    }

    @Override
    public String address() {
        SocketAddress where = server.getListenSockets().get(0);
        return where instanceof InetSocketAddress inet
                ? Integer.toString(inet.getPort())
                : ((DomainSocketAddress) where).path();
    }

    @Override
    public MessageChannel accept() throws IOException {
        callbacks.runUntil(() -> !accepted.isEmpty() || closed);
        if (closed) {
            throw new ClosedChannelException();
        }
        return accepted.remove();
    }

    /** Lets what was sent arrive. */
    @Override
    public void close() throws IOException {
        try (directory) {
            closed = true;
            callbacks.wake();
            server.shutdown().awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.shutdownNow();
        }
    }
}
