package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;

/** AF_UNIX datagrams on the system calls, with paths and abstract names. On Linux none is lost. */
public final class PosixUnixgramTransport extends PosixPackets {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixUnixgramTransport() {
        super("posix+unixgram", Domain.AF_UNIX);
    }

    @Override
    public boolean isReliable() {
        return true;
    }
}
