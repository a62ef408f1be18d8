package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** AF_VSOCK sequenced packets on the system calls. */
public final class PosixVsockpacketTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixVsockpacketTransport() {
        super("posix+vsockpacket", SocketType.SOCK_SEQPACKET, Domain.AF_VSOCK);
    }
}
