package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.spi.StreamTransport;
import java.nio.file.Path;

class TcpContractTest implements StreamContract {

    @Override
    public StreamTransport transport() {
        return new TcpTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return Endpoint.parse("tcp://127.0.0.1:0");
    }
}
