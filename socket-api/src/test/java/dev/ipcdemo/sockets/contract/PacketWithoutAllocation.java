package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a transport guarantees whose datagram sockets allocate nothing for a message, and nothing for its sender's address. */
public interface PacketWithoutAllocation extends TransportContract {

    @Override
    PacketTransport transport();

    @Test
    default void allocatesNothingForAMessageAndItsSender(PacketSandbox sandbox) throws IOException {
        ByteBuffer there = ByteBuffer.allocateDirect(64);
        ByteBuffer back = ByteBuffer.allocateDirect(64);
        PacketSocket client = sandbox.bind();
        PacketSocket server = sandbox.bind();
        SocketAddress address = server.localAddress();

        long bytes = Allocation.bytesPer(0, () -> {
            client.sendTo(there.clear(), address);
            SocketAddress sender = server.recvFrom(back.clear());
            server.sendTo(back.flip(), sender);
            client.recvFrom(there.clear());
        });

        assertThat(bytes).as("bytes a round trip").isZero();
    }
}
