package dev.ipcdemo.posix.family;

import dev.ipcdemo.posix.Constants;
import java.net.SocketAddress;
import java.util.Objects;

/** A machine and a port in the domain AF_VSOCK. */
final class VsockAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** The machine's context identifier. */
    private final int cid;

    /** The port, all 32 bits of it. */
    private final int port;

    VsockAddress(int cid, int port) {
        this.cid = cid;
        this.port = port;
    }

    int cid() {
        return cid;
    }

    int port() {
        return port;
    }

    /** The machine as it is written in an endpoint: empty for any. */
    String machine() {
        return cid == Constants.VMADDR_CID_ANY ? "" : Integer.toUnsignedString(cid);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VsockAddress address && address.cid == cid && address.port == port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(cid, port);
    }

    @Override
    public String toString() {
        return machine() + ":" + Integer.toUnsignedString(port);
    }
}
