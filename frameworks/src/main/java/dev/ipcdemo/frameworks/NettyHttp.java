package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * HTTP/1.1 by Netty: a POST for each request, whose response carries the reply. The pipeline is that of Netty's own examples
 * (https://github.com/netty/netty/tree/4.2/example/src/main/java/io/netty/example/http): its codec, and its aggregator where
 * an application wants whole messages. Everything else is as in {@link Netty}.
 */
abstract class NettyHttp extends Netty {

    private NettyHttp(String name, String scheme, Supplier<Parts> parts) {
        super(name, scheme, () -> Optional.ofNullable(Epoll.unavailabilityCause()), parts);
    }

    /** Over TCP. */
    public static final class OverTcp extends NettyHttp {
        /** Made by ServiceLoader. */
        public OverTcp() {
            super("epoll", "tcp", Parts.EPOLL);
        }
    }

    /** Over AF_UNIX. */
    public static final class OverUnix extends NettyHttp {
        /** Made by ServiceLoader. */
        public OverUnix() {
            super("epoll-unix", "unix", Parts.EPOLL_UNIX);
        }
    }

    @Override
    public String name() {
        return "http:" + super.name().replace(':', '-');
    }

    @Override
    public String description() {
        return "HTTP/1.1, " + super.description() + " and collected from its chunks";
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return cell.pattern() == Pattern.THROUGHPUT
                ? Optional.of("each request of HTTP has a response, and nothing is sent one way")
                : super.refusal(cell);
    }

    @Override
    void addServerCodec(ChannelPipeline pipeline, Cell cell) {
        pipeline.addLast(new HttpServerCodec(), aggregator(cell), new Bodies(NettyHttp::response));
    }

    @Override
    void addClientCodec(ChannelPipeline pipeline, Cell cell) {
        pipeline.addLast(new HttpClientCodec(), aggregator(cell), new Bodies(NettyHttp::request));
    }

    /** A byte more than a message has is let through, to be detected. */
    private static HttpObjectAggregator aggregator(Cell cell) {
        return new HttpObjectAggregator(cell.largestBytes() + 1);
    }

    private static FullHttpMessage request(ByteBuf body) {
        FullHttpMessage request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", body);
        request.headers().set(HttpHeaderNames.HOST, "localhost");
        return request;
    }

    private static FullHttpMessage response(ByteBuf body) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    }

    /** Turns bytes into HTTP messages, and these into bytes. */
    private static final class Bodies extends MessageToMessageCodec<FullHttpMessage, ByteBuf> {

        private final Function<ByteBuf, FullHttpMessage> wrapping;

        Bodies(Function<ByteBuf, FullHttpMessage> wrapping) {
            super(FullHttpMessage.class, ByteBuf.class);
            this.wrapping = wrapping;
        }

        @Override
        protected void encode(ChannelHandlerContext context, ByteBuf body, List<Object> out) {
            FullHttpMessage message = wrapping.apply(body.retain());
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            out.add(message);
        }

        @Override
        protected void decode(ChannelHandlerContext context, FullHttpMessage message, List<Object> out) {
            out.add(message.content().retain());
        }
    }
}
