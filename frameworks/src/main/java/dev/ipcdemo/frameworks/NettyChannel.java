package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Messages over a channel of Netty's, whose event loop is driven by the thread that sends and receives. */
final class NettyChannel extends ChannelInboundHandlerAdapter implements MessageChannel {

    private final Channel channel;
    private final NettyLoop loop;
    private final MessageSizes incoming;

    /** Whether nothing is received after sending, so that only {@link #send} drives the loop. */
    private final boolean onlySends;

    private long messages;

    private final Queue<ByteBuf> received = new ArrayDeque<>();
    private Optional<IOException> failure = Optional.empty();
    private boolean ended;
    private volatile boolean closed;

    private NettyChannel(Channel channel, NettyLoop loop, Cell cell, MessageSizes incoming) {
        this.channel = channel;
        this.loop = loop;
        this.incoming = incoming;
        onlySends = cell.pattern() == Pattern.THROUGHPUT;
    }

    static NettyChannel on(Channel channel, NettyLoop loop, Cell cell, MessageSizes incoming) {
        NettyChannel messages = new NettyChannel(channel, loop, cell, incoming);
        channel.pipeline().addLast(messages);
        return messages;
    }

    /** @param messages makes the pipeline of the connection, and the messages at its end */
    static NettyChannel connect(
            NettyLoop loop,
            Supplier<Channel> client,
            SocketAddress server,
            Settings settings,
            Function<ChannelPipeline, NettyChannel> messages)
            throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.events())
                .channelFactory(client::get)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        messages.apply(channel.pipeline());
                    }
                });
        options(server, settings, bootstrap::option);
        ChannelFuture connecting = bootstrap.connect(server);
        loop.await(connecting);
        return connecting.channel().pipeline().get(NettyChannel.class);
    }

    /** Waits for something that its pipeline does first. Closes the connection if that fails. */
    NettyChannel after(Future<?> operation) throws IOException {
        try {
            loop.await(operation);
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** How an option of a channel that is to be opened is set. */
    interface OptionSetter {
        <T> Object set(ChannelOption<T> option, T value);
    }

    /** @param place where the server is, which tells TCP from AF_UNIX */
    static void options(SocketAddress place, Settings settings, OptionSetter setter) {
        if (place instanceof InetSocketAddress) {
            setter.set(ChannelOption.TCP_NODELAY, settings.noDelay());
        }
        if (settings.sendBufferBytes() > 0) {
            setter.set(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
        if (settings.recvBufferBytes() > 0) {
            setter.set(ChannelOption.SO_RCVBUF, settings.recvBufferBytes());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        received.add((ByteBuf) bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = Optional.of(new IOException(cause.getMessage(), cause));
        context.close();
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        requireOpen();
        ByteBuf copy = channel.alloc().directBuffer(message.remaining()).writeBytes(message);
        ChannelFuture sent = channel.writeAndFlush(copy);
        if (onlySends && !sent.isDone()) {
            loop.events().runNow();
        }
        loop.runUntil(() -> channel.isWritable() || sent.isDone() || ended || closed);
        if (!sent.isDone() && !channel.isWritable()) {
            requireOpen();
        }
        if (sent.cause() != null) {
            throw new IOException(sent.cause().getMessage(), sent.cause());
        }
    }

    private boolean isPending() {
        var pending = channel.unsafe().outboundBuffer();
        return pending != null && pending.totalPendingWriteBytes() > 0;
    }

    private void requireOpen() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (ended || closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        int messageBytes = incoming.of(messages);
        buffer.clear().limit(messageBytes);
        while (buffer.hasRemaining()) {
            loop.runUntil(() -> !received.isEmpty() || ended || closed);
            if (closed) {
                throw new ClosedChannelException();
            }
            if (received.isEmpty()) {
                if (failure.isPresent()) {
                    throw failure.get();
                }
                if (buffer.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return -1;
            }
            take(buffer);
        }
        messages++;
        buffer.flip();
        return messageBytes;
    }

    /** Moves what fits of the bytes that came first. */
    private void take(ByteBuffer buffer) {
        ByteBuf bytes = received.element();
        int count = Math.min(bytes.readableBytes(), buffer.remaining());
        int limit = buffer.limit();
        bytes.readBytes(buffer.limit(buffer.position() + count));
        buffer.limit(limit);
        if (!bytes.isReadable()) {
            received.remove().release();
        }
    }

    /** Sends what is still to be sent, if this thread drives the loop; the thread that does is woken otherwise. */
    @Override
    public void close() throws IOException {
        if (loop.isMine() && !closed) {
            loop.runUntil(() -> !isPending() || ended);
        }
        closed = true;
        var closing = channel.close();
        if (loop.isMine()) {
            loop.await(closing);
            received.forEach(ByteBuf::release);
            received.clear();
        }
    }
}
