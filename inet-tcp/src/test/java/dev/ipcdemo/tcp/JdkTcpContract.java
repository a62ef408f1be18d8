package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.OptionValue;
import dev.ipcdemo.sockets.contract.StreamAllocation;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamSandbox;
import dev.ipcdemo.sockets.contract.TcpEnd;
import dev.ipcdemo.sockets.contract.TcpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** What TCP by the JDK promises over IPv4 and IPv6 alike: a test of either says only which address is loopback. */
interface JdkTcpContract extends StreamContract, StreamOfBytes, InetContract, StreamAllocation, TcpOptions, TcpEnd {

    @Override
    default StreamTransport transport() {
        return new TcpTransport();
    }

    @Override
    default Channels channels(StreamSandbox sandbox) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(new InetSocketAddress(loopback(), 0))) {
            SocketChannel client = sandbox.closeLater(SocketChannel.open(listening.getLocalAddress()));
            return new Channels(client, sandbox.closeLater(listening.accept()));
        }
    }

    @Override
    default List<OptionValue<?>> kept() {
        return List.of(QUICK_ACK, DSCP);
    }

    @Override
    default List<OptionValue<?>> refused() {
        return List.of(CONGESTION, MAX_SEGMENT, BUSY_POLL, USER_TIMEOUT);
    }

    @Override
    default String whoCan() {
        return "; posix+tcp can";
    }
}
