package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamBatches;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixpacketContractTest
        implements StreamContract, StreamOfMessages, SocketFileContract, StreamWithoutAllocation, StreamBatches {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+unixpacket");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "posix+unixpacket",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "posix+unixpacket:PATH or posix+unixpacket:@NAME";
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // they look like the end of the stream
    }
}
