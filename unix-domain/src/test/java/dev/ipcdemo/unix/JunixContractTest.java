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
import java.nio.file.Path;
import java.util.UUID;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

class JunixContractTest implements StreamContract, StreamOfBytes, SocketFileContract, StreamAllocation {

    @Override
    public StreamTransport transport() {
        return new JunixTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "junix",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "junix:PATH or junix:@NAME";
    }

    @Override
    public Channels channels(StreamSandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("bare");
        try (AFUNIXServerSocketChannel listening = AFUNIXServerSocketChannel.open()) {
            listening.bind(AFUNIXSocketAddress.of(path));
            AFUNIXSocketChannel client = sandbox.closeLater(AFUNIXSocketChannel.open());
            client.connect(listening.getLocalAddress());
            return new Channels(client, sandbox.closeLater(listening.accept()));
        }
    }
}
