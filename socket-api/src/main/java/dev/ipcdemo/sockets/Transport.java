package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.util.List;
import java.util.OptionalInt;
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
     * Whether every message that was sent arrives, once and in order, unless the connection or the receiver ends first.
     * Where it does not, a receiver has to expect that messages are missing, come twice or overtake each other, and
     * nobody is told.
     *
     * @return true for connections, and for AF_UNIX datagrams, whose sender waits while the receiver's queue is full;
     *     false for UDP
     */
    default boolean isReliable() {
        return type().isConnected();
    }

    /**
     * The largest message that one send can carry, as far as that is known before a socket is open. Sending one byte more
     * fails with {@link FailureKind#MESSAGE_TOO_LARGE}.
     *
     * @param domain the domain of the peer's address, one of {@link #domains}
     * @return bytes; empty for a stream, which has no messages, and where the socket's send buffer is what bounds a
     *     message
     */
    default OptionalInt maxMessageBytes(Domain domain) {
        return OptionalInt.empty();
    }

    /**
     * Where a server can be opened without choosing a port or a path, so that two servers never meet.
     *
     * @param domain the domain to open it in, one of {@link #domains}
     * @param reach from where it must be reachable
     * @return an endpoint for {@code listen} or {@code bind}: port 0 of an address of this host, or no name on AF_UNIX,
     *     whose socket file is then made in the temporary directory
     * @throws SocketFailure {@code NOT_SUPPORTED} if this host has no address in the domain that other hosts can reach
     */
    default Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
        return new Endpoint(scheme(), new Endpoint.AnyName());
    }

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
     * Opens a client's socket with one peer. On a transport of connections this is socket(2) and connect(2), and waits
     * until the server's kernel has put the connection into the backlog (not until the server accepts it), at most as
     * long as {@link Options#CONNECT_TIMEOUT} says. On a transport of datagrams it is socket(2), bind(2) to an address
     * that the peer can answer, and connect(2); it sends nothing and does not wait.
     *
     * @param address the peer's address
     * @param options how
     * @return the open connection
     * @throws SocketFailure {@code REFUSED} if nobody listens, or only a stale socket file is there; {@code NOT_FOUND};
     *     {@code PERMISSION}; {@code TIMEOUT}; {@code UNREACHABLE}; {@code WRONG_TYPE}; {@code NAME_TOO_LONG};
     *     {@code NOT_SUPPORTED}. A datagram socket learns that nobody is there only on AF_UNIX
     */
    Connection connect(SocketAddress address, Options options) throws SocketFailure;

    /**
     * Opens a client's socket with one peer: tries each of the endpoint's addresses in turn and returns the first
     * connection that can be opened.
     *
     * @param endpoint the peer's endpoint
     * @param options how; the connect timeout applies to each address
     * @return the open connection
     * @throws SocketFailure as {@link #resolve} and {@link #connect(SocketAddress, Options)}; if no address answers,
     *     the failure of the first, which carries the others as suppressed; {@code NOT_SUPPORTED} for an endpoint
     *     {@linkplain Endpoint#isNamed() without a name}
     */
    default Connection connect(Endpoint endpoint, Options options) throws SocketFailure {
        if (!endpoint.isNamed()) {
            throw new SocketFailure(
                    "connect", endpoint.toString(), FailureKind.NOT_SUPPORTED, "a peer to connect to must be named");
        }
        SocketFailure first = null;
        for (SocketAddress address : resolve(endpoint)) {
            try {
                return connect(address, options);
            } catch (SocketFailure e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first;
    }

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
