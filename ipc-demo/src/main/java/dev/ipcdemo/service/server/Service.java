package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;

/**
 * What a server does with what its peers send. One instance serves all peers of a server: over connections from a thread
 * for each, over datagrams from one thread.
 *
 * <p>The server holds no lock while it calls a service, and a service must hold none while it ends a peer or sends to one.
 *
 * <p>Whatever a method throws costs that peer its connection, or that datagram its answer, and nothing else.
 */
public interface Service {

    /**
     * Takes what came from a peer.
     *
     * @param from who sent it, and who can be answered
     * @param bytes one message, or over a stream the bytes that have come so far; the buffer is the server's again when
     *     this returns
     * @throws SocketFailure if answering failed
     */
    void received(Peer from, ByteBuffer bytes) throws SocketFailure;

    /**
     * Somebody new is there: a connection was accepted, or a first datagram came.
     *
     * @param peer who
     * @throws SocketFailure if greeting failed
     */
    default void joined(Peer peer) throws SocketFailure {}

    /**
     * Somebody is gone, in order or not; for datagrams, who has not been heard of for the idle time. Comes once for each
     * {@link #joined}, perhaps from another thread.
     *
     * @param peer who; sending to it fails
     */
    default void left(Peer peer) {}

    /**
     * Talks to a connected peer until one side ends it, on a thread of its own. Override it where a service needs the
     * connection itself; else each piece that comes goes to {@link #received}.
     *
     * @param peer who
     * @param buffer for what comes
     * @throws SocketFailure if receiving or answering failed
     */
    default void converse(ConnectedPeer peer, ReceiveBuffer buffer) throws SocketFailure {
        while (peer.receive(buffer.get())) {
            received(peer, buffer.get());
            buffer.fit();
        }
        ended(peer);
    }

    /**
     * Whether {@link #converse} is more than to take what comes, so that each connection needs a thread of its own even when
     * it is idle.
     *
     * @return true where it is overridden
     */
    default boolean needsThreads() {
        return false;
    }

    /**
     * A connected peer has sent its last, in order.
     *
     * @param peer who
     * @throws SocketFailure if answering failed
     */
    default void ended(ConnectedPeer peer) throws SocketFailure {}

    /**
     * Looks at a datagram from an address that is no peer yet. Nothing has to be remembered of one that is not let in.
     *
     * @param from where it says that it came from
     * @param canBeForged whether anybody can say that; false where the kernel vouches for the sender, as with AF_UNIX
     * @param message the datagram, from 0 to its limit; where its position is moved on, only what is left is received
     * @param answer sends one datagram to that address; none must be longer than the message
     * @return whether the address becomes a peer and the message is received
     * @throws SocketFailure if answering failed
     */
    default boolean admits(String from, boolean canBeForged, ByteBuffer message, Answer answer) throws SocketFailure {
        return true;
    }

    /** Answers somebody who is no peer. */
    @FunctionalInterface
    interface Answer {
        /**
         * Sends.
         *
         * @param bytes one datagram
         * @throws SocketFailure if that failed
         */
        void send(ByteBuffer bytes) throws SocketFailure;
    }

    /**
     * Whether the log has one line for a peer, with {@link #account}, instead of one when it comes and one when it goes.
     *
     * @return whether the service tells what it did
     */
    default boolean accounts() {
        return false;
    }

    /**
     * What was done with a peer, which is gone.
     *
     * @param peer who
     * @return a clause for the log; empty for no line at all
     */
    default String account(Peer peer) {
        return "";
    }

    /**
     * What was done with all of them, beside what the server itself counts.
     *
     * @return to be put behind the server's summary; empty for nothing
     */
    default String summary() {
        return "";
    }
}
