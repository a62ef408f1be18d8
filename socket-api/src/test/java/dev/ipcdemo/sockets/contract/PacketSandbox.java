package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import java.io.IOException;

/** A {@link Sandbox} for a transport of datagrams. */
public final class PacketSandbox extends Sandbox {

    private final PacketContract contract;

    PacketSandbox(PacketContract contract) {
        super(contract);
        this.contract = contract;
    }

    /** A socket at a fresh name, with the default options. */
    public PacketSocket bind() throws IOException {
        return bind(Options.DEFAULT);
    }

    /** A socket at a fresh name. */
    public PacketSocket bind(Options options) throws IOException {
        return closeLater(contract.transport().bind(freshEndpoint(), options));
    }

    /** A client's socket that is connected to another. */
    public Connection connect(PacketSocket peer, Options options) throws IOException {
        return closeLater(contract.transport().connect(peer.localAddress(), options));
    }
}
