package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;

/** What every transport of datagrams guarantees. */
public interface PacketContract extends PacketTransfer, PacketEnd, PacketWaiting, PacketConnected, TransportContract {

    @Override
    PacketTransport transport();

    @Override
    default OpenSocket open(Endpoint endpoint, Options options) throws SocketFailure {
        return transport().bind(endpoint, options);
    }

    @Override
    default String openVerb() {
        return "bind";
    }
}
