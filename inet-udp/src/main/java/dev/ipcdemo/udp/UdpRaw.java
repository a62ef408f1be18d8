package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;

/** The JDK's {@link DatagramChannel} over IPv4, bare and connected. */
public final class UdpRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public UdpRaw() {}

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public Server open(Options options) throws IOException {
        return open(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options);
    }

    @Override
    public Server open(InetAddress here, Options options) throws IOException {
        return new Waiting(bound(new InetSocketAddress(here, 0), options), options);
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            InetSocketAddress server = destination(address);
            InetAddress own = server.getAddress().isLoopbackAddress()
                    ? server.getAddress()
                    : InetAddress.getByAddress(new byte[4]); // any; the kernel picks the one that faces the server
            DatagramChannel channel = opening.add(bound(new InetSocketAddress(own, 0), options));
            channel.connect(server);
            channel.configureBlocking(options.blocking());
            return opening.succeed(new Client(channel, () -> {}));
        }
    }

    private static DatagramChannel bound(InetSocketAddress address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            DatagramChannel channel = opening.add(DatagramChannel.open(StandardProtocolFamily.INET));
            ChannelOptions.setBuffers(channel, options);
            channel.bind(address);
            return opening.succeed(channel);
        }
    }

    private static InetSocketAddress destination(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.getByName(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
    }

    private record Waiting(DatagramChannel channel, Options options) implements Server {
        @Override
        public String address() {
            return channel.socket().getLocalAddress().getHostAddress() + ":"
                    + channel.socket().getLocalPort();
        }

        @Override
        public ByteChannel accept() throws IOException {
            channel.connect(channel.receive(ByteBuffer.allocateDirect(64)));
            channel.configureBlocking(options.blocking());
            return channel;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
