package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a call on a datagram socket waits: as long as the options say, or not at all. */
public interface PacketWaiting extends TransportContract {

    @Override
    PacketTransport transport();

    @Test
    default void recvFromTimesOut(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind(Options.DEFAULT.with(Options.RECV_TIMEOUT, StreamWaiting.SHORT));
        PacketSocket late = sandbox.bind();
        ByteBuffer buffer = ByteBuffer.allocate(10);
        long startNs = System.nanoTime();

        fails(TIMEOUT, "recvfrom " + socket.localEndpoint() + ": timed out", () -> socket.recvFrom(buffer));

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(StreamWaiting.SHORT);
        late.sendTo(Content.of("late"), socket.localAddress());
        assertThat(Sandbox.despiteTimeouts(() -> socket.recvFrom(buffer))).isEqualTo(late.localAddress());
        assertThat(Content.textOf(buffer)).isEqualTo("late");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void recvFromWaitsAgainForEachCall(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket socket = sandbox.bind(options);
        PacketSocket sender = sandbox.bind();
        for (int i = 0; i < 3; i++) {
            Call<SocketAddress> recvFrom =
                    sandbox.call(() -> socket.recvFrom(ByteBuffer.allocate(10))).untilItWaits();
            sender.sendTo(Content.of("here"), socket.localAddress());
            assertThat(recvFrom.result()).isEqualTo(sender.localAddress());
        }
    }

    @Test
    default void doesNotWaitForWhatIsNotThere(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind(Options.DEFAULT.with(Options.BLOCKING, false));
        PacketSocket sender = sandbox.bind();
        ByteBuffer buffer = ByteBuffer.allocateDirect(10);

        assertThat(socket.recvFrom(buffer)).isSameAs(PacketSocket.NO_DATAGRAM);
        sender.sendTo(Content.of("here"), socket.localAddress());

        SocketAddress from = Sandbox.eventually()
                .until(() -> socket.recvFrom(buffer), address -> address != PacketSocket.NO_DATAGRAM);
        assertThat(from).isEqualTo(sender.localAddress());
        assertThat(Content.textOf(buffer)).isEqualTo("here");
        assertThat(socket.recvFrom(buffer)).isSameAs(PacketSocket.NO_DATAGRAM);
    }

    @Test
    default void oneThreadSendsWhileAnotherReceives(PacketSandbox sandbox) throws Exception {
        PacketSocket socket = sandbox.bind();
        PacketSocket other = sandbox.bind();
        ByteBuffer received = ByteBuffer.allocate(10);
        Call<SocketAddress> recvFrom =
                sandbox.call(() -> socket.recvFrom(received)).untilItWaits();

        socket.sendTo(Content.of("ping"), other.localAddress());
        SocketAddress sender = other.recvFrom(ByteBuffer.allocate(10));
        other.sendTo(Content.of("pong"), sender);

        assertThat(recvFrom.result()).isEqualTo(other.localAddress());
        assertThat(Content.textOf(received)).isEqualTo("pong");
    }

    @Test
    default void everyRecvFromTimesOutInItsTime(PacketSandbox sandbox) throws IOException {
        List<Call<SocketAddress>> receiving = new ArrayList<>();
        long startNs = System.nanoTime();
        Duration limit = Duration.ofSeconds(2);
        PacketSocket socket = sandbox.bind(Options.DEFAULT.with(Options.RECV_TIMEOUT, limit));
        for (int i = 0; i < 8; i++) {
            receiving.add(sandbox.call(() -> socket.recvFrom(ByteBuffer.allocate(1))));
        }
        for (Call<SocketAddress> call : receiving) {
            fails(TIMEOUT, "recvfrom " + socket.localEndpoint() + ": timed out", call::result);
        }
        assertThat(System.nanoTime() - startNs)
                .as("all at once, not one after the other")
                .isLessThan(limit.multipliedBy(7).toNanos());
    }
}
