package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.PacketBatches;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketWithoutAllocation;

class PosixUdp6ContractTest implements PacketContract, InetContract, PacketWithoutAllocation, PacketBatches {

    @Override
    public PacketTransport transport() {
        return Transports.packet("posix+udp");
    }

    @Override
    public String loopback() {
        return "::1";
    }

    @Override
    public String protocol() {
        return "udp";
    }

    @Override
    public String whyTooLarge() {
        return "a datagram carries at most 65507 bytes over IPv4, and 65527 over IPv6";
    }
}
