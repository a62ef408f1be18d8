package dev.ipcdemo.posix.family;

import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What the sockets of one scheme have of their own: domain, type and protocol, and how their addresses look. */
public interface SocketFamily {

    /**
     * The scheme.
     *
     * @return such as {@code posix+tcp}
     */
    String scheme();

    /**
     * The domains of its sockets.
     *
     * @return one, or AF_INET and AF_INET6
     */
    SortedSet<Domain> domains();

    /**
     * The type of its sockets.
     *
     * @return the type argument of socket(2)
     */
    SocketType type();

    /**
     * The protocol of its sockets.
     *
     * @return the protocol argument of socket(2)
     */
    default int protocol() {
        return 0;
    }

    /**
     * Whether the kernel has such sockets.
     *
     * @return that it has, or why not
     */
    default Availability availability() {
        return Availability.AVAILABLE;
    }

    /**
     * Whether shutdown(2) does not wake accept(2).
     *
     * @return true if who accepts has to look now and then
     */
    default boolean acceptsInSlices() {
        return false;
    }

    /**
     * Whether accept(2) waits longer than SO_RCVTIMEO says.
     *
     * @return true if who accepts has to keep the time
     */
    default boolean ignoresAcceptTimeout() {
        return false;
    }

    /**
     * Whether shutdown(2) does not wake a send that waits for room.
     *
     * @return true if who sends has to look now and then
     */
    default boolean sendsInSlices() {
        return false;
    }

    /**
     * Whether shutdown(2) does not wake connect(2).
     *
     * @return true if who connects has to look now and then
     */
    default boolean connectsInSlices() {
        return false;
    }

    /**
     * Whether closing a connection can send its peer a reset, if SO_LINGER is zero.
     *
     * @return true for TCP
     */
    default boolean sendsReset() {
        return false;
    }

    /**
     * How large a message may be of which the kernel takes several as one buffer and segments that (UDP_SEGMENT).
     *
     * @param socket a connected socket
     * @return 0 if it cannot
     */
    default int largestSegmentBytes(int socket) {
        return 0;
    }

    /**
     * Lets the kernel join messages that arrive (UDP_GRO).
     *
     * @param socket a connected socket
     * @return whether it may do so from now on
     */
    default boolean joinsMessages(int socket) {
        return false;
    }

    /**
     * The addresses that an endpoint names. Looks up hosts.
     *
     * @param endpoint of this scheme
     * @return at least one, in the order in which to try them
     * @throws SocketFailure if there is no such host, or no socket can have such a name
     */
    List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure;

    /**
     * Where to open a server without choosing a name.
     *
     * @param domain one of {@link #domains}
     * @param reach who is to reach it
     * @return an endpoint with which the kernel, or this project, picks a name
     * @throws SocketFailure if there is none that reaches so far
     */
    Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure;

    /**
     * An address as an endpoint.
     *
     * @param address of this family
     * @return its endpoint
     */
    Endpoint endpointOf(SocketAddress address);

    /**
     * The domain of an address.
     *
     * @param address of this family
     * @return the domain argument of socket(2)
     */
    int domainOf(SocketAddress address);

    /**
     * The address in the kernel's form.
     *
     * @param address of this family
     * @param domain the socket's
     * @return the bytes of a sockaddr
     * @throws IllegalArgumentException if it is not an address of this transport
     */
    SocketAddressBuffer encode(SocketAddress address, int domain);

    /**
     * An address in the kernel's form as an object.
     *
     * @param address the bytes of a sockaddr
     * @return the address; {@link dev.ipcdemo.sockets.PacketSocket#UNNAMED} for no name
     */
    SocketAddress decode(SocketAddressBuffer address);

    /**
     * The address that reaches a server.
     *
     * @param bound what the server was bound to
     * @return the same, or one that a client can connect to
     */
    default SocketAddress destination(SocketAddress bound) {
        return bound;
    }

    /**
     * What a client binds so that the peer can answer; for datagrams.
     *
     * @param peer where the client will send
     * @return an address with which the kernel picks a name
     */
    SocketAddress clientAddress(SocketAddress peer);

    /**
     * Why sockets cannot be opened with some options, because the protocol does not have one of them.
     *
     * @param options what was asked for
     * @return the reason; empty if they can
     */
    default Optional<String> refusal(Options options) {
        return Optional.empty();
    }

    /**
     * Sets the options of the protocol, such as TCP_NODELAY, on a socket that will be or is connected.
     *
     * @param socket its descriptor
     * @param domain its domain
     * @param options what was asked for
     * @throws IOException if the kernel refuses one
     */
    default void configure(int socket, int domain, Options options) throws IOException {}

    /**
     * Sets the options of the protocol that have to wait until a socket is connected.
     *
     * @param socket its descriptor
     * @param options what was asked for
     * @throws IOException if the kernel refuses one
     */
    default void configureConnected(int socket, Options options) throws IOException {}

    /**
     * Sets the options of the protocol on a socket that will be bound.
     *
     * @param socket its descriptor
     * @param domain its domain
     * @param options what was asked for
     * @throws IOException if the kernel refuses one
     */
    default void configureServer(int socket, int domain, Options options) throws IOException {}

    /**
     * The value that a socket has for an option.
     *
     * @param <T> the type of the option's value
     * @param socket its descriptor
     * @param option which
     * @return what getsockopt(2) says; empty if the protocol does not have it
     * @throws PosixException if the kernel does not tell
     */
    default <T> Optional<T> effective(int socket, Options.Option<T> option) throws PosixException {
        return Optional.empty();
    }

    /**
     * Prepares an address for bind(2): where it is a path, a stale socket file is removed.
     *
     * @param address what will be bound
     * @param operation what to call it when it fails
     * @param options among them what to do with a path
     * @return what can be bound
     * @throws IOException if the name is taken, or may not be used
     */
    BindTarget claim(SocketAddress address, String operation, Options options) throws IOException;

    /**
     * Why a call failed, or what to do.
     *
     * @param operation which call
     * @param endpoint of which endpoint
     * @param kind how it failed
     * @return a clause; empty if the kind says it all
     */
    String explain(String operation, Endpoint endpoint, FailureKind kind);

    /** An address that is about to be bound, and what has to be removed afterwards. */
    interface BindTarget extends Closeable {

        /**
         * The address.
         *
         * @return what to bind
         */
        SocketAddress address();

        /**
         * Binds a socket.
         *
         * @param bind calls bind(2)
         * @param listen calls listen(2), if the socket is a listener's
         * @throws IOException if one of them fails
         */
        default void bind(SocketFile.Call bind, SocketFile.Call listen) throws IOException {
            bind.run();
            listen.run();
        }

        /** Removes what belongs to the name, such as a socket file. */
        @Override
        default void close() throws IOException {}

        /**
         * An address with nothing to prepare or remove.
         *
         * @param address what to bind
         * @return a target
         */
        static BindTarget of(SocketAddress address) {
            return () -> address;
        }
    }
}
