package dev.ipcdemo.udp;

import dev.ipcdemo.sockets.contract.InetContract;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.spi.PacketTransport;

class UdpContractTest implements PacketContract, InetContract {

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
}
