package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The JDK's {@link SocketChannel} over IPv4, bare. */
public final class TcpRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public TcpRaw() {}

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public Server open(Options options) throws IOException {
        return open(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options);
    }

    @Override
    public Server open(InetAddress here, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            ServerSocketChannel channel = opening.add(ServerSocketChannel.open(StandardProtocolFamily.INET));
            ChannelOptions.setBuffers(channel, options);
            channel.bind(new InetSocketAddress(here, 0), options.backlog());
            return opening.succeed(new Listening(channel, options));
        }
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketChannel channel = opening.add(SocketChannel.open(StandardProtocolFamily.INET));
            ChannelOptions.setBuffers(channel, options);
            channel.connect(destination(address));
            return opening.succeed(new Client(ready(channel, options), () -> {}));
        }
    }

    private static InetSocketAddress destination(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.getByName(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
    }

    private static SocketChannel ready(SocketChannel channel, Options options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        channel.configureBlocking(options.blocking());
        return channel;
    }

    private record Listening(ServerSocketChannel channel, Options options) implements Server {
        @Override
        public String address() {
            return channel.socket().getInetAddress().getHostAddress() + ":"
                    + channel.socket().getLocalPort();
        }

        @Override
        public ByteChannel accept() throws IOException {
            try (Opening opening = new Opening()) {
                return opening.succeed(ready(opening.add(channel.accept()), options));
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
