package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.OptionValue;
import dev.ipcdemo.sockets.contract.PacketAllocation;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketSandbox;
import dev.ipcdemo.sockets.contract.PacketsThatMayBeLost;
import dev.ipcdemo.sockets.contract.UdpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;

class UdpContractTest implements PacketContract, InetContract, PacketAllocation, UdpOptions, PacketsThatMayBeLost {

    @Override
    public PacketTransport transport() {
        return new UdpTransport();
    }

    @Override
    public String loopback() {
        return "127.0.0.1";
    }

    @Override
    public String whyTooLarge() {
        return "a datagram carries at most 65507 bytes over IPv4, and 65527 over IPv6";
    }

    @Override
    public DatagramChannel channel(PacketSandbox sandbox) throws IOException {
        return sandbox.closeLater(
                DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(loopback(), 0)));
    }

    @Override
    public List<OptionValue<?>> refused() {
        return List.of(BUSY_POLL);
    }

    @Override
    public String whoCan() {
        return "; posix+udp can";
    }
}
