package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.StreamBatches;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixpacketAbstractContractTest
        implements StreamContract, StreamOfMessages, AbstractNameContract, StreamWithoutAllocation, StreamBatches {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+unixpacket");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "posix+unixpacket", new AbstractName(UUID.randomUUID().toString()));
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // they look like the end of the stream
    }
}
