package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixAbstractContractTest
        implements StreamContract, StreamOfBytes, AbstractNameContract, StreamWithoutAllocation {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+unix");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint("posix+unix", new AbstractName(UUID.randomUUID().toString()));
    }
}
