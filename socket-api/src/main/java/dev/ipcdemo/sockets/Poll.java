package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Watches many sockets with one thread: poll(2), or the system's replacement for it, such as epoll(7).
 *
 * <p>Made by {@link dev.ipcdemo.sockets.Transport#poll}, and accepts only sockets of the same library that were opened
 * {@linkplain Options#BLOCKING non-blocking}. For use by one thread at a time, except for {@link #close}.
 */
public interface Poll extends Closeable {

    /** What to wait for. */
    enum Readiness {
        /**
         * A receive or an accept would not wait: there is data, a connection, the end of the stream, or a failure
         * (POLLIN).
         */
        RECV,
        /**
         * There is room to send (POLLOUT). Of an unconnected datagram socket this says only that its own send buffer has
         * room, not that a receiver's queue has.
         */
        SEND
    }

    /**
     * A socket that is ready.
     *
     * @param socket the socket, as it was given to {@link #watch}
     * @param readiness what it is ready for; not empty
     */
    record Ready(OpenSocket socket, Set<Readiness> readiness) {
        /**
         * Keeps a copy.
         *
         * @param socket the socket
         * @param readiness what is copied
         */
        public Ready {
            readiness = Set.copyOf(readiness);
        }
    }

    /**
     * Starts to watch a socket, or changes what it is watched for.
     *
     * @param socket the socket
     * @param first what to wait for
     * @param more what else to wait for
     * @throws SocketFailure {@code CLOSED} if the socket or this poll is closed; {@code NO_RESOURCES} if there is no
     *     descriptor left for the poll itself
     * @throws java.nio.channels.IllegalBlockingModeException if the socket is blocking
     * @throws IllegalArgumentException if the socket belongs to another library
     */
    void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure;

    /**
     * Stops watching a socket. Call it before closing the socket: otherwise the descriptor stays open, and the peer
     * does not notice, until the next {@link #await}.
     *
     * @param socket a socket; no effect if it is not watched
     * @throws SocketFailure {@code CLOSED} if this poll is closed
     */
    void forget(OpenSocket socket) throws SocketFailure;

    /**
     * Waits until at least one socket is ready.
     *
     * @return the sockets that are ready, in no particular order; not empty
     * @throws SocketFailure {@code CLOSED} if this poll is or gets closed, or the thread is interrupted
     */
    List<Ready> await() throws SocketFailure;

    /**
     * Waits until at least one socket is ready, up to a time limit.
     *
     * @param limit the longest time to wait; zero to check without waiting
     * @return the sockets that are ready; empty if the time ran out
     * @throws SocketFailure as in {@link #await()}
     */
    List<Ready> await(Duration limit) throws SocketFailure;

    /**
     * Closes the poll; may be called from any thread. A call that waits fails with {@code CLOSED}. The sockets stay
     * open.
     *
     * @throws SocketFailure if the system reports an error
     */
    @Override
    void close() throws SocketFailure;
}
