package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import java.nio.file.Path;
import java.util.UUID;

class UnixpacketAbstractContractTest implements StreamContract, StreamOfMessages, AbstractNameContract {

    @Override
    public StreamTransport transport() {
        return new UnixpacketTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint("unixpacket", new AbstractName(UUID.randomUUID().toString()));
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // not by junixsocket
    }
}
