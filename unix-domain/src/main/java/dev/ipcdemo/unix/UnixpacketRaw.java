package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.File;
import java.io.IOException;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** junixsocket's {@link AFUNIXDatagramChannel} of type SOCK_SEQPACKET, bare. */
public final class UnixpacketRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixpacketRaw() {}

    @Override
    public String scheme() {
        return "unixpacket";
    }

    @Override
    public Server open(Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketFile file = opening.add(SocketFile.inOwnDirectory(Endpoint.parse("unixpacket:")));
            AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET);
            AFUNIXDatagramChannel channel = opening.add(socket.getChannel());
            channel.setDeleteOnClose(false);
            ChannelOptions.setBuffers(channel, options);
            channel.bind(AFUNIXSocketAddress.of(file.path()));
            file.bound(options.socketFileMode());
            socket.listen(options.backlog());
            return opening.succeed(new RawServer(
                    file, channel, () -> ready(((AFUNIXDatagramSocket) socket.accept()).getChannel(), options)));
        }
    }

    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            AFUNIXDatagramChannel channel = opening.add(AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)
                    .getChannel());
            ChannelOptions.setBuffers(channel, options);
            channel.connect(AFUNIXSocketAddress.of(new File(address)));
            return opening.succeed(new Client(ready(channel, options), () -> {}));
        }
    }

    private static AFUNIXDatagramChannel ready(AFUNIXDatagramChannel channel, Options options) throws IOException {
        channel.configureBlocking(options.blocking());
        return channel;
    }
}
