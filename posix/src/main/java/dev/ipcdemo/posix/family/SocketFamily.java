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

    /** The scheme. */
    String scheme();

    SortedSet<Domain> domains();

    SocketType type();

    /** The protocol argument of socket(2). */
    default int protocol() {
        return 0;
    }

    /** Whether the kernel has such sockets. */
    default Availability availability() {
        return Availability.AVAILABLE;
    }

    /** Whether shutdown(2) does not wake accept(2). */
    default boolean acceptsInSlices() {
        return false;
    }

    /** Whether accept(2) waits longer than SO_RCVTIMEO says. */
    default boolean ignoresAcceptTimeout() {
        return false;
    }

    /** Whether shutdown(2) does not wake a send that waits for room. */
    default boolean sendsInSlices() {
        return false;
    }

    /** Whether shutdown(2) does not wake connect(2). */
    default boolean connectsInSlices() {
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
     * @return whether it may do so from now on
     */
    default boolean joinsMessages(int socket) {
        return false;
    }

    List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure;

    /** Where to open a server without choosing a name. */
    Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure;

    Endpoint endpointOf(SocketAddress address);

    /** The domain argument of socket(2) for an address. */
    int domainOf(SocketAddress address);

    /**
     * The address in the kernel's form.
     *
     * @param domain the socket's
     * @throws IllegalArgumentException if it is not an address of this transport
     */
    SocketAddressBuffer encode(SocketAddress address, int domain);

    /** An address in the kernel's form as an object; {@link dev.ipcdemo.sockets.PacketSocket#UNNAMED} for no name. */
    SocketAddress decode(SocketAddressBuffer address);

    /** The address that reaches a server at an address that it was bound to. */
    default SocketAddress destination(SocketAddress bound) {
        return bound;
    }

    /** What a client binds so that the peer can answer; for datagrams. */
    SocketAddress clientAddress(SocketAddress peer);

    /** Why sockets cannot be opened with some options, because the protocol does not have one of them. */
    default Optional<String> refusal(Options options) {
        return Optional.empty();
    }

    /** Sets the options of the protocol, such as TCP_NODELAY, on a socket that will be or is connected. */
    default void configure(int socket, int domain, Options options) throws IOException {}

    /** Sets the options of the protocol that have to wait until a socket is connected. */
    default void configureConnected(int socket, Options options) throws IOException {}

    /** Sets the options of the protocol on a socket that will be bound. */
    default void configureServer(int socket, int domain, Options options) throws IOException {}

    /** The value that a socket has for an option; empty if the protocol does not have it. */
    default <T> Optional<T> effective(int socket, Options.Option<T> option) throws PosixException {
        return Optional.empty();
    }

    /** Prepares an address for bind(2): where it is a path, a stale socket file is removed. */
    BindTarget claim(SocketAddress address, String operation, Options options) throws IOException;

    /** Why a call failed, or what to do; empty if the kind says it all. */
    String explain(String operation, Endpoint endpoint, FailureKind kind);

    /** An address that is about to be bound, and what has to be removed afterwards. */
    interface BindTarget extends Closeable {

        /** The address, where the kernel has to pick nothing. */
        SocketAddress address();

        /**
         * Binds a socket.
         *
         * @param bind calls bind(2)
         * @param listen calls listen(2), if the socket is a listener's
         */
        default void bind(SocketFile.Call bind, SocketFile.Call listen) throws IOException {
            bind.run();
            listen.run();
        }

        /** Removes what belongs to the name, such as a socket file. */
        @Override
        default void close() throws IOException {}

        /** Nothing to prepare or remove. */
        static BindTarget of(SocketAddress address) {
            return () -> address;
        }
    }
}
