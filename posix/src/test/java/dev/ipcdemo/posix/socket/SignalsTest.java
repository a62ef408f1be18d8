package dev.ipcdemo.posix.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call with a timeout ends in its time, even if its thread gets signals, as from a profiler: each ends the kernel's wait. */
@Timeout(600)
class SignalsTest {

    /** Which is ignored by default, and which the JVM does not use. */
    private static final int SIGURG = 23;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Options HURRIED = Options.DEFAULT
            .with(Options.RECV_TIMEOUT, SHORT)
            .with(Options.SEND_TIMEOUT, SHORT)
            .with(Options.CONNECT_TIMEOUT, SHORT);

    private static final MethodHandle SIGNAL = function("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle PTHREAD_SELF = function("pthread_self", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle PTHREAD_KILL =
            function("pthread_kill", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

    private final Deque<Closeable> opened = new ConcurrentLinkedDeque<>();

    @SuppressWarnings("restricted") // the descriptors are those of the man pages
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbol(name), descriptor);
    }

    private static MemorySegment symbol(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).orElseThrow();
    }

    private static void handleSignal(MemorySegment handler) throws Throwable {
        MemorySegment before = (MemorySegment) SIGNAL.invokeExact(SIGURG, handler);
        assertThat(before.address()).isNotEqualTo(-1);
    }

    /** The handler does nothing, but a signal without one would end no call. */
    @BeforeAll
    static void setHandler() throws Throwable {
        handleSignal(symbol("abs"));
    }

    @AfterAll
    static void removeHandler() throws Throwable {
        handleSignal(MemorySegment.NULL);
    }

    @AfterEach
    void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends Closeable> T later(T socket) {
        opened.push(socket);
        return socket;
    }

    /** What a thread gets signals for; it lives until there are no more. */
    private record Signalled(FutureTask<?> call, CompletableFuture<Long> thread, Semaphore noMoreSignals)
            implements Runnable {

        @Override
        public void run() {
            try {
                thread.complete((long) PTHREAD_SELF.invokeExact());
            } catch (Throwable e) {
                thread.completeExceptionally(e);
            }
            call.run();
            noMoreSignals.acquireUninterruptibly();
        }

        boolean isDoneAfterASignal() throws Exception {
            try {
                assertThat((int) PTHREAD_KILL.invokeExact((long) thread.get(), SIGURG))
                        .isZero();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return call.isDone();
        }
    }

    private static void timesOut(Callable<?> call) {
        Signalled signalled = new Signalled(new FutureTask<>(call::call), new CompletableFuture<>(), new Semaphore(0));
        Threads.startPlatform("signalled", signalled);
        try {
            await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(signalled::isDoneAfterASignal);
        } finally {
            signalled.noMoreSignals().release();
        }
        assertThatThrownBy(signalled.call()::get)
                .hasCauseInstanceOf(SocketFailure.class)
                .extracting(failure -> ((SocketFailure) failure.getCause()).kind())
                .isEqualTo(FailureKind.TIMEOUT);
    }

    /** The client's end of a connection that the other end neither writes to nor reads from. */
    private Connection connection(String scheme) throws IOException {
        StreamTransport transport = Transports.stream(scheme);
        Listener listener =
                later(transport.listen(transport.anyEndpoint(Domain.AF_INET, Reach.THIS_HOST), Options.DEFAULT));
        Connection client = later(transport.connect(listener.localEndpoint(), HURRIED));
        later(listener.accept());
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+tcp", "posix+unix", "posix+unixpacket"})
    void aReceiveEndsInTime(String scheme) throws IOException {
        Connection client = connection(scheme);

        timesOut(() -> client.recv(ByteBuffer.allocateDirect(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+tcp", "posix+unix", "posix+unixpacket"})
    void aSendEndsInTime(String scheme) throws IOException {
        Connection client = connection(scheme);

        timesOut(() -> {
            while (true) {
                client.send(ByteBuffer.allocateDirect(4_096));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+udp", "posix+unixgram"})
    void aReceiveOfADatagramEndsInTime(String scheme) throws IOException {
        PacketTransport transport = Transports.packet(scheme);
        PacketSocket socket = later(transport.bind(transport.anyEndpoint(Domain.AF_INET, Reach.THIS_HOST), HURRIED));

        timesOut(() -> socket.recvFrom(ByteBuffer.allocateDirect(1)));
    }

    @Test
    void aSendOfADatagramEndsInTime() throws IOException {
        PacketTransport transport = Transports.packet("posix+unixgram");
        PacketSocket receiver = later(transport.bind(Endpoint.parse("posix+unixgram:"), Options.DEFAULT));
        PacketSocket socket = later(transport.bind(Endpoint.parse("posix+unixgram:"), HURRIED));
        SocketAddress to = receiver.localAddress();

        timesOut(() -> {
            while (true) {
                socket.sendTo(ByteBuffer.allocateDirect(1), to);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+tcp", "posix+unix", "posix+unixpacket"})
    void anAcceptEndsInTime(String scheme) throws IOException {
        StreamTransport transport = Transports.stream(scheme);
        Listener listener = later(transport.listen(transport.anyEndpoint(Domain.AF_INET, Reach.THIS_HOST), HURRIED));

        timesOut(listener::accept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix+tcp", "posix+unix", "posix+unixpacket"})
    void aConnectEndsInTime(String scheme) throws IOException {
        StreamTransport transport = Transports.stream(scheme);
        Listener listener = later(transport.listen(
                transport.anyEndpoint(Domain.AF_INET, Reach.THIS_HOST), Options.DEFAULT.with(Options.BACKLOG, 1)));
        SocketAddress address = listener.localAddress();

        timesOut(() -> {
            while (true) {
                later(transport.connect(address, HURRIED));
            }
        });
    }
}
