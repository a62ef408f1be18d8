package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.net.SocketAddress;
import java.util.Optional;

/** What the three roles have in common: an address, buffers, and {@code close}. */
public interface OpenSocket extends Closeable {

    /**
     * The address this socket is bound to, as getsockname(2) returns it. Never blocks.
     *
     * @return the transport's own kind of address, for {@code connect} or {@code sendTo} of the same transport
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    SocketAddress localAddress() throws SocketFailure;

    /**
     * The address this socket is bound to, as text. Never blocks, and works on a closed socket too.
     *
     * @return the endpoint; without a name when the socket has none, such as the client of an AF_UNIX stream
     */
    Endpoint localEndpoint();

    /**
     * The effective SO_SNDBUF, which may differ from the requested size: Linux doubles that, within limits.
     *
     * @return bytes
     * @throws SocketFailure {@code CLOSED} if the socket is closed; {@code NOT_SUPPORTED} where there is no such buffer
     */
    int sendBufferBytes() throws SocketFailure;

    /**
     * The effective SO_RCVBUF.
     *
     * @return bytes
     * @throws SocketFailure {@code CLOSED} if the socket is closed; {@code NOT_SUPPORTED} where there is no such buffer
     */
    int recvBufferBytes() throws SocketFailure;

    /**
     * The value that the socket has for an option, as getsockopt(2) returns it: the kernel may have rounded, bounded or changed
     * what was asked for. Never blocks.
     *
     * @param <T> the type of the option's values
     * @param option one of {@link Options#OF_TCP} or {@link Options#OF_UDP}
     * @return the value; empty if this socket has no such option, or the library that makes the calls cannot read it
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    <T> Optional<T> effective(Options.Option<T> option) throws SocketFailure;

    /**
     * Whether this socket can still be used. Says nothing about the peer.
     *
     * @return true until {@link #close}, or until an interrupted call has closed the socket; a junixsocket socket is
     *     also closed by a call that finds the peer gone ({@code RESET}, {@code REFUSED}). Call {@link #close} in any
     *     case
     */
    boolean isOpen();

    /**
     * Closes the socket: close(2). A call that blocks on it in another thread fails with {@code CLOSED}. A socket file
     * that was bound here is removed. Closing it again has no effect.
     *
     * @throws SocketFailure if the system reports an error; the descriptor is released nevertheless
     */
    @Override
    void close() throws SocketFailure;
}
