package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketSocket.Queue;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a transport of datagrams guarantees if senders wait for room in the receiver's queue: nothing is lost. */
public interface PacketsThatWait extends TransportContract {

    @Override
    PacketTransport transport();

    @Test
    default void losesNothing(PacketSandbox sandbox) throws Exception {
        int messages = 5_000;
        assertThat(transport().isReliable()).isTrue();
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind();
        SocketAddress to = server.localAddress();
        Call<Void> sending = sandbox.call(() -> {
            ByteBuffer number = ByteBuffer.allocateDirect(4);
            for (int i = 0; i < messages; i++) {
                client.sendTo(number.clear().putInt(i).flip(), to);
            }
            return null;
        });

        ByteBuffer number = ByteBuffer.allocateDirect(4);
        for (int i = 0; i < messages; i++) {
            server.recvFrom(number.clear());
            assertThat(number.getInt(0)).isEqualTo(i);
        }
        sending.result();
    }

    @Test
    default void tellsWhetherAPeerHasReadEverything(PacketSandbox sandbox) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux tells");
        PacketSocket sender = sandbox.bind();
        PacketSocket receiver = sandbox.bind();
        SocketAddress peer = receiver.localAddress();

        // not at once, because the sockets of the host are not listed at each question
        Sandbox.eventually().until(() -> sender.queueOf(peer), queue -> queue == Queue.EMPTY);
        sender.sendTo(Content.of("x"), peer);
        sender.sendTo(Content.of("y"), peer);
        assertThat(sender.queueOf(peer)).isEqualTo(Queue.NOT_EMPTY);
        receiver.recvFrom(ByteBuffer.allocate(1));
        assertThat(sender.queueOf(peer)).isEqualTo(Queue.NOT_EMPTY);
        receiver.recvFrom(ByteBuffer.allocate(1));
        assertThat(sender.queueOf(peer)).isEqualTo(Queue.EMPTY);
        receiver.close();
        assertThat(sender.queueOf(peer)).isEqualTo(Queue.UNKNOWN);
        assertThat(sender.queueOf(PacketSocket.UNNAMED)).isEqualTo(Queue.UNKNOWN);
    }

    @Test
    default void sendToTimesOutWhenNobodyReads(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind(Options.DEFAULT.with(Options.SEND_TIMEOUT, StreamWaiting.SHORT));
        ByteBuffer message = ByteBuffer.allocateDirect(100);

        fails(TIMEOUT, "sendto " + server.localEndpoint() + ": timed out", () -> {
            while (true) {
                client.sendTo(message.clear(), server.localAddress());
            }
        });

        assertThat(message.position()).isZero();
        server.recvFrom(message.clear());
        assertThat(client.sendTo(message.clear(), server.localAddress())).isEqualTo(100);
    }

    /** So a server loses no time for a client that does not read: see {@link SendBuffer}. */
    @Test
    default void sendToDoesNotWaitIfThereIsNextToNoTime(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind(Options.DEFAULT.with(Options.SEND_TIMEOUT, SendBuffer.NO_WAIT));
        ByteBuffer message = ByteBuffer.allocateDirect(100);
        String sentence = "sendto " + server.localEndpoint() + ": timed out";
        fails(TIMEOUT, sentence, () -> {
            while (true) {
                client.sendTo(message.clear(), server.localAddress());
            }
        });
        long startNs = System.nanoTime();

        for (int i = 0; i < 1_000; i++) {
            fails(TIMEOUT, sentence, () -> client.sendTo(message.clear(), server.localAddress()));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    default void receivesWhatArrivedBeforeItsPeerWasSet(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket socket = sandbox.bind();
        sandbox.bind().sendTo(Content.of("psst"), socket.localAddress());

        Connection client = sandbox.closeLater(socket.connect(server.localAddress()));

        server.sendTo(Content.of("hello"), socket.localAddress());
        ByteBuffer received = ByteBuffer.allocate(10);
        assertThat(client.recv(received)).isEqualTo(4);
        assertThat(Content.textOf(received)).isEqualTo("psst");
        assertThat(client.recv(received.clear())).isEqualTo(5);
        assertThat(Content.textOf(received)).isEqualTo("hello");
    }

    @Test
    default void sendTimesOutWhenNobodyReads(PacketSandbox sandbox) throws IOException {
        Connection client =
                sandbox.connect(sandbox.bind(), Options.DEFAULT.with(Options.SEND_TIMEOUT, StreamWaiting.SHORT));

        fails(TIMEOUT, "send " + client.peerEndpoint() + ": timed out", () -> {
            while (true) {
                client.send(ByteBuffer.allocateDirect(100));
            }
        });
    }

    @Test
    default void doesNotWaitForRoom(PacketSandbox sandbox) throws IOException {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind(Options.DEFAULT.with(Options.BLOCKING, false));
        ByteBuffer message = ByteBuffer.allocateDirect(100);
        int sent = 0;
        while (client.sendTo(message.clear(), server.localAddress()) == 100) {
            sent++;
        }

        assertThat(message.position()).as("what was taken").isZero();
        for (int i = 0; i < sent; i++) {
            server.recvFrom(message.clear());
            assertThat(message.position()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isClosedByAnotherThreadWhileItSends(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket server = sandbox.bind();
        PacketSocket client = sandbox.bind(options);
        SocketAddress to = server.localAddress();
        Call<?> sending = sandbox.call(() -> {
                    while (true) {
                        client.sendTo(ByteBuffer.allocateDirect(100), to);
                    }
                })
                .untilItWaits();

        client.close();

        fails(CLOSED, "sendto " + server.localEndpoint() + ": closed", sending::result);
    }
}
