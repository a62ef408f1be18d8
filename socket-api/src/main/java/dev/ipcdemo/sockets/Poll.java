package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Watches many sockets with one thread: poll(2), or what the system has in its place, such as epoll(7).
 *
 * <p>Made by {@link dev.ipcdemo.sockets.Transport#poll}, and takes sockets of the same library only, which were opened
 * not {@linkplain Options#BLOCKING blocking}. For one thread at a time, except for {@link #close}.
 */
public interface Poll extends Closeable {

    /** What one can wait for. */
    enum Readiness {
        /** Something can be received, or a connection accepted, without waiting; so can an end or a failure (POLLIN). */
        RECV,
        /** There is room to send (POLLOUT). A datagram socket that is not connected says so always. */
        SEND
    }

    /**
     * A socket that is ready.
     *
     * @param socket the socket, as it was given to {@link #watch}
     * @param readiness for what; not empty
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
     * Watches a socket from now on, or watches it for something else than before.
     *
     * @param socket the socket
     * @param first what to wait for
     * @param more what else to wait for
     * @throws SocketFailure {@code CLOSED} if the socket or this poll is closed; {@code NO_RESOURCES} if no descriptor
     *     is left for the poll itself
     * @throws java.nio.channels.IllegalBlockingModeException if the socket is blocking
     * @throws IllegalArgumentException if the socket is another library's
     */
    void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure;

    /**
     * Watches a socket no longer. To be called before the socket is closed: the descriptor of one that is watched lives
     * on, and the peer is told nothing, until the next {@link #await}.
     *
     * @param socket a socket; nothing is done for one that is not watched
     * @throws SocketFailure {@code CLOSED} if this poll is closed
     */
    void forget(OpenSocket socket) throws SocketFailure;

    /**
     * Waits until at least one socket is ready.
     *
     * @return those that are ready, in no promised order; not empty
     * @throws SocketFailure {@code CLOSED} if this poll is or gets closed, or the thread is interrupted
     */
    List<Ready> await() throws SocketFailure;

    /**
     * Waits until at least one socket is ready, but not for ever.
     *
     * @param limit how long; zero to look only
     * @return those that are ready; empty if none was in time
     * @throws SocketFailure as in {@link #await()}
     */
    List<Ready> await(Duration limit) throws SocketFailure;

    /**
     * Ends the watching, from any thread; a call that waits fails with {@code CLOSED}. The sockets are left open.
     *
     * @throws SocketFailure if the system reports an error
     */
    @Override
    void close() throws SocketFailure;
}
