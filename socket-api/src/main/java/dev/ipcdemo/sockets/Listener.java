package dev.ipcdemo.sockets;

import java.util.Optional;

/**
 * A server's socket: bound, listening, and accepting connections.
 *
 * <p>Made by {@link dev.ipcdemo.sockets.StreamTransport#listen} (socket, bind and listen). That page says what happens
 * to a socket file. Any number of threads may accept at once.
 */
public interface Listener extends OpenSocket {

    /**
     * Takes the next connection from the backlog: accept(2). Waits for one, at most as long as
     * {@link Options#RECV_TIMEOUT} says.
     *
     * @return the connection, with the options that the listener was opened with
     * @throws SocketFailure {@code CLOSED} if the listener is or gets closed; {@code TIMEOUT} if no client connected in
     *     time; {@code NO_RESOURCES} if no descriptor is left, in which case the client stays in the backlog
     * @throws java.nio.channels.IllegalBlockingModeException if the listener is not {@linkplain Options#BLOCKING
     *     blocking}
     */
    Connection accept() throws SocketFailure;

    /**
     * Takes the next connection from the backlog of a {@linkplain Options#BLOCKING non-blocking} listener: accept(2).
     * Never waits.
     *
     * @return the connection; empty if the backlog is empty
     * @throws SocketFailure {@code CLOSED} if the listener is closed; {@code NO_RESOURCES} as in {@link #accept}
     * @throws java.nio.channels.IllegalBlockingModeException if the listener is blocking
     */
    Optional<Connection> tryAccept() throws SocketFailure;
}
