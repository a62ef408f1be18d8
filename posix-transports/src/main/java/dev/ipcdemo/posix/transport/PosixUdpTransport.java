package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.Domain;

/** UDP on the system calls. */
public final class PosixUdpTransport extends PosixPackets {

    /** Called by {@link java.util.ServiceLoader}. */
    public PosixUdpTransport() {
        super("posix+udp", Domain.AF_INET, Domain.AF_INET6);
    }
}
