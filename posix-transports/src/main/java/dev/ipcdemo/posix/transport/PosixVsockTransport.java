package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;

/** AF_VSOCK streams on the system calls. */
public final class PosixVsockTransport extends PosixStreams {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixVsockTransport() {
        super("posix+vsock", SocketType.SOCK_STREAM, Domain.AF_VSOCK);
    }
}
