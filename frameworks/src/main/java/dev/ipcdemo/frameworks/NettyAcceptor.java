package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.files.PrivateDirectory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/** A listening channel of Netty's, on the event loop that is also that of the connections. */
final class NettyAcceptor implements Acceptor {

    private final NettyLoop loop;
    private final Closeable files;
    private final Queue<NettyChannel> accepted = new ArrayDeque<>();
    private Channel listening;
    private volatile boolean closed;

    private NettyAcceptor(NettyLoop loop, Closeable files) {
        this.loop = loop;
        this.files = files;
    }

    /** @param messages makes the pipeline of a connection, and the messages at its end */
    static NettyAcceptor open(
            NettyLoop loop,
            Supplier<ServerChannel> server,
            String scheme,
            Settings settings,
            Function<ChannelPipeline, NettyChannel> messages)
            throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        NettyAcceptor acceptor = new NettyAcceptor(loop, directory);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.events())
                .channelFactory(server::get)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        acceptor.accepted.add(messages.apply(channel.pipeline()));
                    }
                });
        SocketAddress where = scheme.equals("unix")
                ? new DomainSocketAddress(directory.path().resolve("socket").toString())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NettyChannel.options(where, settings, bootstrap::childOption);
        try {
            var binding = bootstrap.bind(where);
            loop.await(binding);
            acceptor.listening = binding.channel();
            return acceptor;
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** The address of a server, as {@link #address} tells it. */
    static SocketAddress parse(String scheme, String address) {
        return scheme.equals("unix")
                ? new DomainSocketAddress(address)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
    }

    @Override
    public String address() {
        return listening.localAddress() instanceof InetSocketAddress inet
                ? Integer.toString(inet.getPort())
                : ((DomainSocketAddress) listening.localAddress()).path();
    }

    @Override
    public MessageChannel accept() throws IOException {
        loop.runUntil(() -> !accepted.isEmpty() || closed);
        if (closed) {
            throw new ClosedChannelException();
        }
        return accepted.remove();
    }

    @Override
    public void close() throws IOException {
        try (files) {
            closed = true;
            var closing = listening.close(); // wakes the loop's thread, if this is another
            if (loop.isMine()) {
                loop.await(closing);
            }
        }
    }
}
