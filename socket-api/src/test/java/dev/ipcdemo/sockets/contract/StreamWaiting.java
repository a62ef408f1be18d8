package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a call on a connection waits: as long as the options say, or not at all. */
public interface StreamWaiting extends TransportContract {

    /** Long enough to be measured, short enough to wait for. */
    Duration SHORT = Duration.ofMillis(150);

    @Override
    StreamTransport transport();

    @Test
    default void acceptTimesOut(StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.RECV_TIMEOUT, SHORT));

        timesOut("accept " + listener.localEndpoint(), listener::accept);

        assertThat(sandbox.pair(listener, Options.DEFAULT, Options.DEFAULT)
                        .server()
                        .isOpen())
                .isTrue();
    }

    @Test
    default void recvTimesOut(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(
                Options.DEFAULT.with(Options.RECV_TIMEOUT, SHORT), Options.DEFAULT.with(Options.RECV_TIMEOUT, SHORT));
        ByteBuffer buffer = ByteBuffer.allocate(10);

        timesOut("recv " + pair.client().peerEndpoint(), () -> pair.client().recv(buffer));
        timesOut(
                "recv " + StreamSandbox.subject(pair.server()),
                () -> pair.server().recv(buffer));

        pair.server().sendFully(Content.of("late"));
        assertThat(Sandbox.despiteTimeouts(() -> pair.client().recv(buffer))).isEqualTo(4);
    }

    @Test
    default void recvWaitsAgainForEachCall(StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT), Options.DEFAULT);
        for (int i = 0; i < 3; i++) {
            ByteBuffer buffer = ByteBuffer.allocate(10);
            Call<Integer> recv = sandbox.call(() -> pair.client().recv(buffer)).untilItWaits();
            pair.server().sendFully(Content.of("here"));
            assertThat(recv.result()).isEqualTo(4);
        }
    }

    @Test
    default void sendTimesOutWhenThePeerDoesNotRead(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(Options.DEFAULT.with(Options.SEND_TIMEOUT, SHORT), Options.DEFAULT);
        ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);

        timesOut("send " + pair.client().peerEndpoint(), () -> {
            while (true) {
                pair.client().send(buffer.clear());
            }
        });

        assertThat(buffer.position()).isZero();
        assertThat(pair.client().isOpen()).isTrue();
        assertThat(pair.server().recv(buffer)).isPositive();
    }

    @Test
    default void connectTimesOutWhenTheBacklogIsFull(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BACKLOG, 1));
        Options hurried = Options.DEFAULT.with(Options.CONNECT_TIMEOUT, SHORT);

        timesOut("connect " + listener.localEndpoint(), () -> {
            for (int i = 0; i < 100; i++) {
                sandbox.connect(listener, hurried);
            }
            fail("the backlog does not fill up");
        });
    }

    @Test
    default void connectWaitsForRoomInTheBacklog(StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BACKLOG, 1));
        int waiting = fillBacklog(listener, sandbox);
        Call<Connection> late = sandbox.call(
                () -> sandbox.connect(listener, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, Sandbox.LIMIT)));
        late.untilItWaits();

        for (int i = 0; i <= waiting; i++) {
            sandbox.accept(listener);
        }

        assertThat(late.result().isOpen()).isTrue();
    }

    /** Connects until there is no room: one attempt that times out may have had to wait for a CPU. */
    private static int fillBacklog(Listener listener, StreamSandbox sandbox) throws IOException {
        for (int waiting = 0; waiting < 100; waiting++) {
            if (!connectsSoon(listener, sandbox) && !connectsSoon(listener, sandbox)) {
                return waiting;
            }
        }
        return fail("the backlog does not fill up");
    }

    private static boolean connectsSoon(Listener listener, StreamSandbox sandbox) throws IOException {
        try {
            sandbox.connect(listener, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, SHORT));
            return true;
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(TIMEOUT);
            return false;
        }
    }

    /** Without a timeout of its own, and with one. */
    static Stream<Options> waysToConnect() {
        return Stream.of(Options.DEFAULT, Options.DEFAULT.with(Options.CONNECT_TIMEOUT, Sandbox.LIMIT));
    }

    @Test
    default void connectWithoutATimeoutWaitsForRoomInTheBacklog(StreamSandbox sandbox) throws Exception {
        connectsOnceThereIsRoom(sandbox, sandbox::call);
    }

    /** The kernel does not wait for it, because the JDK gives a virtual thread a socket that does not block. */
    @Test
    default void connectWaitsForRoomInTheBacklogInAVirtualThread(StreamSandbox sandbox) throws Exception {
        assumeTrue(Threads.areVirtualFor(transport()), "calls of this transport do not block virtual threads here");
        connectsOnceThereIsRoom(sandbox, sandbox::callInAVirtualThread);
    }

    private static void connectsOnceThereIsRoom(
            StreamSandbox sandbox, Function<Callable<Connection>, Call<Connection>> calling) throws Exception {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BACKLOG, 1));
        int waiting = fillBacklog(listener, sandbox);
        Call<Connection> late = calling.apply(() -> sandbox.connect(listener, Options.DEFAULT));
        late.untilItWaits();

        for (int i = 0; i < waiting; i++) {
            sandbox.accept(listener);
        }

        Connection client = late.result();
        client.sendFully(Content.of("hello"));
        assertThat(sandbox.accept(listener).recv(ByteBuffer.allocate(10))).isEqualTo(5);
        client.shutdownOutput();
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToConnect")
    default void connectIsEndedByInterruptingIt(Options options, StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BACKLOG, 1));
        fillBacklog(listener, sandbox);
        Call<Connection> connect = sandbox.call(() -> sandbox.connect(listener, options));
        connect.untilItWaits();

        connect.interrupt();

        fails(FailureKind.CLOSED, "connect " + listener.localEndpoint() + ": closed", connect::result);
    }

    @Test
    default void aConnectionWithinTheTimeoutIsAsGoodAsAnyOther(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(Options.DEFAULT.with(Options.CONNECT_TIMEOUT, Sandbox.LIMIT), Options.DEFAULT);

        pair.client().sendFully(Content.of("hello"));

        assertThat(pair.server().recv(ByteBuffer.allocate(10))).isEqualTo(5);
    }

    @Test
    default void doesNotWaitForWhatIsNotThere(StreamSandbox sandbox) throws Exception {
        Options spinning = Options.DEFAULT.with(Options.BLOCKING, false);
        Pair pair = sandbox.pair(spinning, spinning);
        ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);

        assertThat(pair.client().recv(buffer)).isZero();
        assertThat(pair.server().recv(buffer)).isZero();

        pair.server().sendFully(Content.of("here"));
        pair.server().close();
        assertThat(recvSoon(pair.client(), buffer)).isEqualTo(4);
        assertThat(recvSoon(pair.client(), buffer)).isEqualTo(-1);
    }

    private static int recvSoon(Connection connection, ByteBuffer buffer) throws IOException {
        int received = connection.recv(buffer);
        for (long deadlineNs = System.nanoTime() + Sandbox.LIMIT.toNanos();
                received == 0 && System.nanoTime() < deadlineNs; ) {
            received = connection.recv(buffer);
        }
        return received;
    }

    @Test
    default void doesNotWaitForAClient(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BLOCKING, false));

        assertThat(listener.tryAccept()).isEmpty();
        assertThatThrownBy(listener::accept).isInstanceOf(IllegalBlockingModeException.class);

        Connection client = sandbox.connect(listener, Options.DEFAULT);
        client.sendFully(Content.of("x"));
        Connection server = sandbox.tryAccept(listener);
        assertThat(recvSoon(server, ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(listener.tryAccept()).isEmpty();

        listener.close();
        fails(FailureKind.CLOSED, "accept " + listener.localEndpoint() + ": closed", listener::tryAccept);
    }

    @Test
    default void aListenerThatWaitsHasNoOtherWayToAccept(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);

        assertThatThrownBy(listener::tryAccept).isInstanceOf(IllegalBlockingModeException.class);
    }

    private static void timesOut(String what, ThrowingCallable call) {
        long startNs = System.nanoTime();
        fails(TIMEOUT, what + ": timed out", call);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(SHORT);
    }
}
