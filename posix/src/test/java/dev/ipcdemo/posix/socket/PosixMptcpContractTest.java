package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;

class PosixMptcpContractTest implements StreamContract, StreamOfBytes, InetContract, StreamWithoutAllocation {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+mptcp");
    }

    @Override
    public String loopback() {
        return "127.0.0.1";
    }

    @Override
    public String protocol() {
        return "tcp";
    }
}
