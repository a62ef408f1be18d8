package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** AF_UNIX streams on the system calls, with paths and abstract names. */
public final class PosixUnixTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixUnixTransport() {
        super("posix+unix", SocketType.SOCK_STREAM, Domain.AF_UNIX);
    }
}
