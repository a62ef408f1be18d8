package dev.ipcdemo.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread sends empty datagrams, and another closes its socket meanwhile. */
@Timeout(600)
class EmptyDatagramTest {

    private static final int TRIES = 500;

    /** They have room in a receiver's buffer, so none is lost. */
    private static final int MOST_SENT = 100;

    private final PacketTransport transport = Transports.packet("posix+udp");

    @Test
    void everyOneThatWasSentIsTold() throws Exception {
        try (PacketSocket receiver =
                transport.bind(Endpoint.parse("posix+udp:"), Options.DEFAULT.with(Options.BLOCKING, false))) {
            for (int i = 0; i < TRIES; i++) {
                int told = sendUntilClosed(receiver.localAddress());
                awaitArrival(receiver, told);
            }
            assertThat(arrived(receiver)).isZero();
        }
    }

    private int sendUntilClosed(SocketAddress to) throws Exception {
        CompletableFuture<Integer> told;
        try (PacketSocket sender = transport.bind(transport.clientAddress(to), Options.DEFAULT)) {
            CountDownLatch begun = new CountDownLatch(1);
            told = CompletableFuture.supplyAsync(() -> sendUntilClosed(sender, to, begun));
            begun.await();
        }
        return told.get();
    }

    private static int sendUntilClosed(PacketSocket sender, SocketAddress to, CountDownLatch begun) {
        int told = 0;
        try {
            while (told < MOST_SENT) {
                sender.sendTo(ByteBuffer.allocate(0), to);
                told++;
                begun.countDown();
            }
        } catch (SocketFailure closed) {
            assertThat(closed.kind()).isEqualTo(FailureKind.CLOSED);
        } finally {
            begun.countDown();
        }
        return told;
    }

    /** A kernel may deliver a little later. */
    private static void awaitArrival(PacketSocket receiver, int told) {
        AtomicInteger arrived = new AtomicInteger();
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> arrived.addAndGet(arrived(receiver)), total -> total == told);
    }

    private static int arrived(PacketSocket receiver) throws SocketFailure {
        int arrived = 0;
        while (receiver.recvFrom(ByteBuffer.allocate(1)) != PacketSocket.NO_DATAGRAM) {
            arrived++;
        }
        return arrived;
    }
}
