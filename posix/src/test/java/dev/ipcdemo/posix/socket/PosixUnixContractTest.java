package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixContractTest implements StreamContract, StreamOfBytes, SocketFileContract, StreamWithoutAllocation {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+unix");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "posix+unix",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "posix+unix:PATH or posix+unix:@NAME";
    }
}
