package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.StreamTransport;
import java.nio.file.Path;
import java.util.UUID;

/** The SPI can be implemented without channels. */
class MemoryContractTest implements StreamContract, StreamOfBytes {

    @Override
    public StreamTransport transport() {
        return new MemoryTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return Endpoint.parse("memory:@" + UUID.randomUUID());
    }
}
