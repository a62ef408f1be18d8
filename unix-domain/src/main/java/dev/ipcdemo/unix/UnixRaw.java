package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The JDK's {@link SocketChannel} over AF_UNIX, bare. */
public final class UnixRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixRaw() {}

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public Server open(Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketFile file = opening.add(SocketFile.inOwnDirectory(Endpoint.parse("unix:")));
            ServerSocketChannel channel = opening.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
            ChannelOptions.setBuffers(channel, options);
            channel.bind(UnixDomainSocketAddress.of(file.path()), options.backlog());
            file.bound(options.socketFileMode());
            return opening.succeed(new RawServer(file, channel, () -> ready(channel.accept(), options)));
        }
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketChannel channel = opening.add(SocketChannel.open(StandardProtocolFamily.UNIX));
            ChannelOptions.setBuffers(channel, options);
            channel.connect(UnixDomainSocketAddress.of(address));
            return opening.succeed(new Client(ready(channel, options), () -> {}));
        }
    }

    private static SocketChannel ready(SocketChannel channel, Options options) throws IOException {
        channel.configureBlocking(options.blocking());
        return channel;
    }
}
