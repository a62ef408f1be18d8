package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.nio.ChannelOptions;
import dev.ipcdemo.sockets.spi.nio.Opening;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** junixsocket's {@link AFUNIXDatagramChannel}, bare and connected. */
public final class UnixgramRaw implements RawTransport {

    /** Called by {@link java.util.ServiceLoader}. */
    public UnixgramRaw() {}

    @Override
    public String scheme() {
        return "unixgram";
    }

    @Override
    public Server open(Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketFile file = opening.add(SocketFile.inOwnDirectory(Endpoint.parse("unixgram:")));
            AFUNIXDatagramChannel channel = opening.add(bound(file, options));
            return opening.succeed(new RawServer(file, channel, () -> accept(channel, options)));
        }
    }

    private static AFUNIXDatagramChannel bound(SocketFile file, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            AFUNIXDatagramChannel channel = opening.add(AFUNIXDatagramChannel.open());
            channel.setDeleteOnClose(false);
            ChannelOptions.setBuffers(channel, options);
            channel.bind(AFUNIXSocketAddress.of(file.path()));
            file.bound(options.socketFileMode());
            return opening.succeed(channel);
        }
    }

    private static ByteChannel accept(AFUNIXDatagramChannel channel, Options options) throws IOException {
        channel.connect(channel.receive(ByteBuffer.allocateDirect(64)));
        channel.configureBlocking(options.blocking());
        return channel;
    }

    /** A client has to be bound to be answered, and so it has a socket file of its own, which goes with it. */
    @Override
    public Client connect(String address, Options options) throws IOException {
        try (Opening opening = new Opening()) {
            SocketFile file = opening.add(SocketFile.inOwnDirectory(Endpoint.parse("unixgram:")));
            AFUNIXDatagramChannel channel = opening.add(bound(file, options));
            channel.connect(AFUNIXSocketAddress.of(new File(address)));
            channel.configureBlocking(options.blocking());
            return opening.succeed(new Client(channel, file));
        }
    }
}
