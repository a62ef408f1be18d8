package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** Multipath TCP on the system calls: TCP, with another protocol given to socket(2). */
public final class PosixMptcpTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixMptcpTransport() {
        super("posix+mptcp", SocketType.SOCK_STREAM, Domain.AF_INET, Domain.AF_INET6);
    }

    @Override
    public boolean soonTellsOfClose() {
        return false;
    }
}
