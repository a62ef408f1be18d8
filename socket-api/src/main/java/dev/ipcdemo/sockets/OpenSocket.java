package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.net.SocketAddress;

/** What the three roles share: an address, buffers, and an end. */
public interface OpenSocket extends Closeable {

    /**
     * The address this socket is bound to, as getsockname(2) tells it. Never blocks.
     *
     * @return the transport's own kind of address, to hand to {@code connect} or {@code sendTo} of the same transport
     * @throws SocketFailure {@code CLOSED} if the socket is closed
     */
    SocketAddress localAddress() throws SocketFailure;

    /**
     * The address this socket is bound to, as text. Never blocks, and works on a closed socket too.
     *
     * @return the endpoint; without a name when the socket has none, as the client of an AF_UNIX stream
     */
    Endpoint localEndpoint();

    /**
     * The effective SO_SNDBUF, which differs from what was asked for: Linux doubles it and keeps it in bounds.
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
     * Whether this socket can still be used. Says nothing about the peer.
     *
     * @return true until {@link #close}, or until a call that was interrupted has closed it; junixsocket's are closed
     *     also by a call that finds the peer gone ({@code RESET}, {@code REFUSED}). {@link #close} is to be called in any
     *     case
     */
    boolean isOpen();

    /**
     * Ends the socket: close(2). A call that blocks on it in another thread fails with {@code CLOSED}. A socket file
     * that was bound here is removed. Closing again does nothing.
     *
     * @throws SocketFailure if the system reports an error; the descriptor is gone all the same
     */
    @Override
    void close() throws SocketFailure;
}
