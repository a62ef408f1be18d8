package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.spi.StreamTransport;
import java.nio.file.Path;
import java.util.UUID;

class JunixContractTest implements StreamContract, StreamOfBytes, SocketFileContract {

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
}
