package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.RESET;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a connection ends: in one direction, by either side, orderly or by a reset, and from another thread. */
public interface StreamEnd extends TransportContract {

    @Override
    StreamTransport transport();

    /** Blocking in the channel, and waiting in a selector because of a timeout. */
    static Stream<Options> waysToWait() {
        return Stream.of(
                Options.DEFAULT,
                Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT).with(Options.SEND_TIMEOUT, Sandbox.LIMIT));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void endsOneDirectionWhileTheOtherGoesOn(Options options, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(options, options);
        pair.client().sendFully(Content.of("question"));
        pair.client().shutdownOutput();

        ByteBuffer question = ByteBuffer.allocate(8);
        pair.server().recvFully(question);
        assertThat(Content.textOf(question)).isEqualTo("question");
        assertThat(pair.server().recv(question.clear())).isEqualTo(-1);
        assertThat(pair.server().recv(question)).as("again").isEqualTo(-1);

        pair.server().sendFully(Content.of("answer"));
        ByteBuffer answer = ByteBuffer.allocate(6);
        pair.client().recvFully(answer);
        assertThat(Content.textOf(answer)).isEqualTo("answer");
    }

    @Test
    default void shutsItsOutputDownOnlyOnce(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        pair.client().shutdownOutput();
        pair.client().shutdownOutput();

        assertThat(pair.server().recv(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void sendsNoMoreAfterItsOutputWasShutDown(Options options, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(options, options);
        pair.client().shutdownOutput();

        fails(
                CLOSED,
                "send " + pair.client().peerEndpoint() + ": closed (its output was shut down)",
                () -> pair.client().send(Content.of("x")));
        assertThat(pair.client().isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void receivesWhatWasSentAndTheEndOfTheStreamWhenThePeerCloses(Options options, StreamSandbox sandbox)
            throws IOException {
        Pair pair = sandbox.pair(options, options);
        pair.client().sendFully(Content.of("bye"));
        pair.client().sendFully(Content.of("bye"));
        pair.client().close();

        ByteBuffer received = ByteBuffer.allocate(3);
        assertThat(pair.server().recv(received)).isEqualTo(3);
        assertThat(pair.server().recv(received.clear())).isEqualTo(3);
        assertThat(pair.server().recv(received.clear())).isEqualTo(-1);
        assertThat(pair.server().recv(received)).as("again").isEqualTo(-1);
        assertThat(pair.server().isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void receivesTheEndOfTheStreamWhileItWaits(Options options, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(options, options);
        Call<Integer> recv =
                sandbox.call(() -> pair.server().recv(ByteBuffer.allocate(1))).untilItWaits();

        pair.client().close();

        assertThat(recv.result()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void cannotSendForLongToAPeerThatIsGone(Options options, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(options, options);
        pair.client().close();

        fails(RESET, "send " + StreamSandbox.subject(pair.server()) + ": reset by peer", () -> {
            while (true) {
                pair.server().send(Content.of("is anybody there?"));
            }
        });

        // A library may close a descriptor when it finds the peer gone.
        FailureKind from = pair.server().isOpen() ? RESET : CLOSED;
        assertThatThrownBy(() -> pair.server().send(Content.of("is anybody there?")))
                .isInstanceOfSatisfying(
                        SocketFailure.class, again -> assertThat(again.kind()).isEqualTo(from));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isResetWhenThePeerClosesWithoutReading(Options options, StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair(options, options);
        pair.server().sendFully(Content.of("never read"));
        pair.client().close();

        fails(
                RESET,
                "recv " + StreamSandbox.subject(pair.server()) + ": reset by peer",
                () -> pair.server().recv(ByteBuffer.allocate(10)));
    }

    @Test
    default void closesTwice(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);
        Pair pair = sandbox.pair(listener, Options.DEFAULT, Options.DEFAULT);
        for (var socket : List.of(listener, pair.client(), pair.server())) {
            assertThat(socket.isOpen()).isTrue();
            socket.close();
            assertThat(socket.isOpen()).isFalse();
            socket.close();
        }
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void doesNothingOnceClosedButTellItsName(Options options, StreamSandbox sandbox) throws IOException {
        Connection client = sandbox.pair(options, options).client();
        String local = client.localEndpoint().toString();
        String peer = client.peerEndpoint().toString();
        client.close();

        fails(CLOSED, "send " + peer + ": closed", () -> client.send(Content.of("x")));
        fails(CLOSED, "recv " + peer + ": closed", () -> client.recv(ByteBuffer.allocate(1)));
        fails(CLOSED, "shutdown " + peer + ": closed", client::shutdownOutput);
        fails(CLOSED, "getpeername " + peer + ": closed", client::peerAddress);
        fails(CLOSED, "getsockname " + local + ": closed", client::localAddress);
        fails(CLOSED, "getsockopt SO_SNDBUF " + local + ": closed", client::sendBufferBytes);
        fails(CLOSED, "getsockopt SO_RCVBUF " + local + ": closed", client::recvBufferBytes);
        assertThat(client.localEndpoint()).hasToString(local);
        assertThat(client.peerEndpoint()).hasToString(peer);
    }

    @Test
    default void shutsNothingDownOnceClosed(StreamSandbox sandbox) throws IOException {
        Connection client = sandbox.pair().client();
        client.shutdownOutput();
        client.close();

        fails(CLOSED, "shutdown " + client.peerEndpoint() + ": closed", client::shutdownOutput);
        fails(CLOSED, "send " + client.peerEndpoint() + ": closed", () -> client.send(Content.of("x")));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void acceptsNobodyOnceClosed(Options options, StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(options);
        String name = listener.localEndpoint().toString();
        listener.close();

        fails(CLOSED, "accept " + name + ": closed", listener::accept);
        fails(CLOSED, "getsockname " + name + ": closed", listener::localAddress);
        assertThat(listener.localEndpoint()).hasToString(name);
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadWhileItAccepts(Options options, StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(options);

        endsByClose("accept " + listener.localEndpoint(), listener, sandbox.call(listener::accept));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadWhileItReceives(Options options, StreamSandbox sandbox) throws Exception {
        Connection client = sandbox.pair(options, options).client();
        Connection server = sandbox.pair(options, options).server();

        endsByClose("recv " + client.peerEndpoint(), client, sandbox.call(() -> client.recv(ByteBuffer.allocate(1))));
        endsByClose(
                "recv " + StreamSandbox.subject(server),
                server,
                sandbox.call(() -> server.recv(ByteBuffer.allocate(1))));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadWhileItSends(Options options, StreamSandbox sandbox) throws Exception {
        Pair pair = sandbox.pair(options, options);

        endsByClose("send " + pair.client().peerEndpoint(), pair.client(), sandbox.call(() -> {
            while (true) {
                pair.client().send(ByteBuffer.allocateDirect(4_096));
            }
        }));
    }

    private static void endsByClose(String what, java.io.Closeable socket, Call<?> call) throws IOException {
        call.untilItWaits();
        socket.close();
        fails(CLOSED, what + ": closed", call::result);
    }

    /** Also leaves nothing open. */
    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadThatMayBeAboutToReceive(Options options, StreamSandbox sandbox)
            throws Exception {
        Listener listener = sandbox.listen(options);
        for (int i = 0; i < 500; i++) {
            try (Connection client = transport().connect(listener.localAddress(), options);
                    Connection server = listener.accept()) {
                sandbox.closesAtAnyStep(i, client, () -> client.recv(ByteBuffer.allocate(1)));
                assertThat(server.recv(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
    }

    /** Also leaves nothing open. */
    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadThatMayBeAboutToAccept(Options options, StreamSandbox sandbox)
            throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Listener listener = transport().listen(sandbox.freshEndpoint(), options)) {
                sandbox.closesAtAnyStep(i, listener, listener::accept);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByAnotherThreadWhileThereIsRoomToSend(Options options, StreamSandbox sandbox)
            throws Exception {
        Listener listener = sandbox.listen(options);
        for (int i = 0; i < 500; i++) {
            try (Connection client = transport().connect(listener.localAddress(), options);
                    Connection server = listener.accept()) {
                sandbox.closesAtAnyStep(i, client, () -> {
                    while (true) {
                        client.send(Content.of("x"));
                    }
                });
                assertThat(server.isOpen()).isTrue();
            }
        }
    }

    @Test
    default void isClosedByAnotherThreadWhileItReceivesWithoutWaiting(StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(Options.DEFAULT);
        for (int i = 0; i < 500; i++) {
            try (Connection client = transport().connect(listener.localAddress(), KernelContract.NON_BLOCKING);
                    Connection server = listener.accept()) {
                sandbox.closesAtAnyStep(i, client, () -> {
                    while (true) {
                        assertThat(client.recv(ByteBuffer.allocate(1))).isZero();
                    }
                });
                assertThat(server.recv(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
    }

    @Test
    default void isClosedByAnotherThreadWhileItAcceptsWithoutWaiting(StreamSandbox sandbox) throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Listener listener = transport().listen(sandbox.freshEndpoint(), KernelContract.NON_BLOCKING)) {
                sandbox.closesAtAnyStep(i, listener, () -> {
                    while (true) {
                        assertThat(listener.tryAccept()).isEmpty();
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    default void isClosedByInterruptingWhoWaits(Options options, StreamSandbox sandbox) throws Exception {
        Listener listener = sandbox.listen(options);
        Pair pair = sandbox.pair(listener, options, options);
        Connection client = pair.client();

        endsByInterrupt("recv " + client.peerEndpoint(), sandbox.call(() -> client.recv(ByteBuffer.allocateDirect(1))));
        endsByInterrupt("accept " + listener.localEndpoint(), sandbox.call(listener::accept));

        assertThat(client.isOpen()).isFalse();
        assertThat(listener.isOpen()).isFalse();
        assertThat(pair.server().recv(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    private static void endsByInterrupt(String what, Call<?> call) {
        call.untilItWaits();
        call.interrupt();
        fails(CLOSED, what + ": closed", call::result);
    }

    @Test
    default void keepsAcceptedConnectionsWhenTheListenerCloses(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);
        Pair pair = sandbox.pair(listener, Options.DEFAULT, Options.DEFAULT);
        listener.close();

        pair.client().sendFully(Content.of("still here"));

        ByteBuffer received = ByteBuffer.allocate(10);
        pair.server().recvFully(received);
        assertThat(Content.textOf(received)).isEqualTo("still here");
    }

    @Test
    default void breaksOffWhoWaitsInTheBacklogWhenTheListenerCloses(StreamSandbox sandbox) throws IOException {
        Listener listener = sandbox.listen(Options.DEFAULT);
        Connection waiting = sandbox.connect(listener, Options.DEFAULT);

        listener.close();

        assertThat(endOf(() -> assertThat(waiting.recv(ByteBuffer.allocate(1))).isEqualTo(-1)))
                .isIn(FailureKind.ENDED, RESET);
    }

    /** A connection that was never accepted ends orderly on some systems, and by a reset on others. */
    private static FailureKind endOf(ThrowingCallable call) {
        try {
            call.call();
            return FailureKind.ENDED;
        } catch (SocketFailure e) {
            return e.kind();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
