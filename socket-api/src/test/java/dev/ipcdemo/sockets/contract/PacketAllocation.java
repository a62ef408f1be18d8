package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.spi.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** What a transport promises whose datagram sockets are channels: to allocate nothing that these don't. */
public interface PacketAllocation extends TransportContract {

    @Override
    PacketTransport transport();

    /** Opens a channel, bound to an address that the transport has told for a fresh name, without anything around it. */
    DatagramChannel channel(PacketStage stage) throws IOException;

    @Test
    default void allocatesNoMoreThanTheBareChannels(PacketStage stage) throws IOException {
        ByteBuffer there = ByteBuffer.allocateDirect(64);
        ByteBuffer back = ByteBuffer.allocateDirect(64);
        DatagramChannel client = channel(stage);
        DatagramChannel server = channel(stage);
        SocketAddress bareAddress = server.getLocalAddress();
        PacketSocket ourClient = stage.bind();
        PacketSocket ourServer = stage.bind();
        SocketAddress address = ourServer.localAddress();

        long bare = Allocation.bytesPer(() -> {
            client.send(there.clear(), bareAddress);
            SocketAddress sender = server.receive(back.clear());
            server.send(back.flip(), sender);
            client.receive(there.clear());
        });
        long ours = Allocation.bytesPer(() -> {
            ourClient.sendTo(there.clear(), address);
            SocketAddress sender = ourServer.recvFrom(back.clear());
            ourServer.sendTo(back.flip(), sender);
            ourClient.recvFrom(there.clear());
        });

        assertThat(ours - bare)
                .as("bytes a round trip beyond %d of the channels'", bare)
                .isLessThanOrEqualTo(0);
    }
}
