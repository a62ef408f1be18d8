package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.spi.StreamTransport;

class TcpContractTest implements StreamContract, StreamOfBytes, InetContract {

    @Override
    public StreamTransport transport() {
        return new TcpTransport();
    }

    @Override
    public String loopback() {
        return "127.0.0.1";
    }
}
