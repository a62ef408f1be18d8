package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamAllocation;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamSandbox;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

class UnixContractTest implements StreamContract, StreamOfBytes, SocketFileContract, StreamAllocation {

    @Override
    public StreamTransport transport() {
        return new UnixTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "unix",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "unix:PATH; the JDK has no abstract names, but junix:@NAME works";
    }

    @Override
    public Channels channels(StreamSandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("bare");
        try (ServerSocketChannel listening =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))) {
            SocketChannel client = sandbox.closeLater(SocketChannel.open(listening.getLocalAddress()));
            return new Channels(client, sandbox.closeLater(listening.accept()));
        } finally {
            Files.delete(path);
        }
    }
}
