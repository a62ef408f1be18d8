package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.OptionValue;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamWithoutAllocation;
import dev.ipcdemo.sockets.contract.TcpEnd;
import dev.ipcdemo.sockets.contract.TcpOptions;
import java.util.List;

class PosixMptcpContractTest
        implements StreamContract, StreamOfBytes, InetContract, StreamWithoutAllocation, TcpOptions, TcpEnd {

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

    @Override
    public List<OptionValue<?>> kept() {
        return List.of(CONGESTION, DSCP);
    }

    @Override
    public List<OptionValue<?>> refused() {
        return List.of(QUICK_ACK, USER_TIMEOUT);
    }

    @Override
    public String whoCan() {
        return "; posix+tcp does";
    }
}
