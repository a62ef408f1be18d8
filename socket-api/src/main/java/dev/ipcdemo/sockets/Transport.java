package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.util.List;
import java.util.SortedSet;

/**
 * One way to make sockets: a domain, a type, and a library that does it. Implementations are stateless, safe for use by
 * many threads, and cheap to make: nothing native is loaded before {@link #availability} or a socket asks for it.
 *
 * <p>Implement {@link StreamTransport} or {@link PacketTransport}, not this.
 */
public interface Transport {

    /**
     * The scheme that stands for this transport in an {@link Endpoint}.
     *
     * @return lower-case, such as {@code tcp}; no other transport has it
     */
    String scheme();

    /**
     * The domains in which this transport makes sockets.
     *
     * @return one, or AF_INET and AF_INET6 for a transport that takes what the address says
     */
    SortedSet<Domain> domains();

    /**
     * The type of the sockets.
     *
     * @return the type
     */
    SocketType type();

    /**
     * Which library makes the system calls.
     *
     * @return a name for people, with a version where the library is not the JDK, such as {@code junixsocket 2.11.1}
     */
    String implementation();

    /**
     * Whether it works here: asks the kernel and the library once and remembers. May load a native library.
     *
     * @return available, or why not
     */
    Availability availability();

    /**
     * Whether a call that blocks in a virtual thread lets go of its carrier thread. Where it does not, give every
     * blocked call a platform thread.
     *
     * @return true for the JDK's own channels
     */
    boolean parksVirtualThreads();

    /**
     * The addresses that an endpoint stands for, best first. Looks up hosts and services, so it may block.
     *
     * @param endpoint an endpoint of this transport's scheme; without a name, an address that only
     *     {@code listen} and {@code bind} take, and that makes them pick a free one (on loopback, where there are hosts)
     * @return at least one
     * @throws SocketFailure {@code UNKNOWN_HOST}, {@code UNKNOWN_SERVICE}, {@code NAME_TOO_LONG}; {@code NOT_SUPPORTED}
     *     if this transport has no such names, such as a path for TCP
     */
    List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure;

    /**
     * The text for an address.
     *
     * @param address an address that this transport made
     * @return its endpoint; without a name for an unnamed one
     */
    Endpoint endpointOf(SocketAddress address);

    /**
     * What watches many of this transport's sockets with one thread. Opens nothing before the first is watched.
     *
     * @return a poll that watches nothing yet
     * @throws SocketFailure {@code NOT_SUPPORTED} if this transport's sockets cannot be watched
     */
    default Poll poll() throws SocketFailure {
        throw new SocketFailure("poll", scheme(), FailureKind.NOT_SUPPORTED, "its sockets cannot be watched");
    }
}
