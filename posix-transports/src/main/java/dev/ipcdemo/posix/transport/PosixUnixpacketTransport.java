package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** AF_UNIX sequenced packets on the system calls, with paths and abstract names. */
public final class PosixUnixpacketTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixUnixpacketTransport() {
        super("posix+unixpacket", SocketType.SOCK_SEQPACKET, Domain.AF_UNIX);
    }
}
