package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.File;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** junixsocket's {@link AFUNIXSocketChannel}, bare. */
public final class JunixRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public JunixRaw() {}

    @Override
    public String scheme() {
        return "junix";
    }

    @Override
    public Server open(Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketFile file = opening.add(SocketFile.inOwnDirectory(Endpoint.parse("junix:")));
            AFUNIXServerSocketChannel channel = opening.add(AFUNIXServerSocketChannel.open());
            channel.setDeleteOnClose(false);
            channel.socket().setReuseAddress(false);
            ChannelOptions.setBuffers(channel, options);
            channel.bind(AFUNIXSocketAddress.of(file.path()), options.backlog());
            file.bound(options.socketFileMode());
            return opening.succeed(new RawServer(file, channel, () -> ready(channel.accept(), options)));
        }
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            AFUNIXSocketChannel channel = opening.add(AFUNIXSocketChannel.open());
            ChannelOptions.setBuffers(channel, options);
            channel.connect(AFUNIXSocketAddress.of(new File(address)));
            return opening.succeed(new Client(ready(channel, options), () -> {}));
        }
    }

    private static AFUNIXSocketChannel ready(AFUNIXSocketChannel channel, Options options) throws IOException {
        channel.configureBlocking(options.blocking());
        return channel;
    }
}
