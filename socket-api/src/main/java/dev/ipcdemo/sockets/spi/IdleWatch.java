package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Watches blocking connections for something to receive, so that one that is idle needs no thread. For transports whose
 * waits hold a platform thread, of which ten thousand take a gigabyte.
 */
public interface IdleWatch extends Closeable {

    /** A transport that has such a watch. */
    interface Opener {
        /**
         * Opens one.
         *
         * @return a watch for connections of this transport
         * @throws SocketFailure if the system refuses
         */
        IdleWatch openIdleWatch() throws SocketFailure;
    }

    /**
     * The opener of a transport.
     *
     * @param transport any transport
     * @return empty if it has none
     */
    static Optional<Opener> of(Transport transport) {
        return transport instanceof Opener opener ? Optional.of(opener) : Optional.empty();
    }

    /**
     * Waits until there is something to receive: bytes, a message, or the end.
     *
     * @param connection an open connection
     * @param limit how long to wait
     * @return false if nothing has come in that time
     * @throws SocketFailure {@code CLOSED} if the connection is closed
     */
    boolean awaitReceivable(Connection connection, Duration limit) throws SocketFailure;

    /**
     * Watches a connection until there is something to receive. Does not wait. Nobody may close the connection meanwhile.
     *
     * @param connection an open connection
     * @param task what {@link #await} returns then, once
     * @throws SocketFailure if the connection cannot be watched
     */
    void watch(Connection connection, Runnable task) throws SocketFailure;

    /**
     * Ends the watch, to be called before the connection is closed. Its task may be returned all the same.
     *
     * @param connection an open connection that is watched
     */
    void forget(Connection connection);

    /**
     * Waits until some of the connections have something to receive. For one thread.
     *
     * @return their tasks; perhaps none
     * @throws SocketFailure {@code CLOSED} if the watch is closed
     */
    List<Runnable> await() throws SocketFailure;

    /** Closes the watch, not the connections. A thread in {@link #await} notices it within a second. */
    @Override
    void close();
}
