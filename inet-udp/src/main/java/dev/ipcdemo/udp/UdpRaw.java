package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.IOException;
import java.net.Inet4Address;
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
        return new Waiting(bound(options), options);
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            DatagramChannel channel = opening.add(bound(options));
            channel.connect(new InetSocketAddress(loopback(), Integer.parseInt(address)));
            channel.configureBlocking(options.blocking());
            return opening.succeed(new Client(channel, () -> {}));
        }
    }

    private static DatagramChannel bound(Options options) throws IOException {
        try (Opening opening = new Opening()) {
            DatagramChannel channel = opening.add(DatagramChannel.open(StandardProtocolFamily.INET));
            ChannelOptions.setBuffers(channel, options);
            channel.bind(new InetSocketAddress(loopback(), 0));
            return opening.succeed(channel);
        }
    }

    private static InetAddress loopback() throws IOException {
        return Inet4Address.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private record Waiting(DatagramChannel channel, Options options) implements Server {
        @Override
        public String address() {
            return Integer.toString(channel.socket().getLocalPort());
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
