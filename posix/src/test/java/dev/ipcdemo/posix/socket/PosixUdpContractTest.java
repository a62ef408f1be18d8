package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.OptionValue;
import dev.ipcdemo.sockets.contract.PacketBatches;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketWithoutAllocation;
import dev.ipcdemo.sockets.contract.PacketsThatMayBeLost;
import dev.ipcdemo.sockets.contract.UdpOptions;
import java.util.List;

class PosixUdpContractTest
        implements PacketContract,
                InetContract,
                PacketWithoutAllocation,
                PacketBatches,
                UdpOptions,
                PacketsThatMayBeLost {

    @Override
    public PacketTransport transport() {
        return Transports.packet("posix+udp");
    }

    @Override
    public String loopback() {
        return "127.0.0.1";
    }

    @Override
    public String protocol() {
        return "udp";
    }

    @Override
    public String whyTooLarge() {
        return "a datagram carries at most 65507 bytes over IPv4, and 65527 over IPv6";
    }

    @Override
    public List<OptionValue<?>> refused() {
        return List.of();
    }

    @Override
    public String whoCan() {
        return "";
    }
}
