package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * gRPC by grpc-java, on the Netty that it brings along. As its makers recommend, a channel is reused for all calls, and
 * streaming is for a long-lived flow of messages (https://grpc.io/docs/guides/performance/). Callbacks that do not block, as
 * the server's here, run in the event loop ({@code directExecutor},
 * https://grpc.github.io/grpc-java/javadoc/io/grpc/ServerBuilder.html), and hand a request to the measured thread when it is
 * complete: with that thread as the executor, each call would wake it five times. On the client, a unary call is
 * {@code ClientCalls.blockingUnaryCall}, which runs callbacks on the caller's thread, and the stream does the same. AF_UNIX is Netty's epoll transport, set up as in gRPC's own benchmarks ({@code configureNetty} in
 * https://github.com/grpc/grpc-java/blob/master/benchmarks/src/main/java/io/grpc/benchmarks/Utils.java). Messages are
 * arrays without Protocol Buffers, whose cost depends on the message and not on the transport.
 */
abstract class Grpc implements Carrier {

    /** What gRPC takes if nothing else is said. */
    private static final int DEFAULT_LARGEST = 4 << 20;

    private final MethodType type;
    private final String scheme;

    private Grpc(MethodType type, String scheme) {
        this.type = type;
        this.scheme = scheme;
    }

    /** A call for each request, over TCP. */
    public static final class UnaryOverTcp extends Grpc {
        /** Made by ServiceLoader. */
        public UnaryOverTcp() {
            super(MethodType.UNARY, "tcp");
        }
    }

    /** A call for each request, over AF_UNIX. */
    public static final class UnaryOverUnix extends Grpc {
        /** Made by ServiceLoader. */
        public UnaryOverUnix() {
            super(MethodType.UNARY, "unix");
        }
    }

    /** One call for all messages, over TCP. */
    public static final class StreamOverTcp extends Grpc {
        /** Made by ServiceLoader. */
        public StreamOverTcp() {
            super(MethodType.BIDI_STREAMING, "tcp");
        }
    }

    /** One call for all messages, over AF_UNIX. */
    public static final class StreamOverUnix extends Grpc {
        /** Made by ServiceLoader. */
        public StreamOverUnix() {
            super(MethodType.BIDI_STREAMING, "unix");
        }
    }

    private boolean isUnary() {
        return type == MethodType.UNARY;
    }

    @Override
    public String name() {
        return (isUnary() ? "grpc:" : "grpc-stream:") + scheme;
    }

    @Override
    public String description() {
        return "gRPC over " + scheme + ", "
                + (isUnary() ? "a unary call for each request" : "one bidirectional stream")
                + ", without Protocol Buffers; an event loop on each side, to which HTTP/2 frames are handed in a queue, which"
                + " writes several in one call, and which wakes the measured thread; an array for each message";
    }

    @Override
    public Optional<String> over() {
        return Optional.of("raw:" + scheme);
    }

    @Override
    public boolean startsThreads() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (scheme.equals("unix") && !Epoll.isAvailable()) {
            return Optional.of(Netty.reason(Epoll.unavailabilityCause()));
        }
        return isUnary() ? Calls.refusal(cell, "gRPC") : Calls.refusalOfAny(cell, "gRPC");
    }

    /** It waits in a queue of java.util.concurrent. */
    @Override
    public boolean parksVirtualThreads() {
        return true;
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        return GrpcAcceptor.open(method(), scheme, largest(cell), settings);
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        return GrpcClient.connect(method(), scheme, address, largest(cell), settings);
    }

    private static int largest(Cell cell) {
        return Math.max(DEFAULT_LARGEST, cell.largestBytes() + 1);
    }

    private MethodDescriptor<byte[], byte[]> method() {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(GrpcAcceptor.SERVICE + "/Exchange")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    /** Arrays as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
