package dev.ipcdemo.relay;

import static dev.ipcdemo.relay.RelaySandbox.any;
import static dev.ipcdemo.relay.RelaySandbox.receive;
import static dev.ipcdemo.relay.RelaySandbox.send;
import static dev.ipcdemo.relay.RelaySandbox.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver of messages that does not read costs itself its messages, and no other client anything. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReceiverThatDoesNotReadTest {

    private static final String MESSAGE = "x".repeat(1000);
    private static final int MORE_THAN_FITS = 400;

    /** Ten messages may wait in the relay. */
    private static final RelaySettings SETTINGS =
            RelaySettings.defaults().withLimits(new RelayLimits(10, 65_536, Duration.ZERO, 10 * MESSAGE.length()));

    private final RelaySandbox sandbox = new RelaySandbox();

    @AfterEach
    void closeAll() throws IOException {
        sandbox.close();
    }

    /** A server that answers one message after the other, and waits for each of its clients. */
    private Endpoint echo(String scheme) throws SocketFailure {
        PacketSocket socket = sandbox.closeAtEnd(Transports.packet(scheme).bind(any(scheme), RelaySandbox.OPTIONS));
        Threads.startPlatform("echo", () -> answer(socket));
        return socket.localEndpoint();
    }

    private static void answer(PacketSocket socket) {
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        try {
            while (socket.isOpen()) {
                SocketAddress from = socket.recvFrom(buffer.clear());
                socket.sendTo(buffer.flip(), from);
            }
        } catch (SocketFailure ended) {
            // Closed at the end; otherwise nobody is answered anymore, and the test fails.
        }
    }

    @ParameterizedTest
    @CsvSource({"unixgram,unixgram", "udp,unixgram", "unixgram,udp", "udp,udp"})
    void doesNotHoldUpOtherClientsOfADatagramServer(String from, String to) throws SocketFailure {
        Relay relay = sandbox.relay(from, echo(to), SETTINGS);
        Connection unread = sandbox.connect(relay);
        Connection other = sandbox.connect(relay);
        for (int i = 0; i < MORE_THAN_FITS; i++) {
            send(unread, MESSAGE);
            send(other, "other " + i);
            assertThat(text(receive(other))).isEqualTo("other " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unixgram", "udp"})
    void isSentToAgainOnceItReads(String to) throws SocketFailure {
        Relay relay = sandbox.relay("unixgram", echo(to), SETTINGS);
        Connection client = sandbox.connect(relay);
        for (int i = 0; i < MORE_THAN_FITS; i++) {
            send(client, MESSAGE);
        }
        await().until(() -> relay.statistics().toClient().dropped() > 0);
        String received = MESSAGE;
        while (received.equals(MESSAGE)) {
            send(client, "the last");
            received = text(receive(client));
        }
        assertThat(received).isEqualTo("the last");
    }

    /** Its connections have a queue for each client, so only one of them is full. */
    @ParameterizedTest
    @ValueSource(strings = {"unixgram", "udp"})
    void doesNotHoldUpOtherClientsOfAServerThatReadsFromThem(String from) throws SocketFailure {
        Listener target = sandbox.listen("unixpacket");
        Relay relay = sandbox.relay(from, target.localEndpoint(), SETTINGS);
        Connection client = sandbox.connect(relay);
        send(client, MESSAGE);
        sandbox.accept(target);
        for (int i = 0; i < MORE_THAN_FITS; i++) {
            send(client, MESSAGE);
        }
        Connection other = sandbox.connect(relay);
        // Over UDP what is sent while the relay waits for a CPU may not fit into its socket's buffer.
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receiveOfNext(target));
        await().until(() -> {
            send(other, "other");
            return received.isDone();
        });
        assertThat(text(received.join())).isEqualTo("other");
    }

    private byte[] receiveOfNext(Listener target) {
        try {
            return receive(sandbox.accept(target));
        } catch (SocketFailure e) {
            throw new CompletionException(e);
        }
    }
}
