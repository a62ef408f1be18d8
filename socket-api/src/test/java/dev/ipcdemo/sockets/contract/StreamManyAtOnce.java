package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients and many threads do not disturb each other. */
public interface StreamManyAtOnce extends TransportContract {

    @Override
    StreamTransport transport();

    @Test
    default void serves200ClientsAtOnce(StreamSandbox sandbox) throws Exception {
        int clients = 200;
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.BACKLOG, clients));
        Call<Void> server = sandbox.call(() -> {
            List<Connection> accepted = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                accepted.add(sandbox.accept(listener));
            }
            ByteBuffer number = ByteBuffer.allocateDirect(4);
            for (Connection connection : accepted) {
                connection.recvFully(number.clear());
                connection.sendFully(number.flip());
            }
            return null;
        });

        List<Connection> connected = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connected.add(sandbox.connect(listener, Options.DEFAULT));
        }
        for (int i = 0; i < clients; i++) {
            connected.get(i).sendFully(ByteBuffer.allocate(4).putInt(i).flip());
        }
        for (int i = 0; i < clients; i++) {
            ByteBuffer answer = ByteBuffer.allocate(4);
            connected.get(i).recvFully(answer);
            assertThat(answer.getInt(0)).isEqualTo(i);
        }
        server.result();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void manyThreadsAcceptAtOnce(Options options, StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(options);
        List<Call<Connection>> accepting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accepting.add(sandbox.call(() -> sandbox.accept(listener)));
        }
        for (Call<Connection> call : accepting) {
            call.untilItWaits();
        }

        for (int i = 0; i < accepting.size(); i++) {
            sandbox.connect(listener, options);
        }

        for (Call<Connection> call : accepting) {
            assertThat(call.result().isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void closingEndsEveryAccept(Options options, StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(options);
        List<Call<Connection>> accepting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accepting.add(sandbox.call(listener::accept));
        }
        for (Call<Connection> call : accepting) {
            call.untilItWaits();
        }

        listener.close();

        for (Call<Connection> call : accepting) {
            fails(CLOSED, "accept " + listener.localEndpoint() + ": closed", call::result);
        }
    }

    @Test
    default void everyAcceptTimesOutInItsTime(StreamSandbox sandbox) throws Exception {
        Duration limit = Duration.ofSeconds(2);
        Listener listener = sandbox.listen(Options.DEFAULT.with(Options.RECV_TIMEOUT, limit));
        long startNs = System.nanoTime();
        List<Call<Connection>> accepting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            accepting.add(sandbox.call(listener::accept));
        }

        for (Call<Connection> call : accepting) {
            fails(TIMEOUT, "accept " + listener.localEndpoint() + ": timed out", call::result);
        }

        assertThat(System.nanoTime() - startNs)
                .as("all at once, not one after the other")
                .isLessThan(limit.multipliedBy(7).toNanos());
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void oneThreadSendsWhileAnotherReceives(Options options, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(options, options);
        ByteBuffer received = ByteBuffer.allocate(4);
        Call<Integer> recv = sandbox.call(() -> pair.client().recv(received)).untilItWaits();

        pair.client().sendFully(Content.of("ping"));
        ByteBuffer ping = ByteBuffer.allocate(4);
        pair.server().recvFully(ping);
        pair.server().sendFully(ping.flip());

        assertThat(recv.result()).isEqualTo(4);
        assertThat(Content.textOf(received)).isEqualTo("ping");
    }

    /** Repeated, so that descriptors that are left open add up, and are not mistaken for one that the JVM keeps. */
    @Test
    default void leavesNothingOpen(StreamSandbox sandbox) throws IOException {
        Descriptors before = Descriptors.ofThisProcess();
        for (int i = 0; i < 20; i++) {
            Options hurried = Options.DEFAULT.with(Options.RECV_TIMEOUT, StreamWaiting.SHORT.dividedBy(10));
            try (Listener listener = transport().listen(sandbox.freshEndpoint(), hurried);
                    Connection client = transport().connect(listener.localAddress(), hurried);
                    Connection server = Sandbox.despiteTimeouts(listener::accept)) {
                client.sendFully(Content.of("x"));
                Sandbox.despiteTimeouts(() -> server.recv(ByteBuffer.allocate(1)));
                fails(
                        TIMEOUT,
                        "recv " + StreamSandbox.subject(server) + ": timed out",
                        () -> server.recv(ByteBuffer.allocate(1)));
                fails(TIMEOUT, "accept " + listener.localEndpoint() + ": timed out", listener::accept);
            }
        }
        assertThat(Descriptors.ofThisProcess().openedSince(before)).hasSizeLessThan(10);
    }
}
