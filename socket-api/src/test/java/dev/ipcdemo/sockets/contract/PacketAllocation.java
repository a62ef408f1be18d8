package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** What a transport whose datagram sockets are channels guarantees: it allocates no more than the channels. */
public interface PacketAllocation extends TransportContract {

    @Override
    PacketTransport transport();

    /** Opens a bare channel, bound to an address that the transport resolved for a fresh name. */
    DatagramChannel channel(PacketSandbox sandbox) throws IOException;

    @Test
    default void allocatesNoMoreThanTheBareChannels(PacketSandbox sandbox) throws IOException {
        ByteBuffer there = ByteBuffer.allocateDirect(64);
        ByteBuffer back = ByteBuffer.allocateDirect(64);
        DatagramChannel client = channel(sandbox);
        DatagramChannel server = channel(sandbox);
        SocketAddress bareAddress = server.getLocalAddress();
        PacketSocket ourClient = sandbox.bind();
        PacketSocket ourServer = sandbox.bind();
        SocketAddress address = ourServer.localAddress();

        long bare = Allocation.bytesPer(() -> {
            sendAsDeep(client, there.clear(), bareAddress);
            SocketAddress sender = receiveAsDeep(server, back.clear());
            sendAsDeep(server, back.flip(), sender);
            receiveAsDeep(client, there.clear());
        });
        long ours = Allocation.bytesPer(bare, () -> {
            ourClient.sendTo(there.clear(), address);
            SocketAddress sender = ourServer.recvFrom(back.clear());
            ourServer.sendTo(back.flip(), sender);
            ourClient.recvFrom(there.clear());
        });

        assertThat(ours - bare)
                .as("bytes a round trip beyond %d of the channels'", bare)
                .isLessThanOrEqualTo(0);
    }

    /**
     * Calls the channel from the same stack depth as {@link PacketSocket#recvFrom}: what junixsocket allocates for a
     * sender's address grows with the depth of the stack.
     */
    private static SocketAddress receiveAsDeep(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        return receive(channel, buffer);
    }

    private static SocketAddress receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        return channel.receive(buffer);
    }

    private static int sendAsDeep(DatagramChannel channel, ByteBuffer buffer, SocketAddress to) throws IOException {
        return send(channel, buffer, to);
    }

    private static int send(DatagramChannel channel, ByteBuffer buffer, SocketAddress to) throws IOException {
        return channel.send(buffer, to);
    }
}
