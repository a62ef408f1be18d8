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

/** What TCP by system calls promises over IPv4 and IPv6 alike: a test of either says only which address is loopback. */
interface PosixTcpContract
        extends StreamContract, StreamOfBytes, InetContract, StreamWithoutAllocation, TcpOptions, TcpEnd {

    @Override
    default StreamTransport transport() {
        return Transports.stream("posix+tcp");
    }

    @Override
    default String protocol() {
        return "tcp";
    }

    @Override
    default List<OptionValue<?>> kept() {
        return List.of(CONGESTION, QUICK_ACK, DSCP, USER_TIMEOUT);
    }

    @Override
    default List<OptionValue<?>> refused() {
        return List.of();
    }

    @Override
    default String whoCan() {
        return "";
    }
}
