package dev.ipcdemo.posix.transport;

import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.nio.BareChannels;

/** What makes the system calls: implemented by the module {@code posix}, and found by {@link java.util.ServiceLoader}. */
public interface SocketLibrary {

    /** A transport of connections, with and without roles. */
    interface Streams extends StreamTransport, BareChannels {}

    /** A transport of datagrams, with and without roles. */
    interface Packets extends PacketTransport, BareChannels {}

    /**
     * A transport of connections.
     *
     * @param scheme its scheme
     * @return the transport
     * @throws IllegalArgumentException if there is none
     */
    Streams streams(String scheme);

    /**
     * A transport of datagrams.
     *
     * @param scheme its scheme
     * @return the transport
     * @throws IllegalArgumentException if there is none
     */
    Packets packets(String scheme);
}
