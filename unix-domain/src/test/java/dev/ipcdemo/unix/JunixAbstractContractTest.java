package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import java.nio.file.Path;
import java.util.UUID;

class JunixAbstractContractTest implements StreamContract, StreamOfBytes, AbstractNameContract {

    @Override
    public StreamTransport transport() {
        return new JunixTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint("junix", new AbstractName(UUID.randomUUID().toString()));
    }
}
