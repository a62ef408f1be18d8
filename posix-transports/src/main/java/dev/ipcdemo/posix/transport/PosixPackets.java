package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import java.net.SocketAddress;

/** A transport of datagrams on the system calls. */
abstract class PosixPackets extends PosixTransport<SocketLibrary.Packets> implements PacketTransport {

    PosixPackets(String scheme, Domain... domains) {
        super(scheme, SocketType.SOCK_DGRAM, domains);
    }

    @Override
    final SocketLibrary.Packets in(SocketLibrary library) {
        return library.packets(scheme());
    }

    @Override
    public final PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
        return library("bind").bind(address, options);
    }

    @Override
    public final SocketAddress clientAddress(SocketAddress peer) {
        try {
            return library("bind").clientAddress(peer);
        } catch (SocketFailure e) {
            throw new IllegalStateException(e.getMessage(), e); // no peer's address could be had either
        }
    }
}
