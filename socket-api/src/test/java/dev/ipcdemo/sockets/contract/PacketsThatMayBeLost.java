package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Poll.Readiness;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a transport of datagrams guarantees if some may be lost. */
public interface PacketsThatMayBeLost extends TransportContract {

    @Override
    PacketTransport transport();

    @Test
    default void forgetsWhatArrivedBeforeItsPeerWasSet(PacketSandbox sandbox) throws IOException {
        assertThat(transport().isReliable()).isFalse();
        PacketSocket server = sandbox.bind();
        PacketSocket socket = sandbox.bind(KernelContract.NON_BLOCKING);
        sandbox.bind().sendTo(Content.of("psst"), socket.localAddress());
        try (Poll poll = transport().poll()) {
            poll.watch(socket, Readiness.RECV);
            poll.await();
        }

        Connection client = sandbox.closeLater(socket.connect(server.localAddress()));

        server.sendTo(Content.of("hello"), socket.localAddress());
        ByteBuffer received = ByteBuffer.allocate(10);
        Sandbox.eventually().until(() -> client.recv(received), bytes -> bytes > 0);
        assertThat(Content.textOf(received)).isEqualTo("hello");
    }
}
