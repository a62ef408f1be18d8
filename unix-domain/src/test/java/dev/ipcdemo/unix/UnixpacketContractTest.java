package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import dev.ipcdemo.sockets.spi.StreamTransport;
import java.nio.file.Path;
import java.util.UUID;

class UnixpacketContractTest implements StreamContract, StreamOfMessages, SocketFileContract {

    @Override
    public StreamTransport transport() {
        return new UnixpacketTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "unixpacket",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "unixpacket:PATH or unixpacket:@NAME";
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // not by junixsocket
    }
}
