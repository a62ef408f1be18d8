package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Bare datagram channels: those underneath the transport's own sockets. */
public interface BareDatagramChannels extends PacketTransport, BareChannels {

    /**
     * Undoes what the transport has set on a channel for its role, where that changes the cost of a call.
     *
     * @param channel the channel underneath a socket of this transport
     * @throws IOException if the system refuses
     */
    default void strip(DatagramChannel channel) throws IOException {}

    @Override
    default Bare connectBare(SocketAddress address, Options options) throws IOException {
        try (CloseOnFailure opening = new CloseOnFailure()) {
            Connection connection = opening.add(connect(address, options));
            DatagramChannel channel = ChannelBacked.channelOf(connection, DatagramChannel.class);
            strip(channel);
            return opening.succeed(new Bare(channel, connection));
        }
    }

    @Override
    default Bare acceptBare(OpenSocket server, Options options) throws IOException {
        DatagramChannel channel = ChannelBacked.channelOf(server, DatagramChannel.class);
        strip(channel);
        channel.connect(channel.receive(ByteBuffer.allocateDirect(64)));
        channel.configureBlocking(options.get(Options.BLOCKING));
        return new Bare(channel, server);
    }
}
