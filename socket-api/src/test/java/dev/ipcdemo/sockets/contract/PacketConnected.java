package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.FailureKind.REFUSED;
import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connected datagram socket has one peer, and is a connection that keeps message boundaries. */
public interface PacketConnected extends TransportContract {

    @Override
    PacketTransport transport();

    /** Has nobody receive any more what is sent to a socket, so that senders are refused. */
    default void receiveNoMore(PacketSocket socket, PacketSandbox sandbox) throws IOException {
        socket.close();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void asksAndIsAnswered(Options options, PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind(options);
        Connection client = sandbox.connect(server, options);

        assertThat(client.send(Content.of("question"))).isEqualTo(8);
        SocketAddress sender = server.recvFrom(ByteBuffer.allocate(10));
        server.sendTo(Content.of("answer"), sender);
        server.sendTo(Content.of("and more"), sender);

        ByteBuffer answer = ByteBuffer.allocate(100);
        assertThat(client.recv(answer)).isEqualTo(6);
        assertThat(Content.textOf(answer)).isEqualTo("answer");
        assertThat(client.recv(answer.clear())).isEqualTo(8);
        assertThat(client.keepsMessageBoundaries()).isTrue();
    }

    @Test
    default void knowsBothEnds(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        Connection client = sandbox.connect(server, Options.DEFAULT);

        assertThat(client.peerEndpoint()).isEqualTo(server.localEndpoint());
        assertThat(client.peerAddress()).isEqualTo(server.localAddress());
        client.send(Content.of("x"));
        assertThat(server.recvFrom(ByteBuffer.allocate(1))).isEqualTo(client.localAddress());
        assertThat(client.localEndpoint()).isEqualTo(transport().endpointOf(client.localAddress()));
    }

    @Test
    default void receivesOnlyFromItsPeer(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket socket = sandbox.bind();
        PacketSocket stranger = sandbox.bind();
        Connection client = sandbox.closeLater(socket.connect(server.localAddress()));
        try {
            stranger.sendTo(Content.of("psst"), socket.localAddress());
        } catch (SocketFailure e) {
            // AF_UNIX tells the sender that it is not the peer; others drop the datagram
            assertThat(e.kind()).isEqualTo(dev.ipcdemo.sockets.FailureKind.PERMISSION);
        }
        server.sendTo(Content.of("hello"), socket.localAddress());

        ByteBuffer received = ByteBuffer.allocate(10);
        client.recv(received);
        assertThat(Content.textOf(received)).isEqualTo("hello");
    }

    @Test
    default void hasNoEndOfStreamToTellAbout(PacketSandbox sandbox) throws IOException {
        Connection client = sandbox.connect(sandbox.bind(), Options.DEFAULT);

        fails(
                NOT_SUPPORTED,
                "shutdown " + client.peerEndpoint() + ": not supported (datagrams have no end of stream)",
                client::shutdownOutput);
        assertThat(client.send(Content.of("still here"))).isEqualTo(10);
    }

    @Test
    default void learnsThatItsPeerIsGone(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        Connection client = sandbox.connect(server, Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT));
        server.close();

        SocketFailure failure = org.assertj.core.api.Assertions.catchThrowableOfType(SocketFailure.class, () -> {
            client.send(Content.of("is anybody there?"));
            client.recv(ByteBuffer.allocate(10));
        });

        assertThat(failure.kind()).isEqualTo(REFUSED);
        assertThat(failure.endpoint()).isEqualTo(server.localEndpoint().toString());
    }

    /** Over UDP, the waiting call may be the one that learns it. */
    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void closesAfterItsPeerIsGoneThoughItWaitsToReceive(Options options, PacketSandbox sandbox)
            throws Exception {
        PacketSocket server = sandbox.bind();
        Connection client = sandbox.connect(server, options);
        Call<Integer> recv =
                sandbox.call(() -> client.recv(ByteBuffer.allocate(10))).untilItWaits();
        receiveNoMore(server, sandbox);

        refusesSoon(client);
        refusesSoon(client);
        assertThat(client.isOpen()).isTrue();
        client.close();

        assertThatThrownBy(recv::result)
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isIn(CLOSED, REFUSED));
        fails(CLOSED, "send " + server.localEndpoint() + ": closed", () -> client.send(Content.of("x")));
    }

    /** An error makes a socket readable, and a send in another thread may be told of it first. */
    @Test
    default void takesNoErrorForAMessage(PacketSandbox sandbox) throws Exception {
        PacketSocket server = sandbox.bind();
        Connection client = sandbox.connect(server, Options.DEFAULT.with(Options.RECV_TIMEOUT, Sandbox.LIMIT));
        Call<Integer> recv = sandbox.call(() -> recvDespiteRefusals(client)).untilItWaits();
        receiveNoMore(server, sandbox);

        for (int i = 0; i < 5_000; i++) {
            refusesSoon(client);
        }
        client.close();

        fails(CLOSED, "recv " + server.localEndpoint() + ": closed", recv::result);
    }

    private static int recvDespiteRefusals(Connection client) throws SocketFailure {
        while (true) {
            try {
                return client.recv(ByteBuffer.allocate(10));
            } catch (SocketFailure e) {
                if (e.kind() != REFUSED) {
                    throw e;
                }
            }
        }
    }

    private static void refusesSoon(Connection client) {
        assertThatThrownBy(() -> {
                    while (true) {
                        client.send(Content.of("is anybody there?"));
                    }
                })
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(REFUSED));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isOneSocketWithTwoViews(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket server = sandbox.bind();
        PacketSocket socket = sandbox.bind(options);
        Connection view = socket.connect(server.localAddress());
        assertThat(view.localEndpoint()).isEqualTo(socket.localEndpoint());
        Call<Integer> recv =
                sandbox.call(() -> view.recv(ByteBuffer.allocate(1))).untilItWaits();

        socket.close();

        fails(CLOSED, "recv " + server.localEndpoint() + ": closed", recv::result);
        assertThat(view.isOpen()).isFalse();
        fails(CLOSED, "send " + server.localEndpoint() + ": closed", () -> view.send(Content.of("x")));
        view.close();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void closesTheSocketWithTheConnection(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket socket = sandbox.bind(options);
        Connection view = socket.connect(sandbox.bind().localAddress());
        Call<SocketAddress> recvFrom =
                sandbox.call(() -> socket.recvFrom(ByteBuffer.allocate(1))).untilItWaits();

        view.close();

        fails(CLOSED, "recvfrom " + socket.localEndpoint() + ": closed", recvFrom::result);
        assertThat(socket.isOpen()).isFalse();
        socket.close();
    }

    @Test
    default void recvTimesOut(PacketSandbox sandbox) throws IOException {
        Connection client =
                sandbox.connect(sandbox.bind(), Options.DEFAULT.with(Options.RECV_TIMEOUT, StreamWaiting.SHORT));

        fails(TIMEOUT, "recv " + client.peerEndpoint() + ": timed out", () -> client.recv(ByteBuffer.allocate(10)));
    }

    @Test
    default void doesNotWaitIfItMustNot(PacketSandbox sandbox) throws IOException {
        Connection client = sandbox.connect(sandbox.bind(), Options.DEFAULT.with(Options.BLOCKING, false));

        assertThat(client.recv(ByteBuffer.allocateDirect(10))).isZero();
    }

    @Test
    default void sendsNoEmptyMessage(PacketSandbox sandbox) throws IOException {
        Connection client = sandbox.connect(sandbox.bind(), Options.DEFAULT);

        fails(
                NOT_SUPPORTED,
                "send " + client.peerEndpoint()
                        + ": not supported (the library makes no system call for an empty message)",
                () -> client.send(ByteBuffer.allocate(0)));
    }

    @Test
    default void receivesAnEmptyMessage(PacketSandbox sandbox) throws IOException {
        assumeTrue(sendsEmptyMessages(), "this library sends none");
        PacketSocket server = sandbox.bind();
        Connection client = sandbox.connect(server, Options.DEFAULT);

        server.sendTo(ByteBuffer.allocate(0), client.localAddress());
        server.sendTo(Content.of("next"), client.localAddress());

        assertThat(client.recv(ByteBuffer.allocate(10))).isZero();
        assertThat(client.recv(ByteBuffer.allocate(10))).isEqualTo(4);
    }
}
