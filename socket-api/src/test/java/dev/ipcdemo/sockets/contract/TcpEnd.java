package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.RESET;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a connection ends that one side resets, which only TCP can. */
public interface TcpEnd extends TransportContract {

    @Override
    StreamTransport transport();

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void resetsThePeer(Options options, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(options, options);

        pair.client().reset();

        isReset(pair.server());
        assertThat(pair.client().isOpen()).isFalse();
        pair.client().reset();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void resetsThePeerThoughAnotherThreadReceives(Options options, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(options, options);
        Call<Integer> recv =
                sandbox.call(() -> pair.client().recv(ByteBuffer.allocate(1))).untilItWaits();

        pair.client().reset();

        fails(CLOSED, "recv " + pair.client().peerEndpoint() + ": closed", recv::result);
        isReset(pair.server());
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void resetsThePeerThoughAnotherThreadSends(Options options, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(options, options);
        Call<?> send = sandbox.call(() -> {
                    while (true) {
                        pair.client().send(ByteBuffer.allocateDirect(4_096));
                    }
                })
                .untilItWaits();

        pair.client().reset();

        fails(CLOSED, "send " + pair.client().peerEndpoint() + ": closed", send::result);
        isReset(pair.server());
    }

    @Test
    default void shutsItsOutputDownEvenAfterAReset(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();
        pair.client().reset();
        isReset(pair.server());

        pair.server().shutdownOutput();
        pair.server().shutdownOutput();

        assertThat(pair.server().isOpen()).isTrue();
    }

    /** What was sent before may be received first. */
    private static void isReset(Connection connection) {
        ByteBuffer received = ByteBuffer.allocateDirect(4_096);
        fails(RESET, "recv " + connection.peerEndpoint() + ": reset by peer", () -> {
            while (true) {
                assertThat(connection.recv(received.clear())).isPositive();
            }
        });
    }
}
