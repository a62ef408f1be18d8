package dev.ipcdemo.tcp;

import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.OptionValue;
import dev.ipcdemo.sockets.contract.StreamAllocation;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import dev.ipcdemo.sockets.contract.StreamSandbox;
import dev.ipcdemo.sockets.contract.TcpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

class Tcp6ContractTest implements StreamContract, StreamOfBytes, InetContract, StreamAllocation, TcpOptions {

    @Override
    public StreamTransport transport() {
        return new TcpTransport();
    }

    @Override
    public String loopback() {
        return "::1";
    }

    @Override
    public Channels channels(StreamSandbox sandbox) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(new InetSocketAddress(loopback(), 0))) {
            SocketChannel client = sandbox.closeLater(SocketChannel.open(listening.getLocalAddress()));
            return new Channels(client, sandbox.closeLater(listening.accept()));
        }
    }

    @Override
    public List<OptionValue<?>> kept() {
        return List.of(QUICK_ACK, DSCP);
    }

    @Override
    public List<OptionValue<?>> refused() {
        return List.of(CONGESTION, MAX_SEGMENT, BUSY_POLL, USER_TIMEOUT);
    }

    @Override
    public String whoCan() {
        return "; posix+tcp can";
    }
}
