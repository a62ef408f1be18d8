package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** TCP on the system calls. */
public final class PosixTcpTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixTcpTransport() {
        super("posix+tcp", SocketType.SOCK_STREAM, Domain.AF_INET, Domain.AF_INET6);
    }
}
