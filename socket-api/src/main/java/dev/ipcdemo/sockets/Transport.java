package dev.ipcdemo.sockets;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * One way to open sockets: domains, a type, and the library that makes the system calls. Implementations are stateless,
 * safe for use by many threads, and cheap to create: native libraries are loaded only when {@link #availability} or a
 * socket needs them.
 *
 * <p>Implement {@link StreamTransport} or {@link PacketTransport}, not this.
 */
public interface Transport {

    /**
     * The scheme of this transport in an {@link Endpoint}.
     *
     * @return lower-case, such as {@code tcp}; no other transport has it
     */
    String scheme();

    /**
     * The domains in which this transport opens sockets.
     *
     * @return one domain; or AF_INET and AF_INET6, of which the address selects one
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
     * @return a name to display, with a version where the library is not the JDK, such as {@code junixsocket 2.11.1}
     */
    String implementation();

    /**
     * Whether this transport works here. Asks the kernel and the library once, and may load a native library.
     *
     * @return available, or why not
     */
    Availability availability();

    /**
     * Whether a call that blocks in a virtual thread releases its carrier thread. If it does not, use a platform thread
     * for each call that may block.
     *
     * @return true for the JDK's own channels
     */
    boolean parksVirtualThreads();

    /**
     * Whether every message that was sent arrives, once and in order, unless the connection or the receiver ends first.
     * If not, messages may be lost, duplicated or reordered without an error.
     *
     * @return true for connections, and for AF_UNIX datagrams, whose sender waits while the receiver's queue is full;
     *     false for UDP
     */
    default boolean isReliable() {
        return type().isConnected();
    }

    /**
     * Whether sending to a peer that has closed soon fails. Over Multipath TCP the kernel goes on taking what is sent, for as
     * long as {@code net.mptcp.close_timeout} says, which is a minute.
     *
     * @return false if that may take longer than one would wait
     */
    default boolean soonTellsOfClose() {
        return true;
    }

    /**
     * Whether one system call can send or receive several messages: {@link Connection#sendBatch}, {@link Connection#recvBatch}.
     *
     * @return available, or why one call carries one message
     */
    default Availability batches() {
        return Availability.unavailable("one message a call: "
                + (type().keepsBoundaries()
                        ? implementation() + " has no sendmmsg(2)"
                        : "a stream has no boundaries between messages"));
    }

    /**
     * The largest message that one send can carry, as far as that is known before a socket is open. Sending one byte
     * more fails with {@link FailureKind#MESSAGE_TOO_LARGE}.
     *
     * @param domain the domain of the peer's address, one of {@link #domains}
     * @return bytes; empty for a stream, which has no messages, and where the socket's send buffer limits a message
     */
    default OptionalInt maxMessageBytes(Domain domain) {
        return OptionalInt.empty();
    }

    /**
     * Where to open a server without choosing a port or a path, so that two servers never collide.
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
     * Why sockets cannot be opened with some options, because the library cannot set one of them. That is known without opening
     * one; what the kernel refuses, opening tells.
     *
     * @param options the options
     * @return a sentence that says which transport can; empty if all can be set, or mean nothing to this transport
     */
    default Optional<String> refusal(Options options) {
        return Optional.empty();
    }

    /**
     * The addresses that an endpoint stands for, best first. Looks up hosts and services, so it may block.
     *
     * @param endpoint an endpoint of this transport's scheme; one without a name resolves to an address for {@code
     *     listen} and {@code bind} only, which makes them pick a free one (on loopback in AF_INET)
     * @return at least one
     * @throws SocketFailure {@code UNKNOWN_HOST}, {@code UNKNOWN_SERVICE}, {@code NAME_TOO_LONG}; {@code NOT_SUPPORTED}
     *     if this transport has no such names, such as a path for TCP
     */
    List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure;

    /**
     * The endpoint of an address.
     *
     * @param address an address of this transport
     * @return its endpoint; without a name for an unnamed one
     */
    Endpoint endpointOf(SocketAddress address);

    /**
     * Opens a client's socket with one peer. On a transport of connections this is socket(2) and connect(2), and waits
     * until the server's kernel has agreed to the connection, at most as long as {@link Options#CONNECT_TIMEOUT} says.
     * Over AF_UNIX it is in the backlog then; over TCP it gets there when the client's last acknowledgement arrives. In
     * neither case has the server accepted it. On a transport of datagrams it is socket(2), bind(2) to an address that
     * the peer can answer, and connect(2); it sends nothing and does not wait.
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
     * Creates a poll, which watches many of this transport's sockets with one thread. It opens no descriptor until the
     * first socket is watched.
     *
     * @return a poll that does not watch anything yet
     * @throws SocketFailure {@code NOT_SUPPORTED} if this transport's sockets cannot be watched
     */
    default Poll poll() throws SocketFailure {
        throw new SocketFailure("poll", scheme(), FailureKind.NOT_SUPPORTED, "its sockets cannot be watched");
    }
}
