package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** What the roles need to know about the family whose channels they use. */
public interface ChannelFamily {

    /**
     * The endpoint of an address of this family.
     *
     * @param address an address that one of the family's channels returned
     * @return its endpoint; without a name for an unnamed one
     */
    Endpoint endpointOf(SocketAddress address);

    /**
     * Whether an empty message can be sent. Where it cannot, the library does not report one that another program sent
     * either: recvfrom(2) returns 0 and the sender's address, and the library returns what it returns for an empty queue.
     * A socket that has a timeout therefore asks first whether anything has arrived; one that is not blocking overlooks
     * the message.
     *
     * @return false where the library makes no system call for one
     */
    default boolean sendsEmptyMessages() {
        return true;
    }

    /**
     * The address of a datagram's sender, corrected where the channel reports it wrong.
     *
     * @param told what the channel returned
     * @param previous what this method returned the last time that it made a correction; return the same object again
     *     for the same sender
     * @return an address that can be answered
     */
    default SocketAddress senderOf(SocketAddress told, SocketAddress previous) {
        return told;
    }

    /**
     * The channel to send datagrams with. Where a library closes the channel that failed to deliver a datagram, this is
     * a second one for the same socket, so that a receiver that is gone does not close the sender's socket.
     *
     * @param bound the socket's channel
     * @return the same channel, with nothing to close, or another one whose closing does not close the socket
     * @throws IOException if it cannot be opened
     */
    default SendingChannel sendingChannel(DatagramChannel bound) throws IOException {
        return new SendingChannel(bound, () -> {});
    }

    /**
     * A channel to send datagrams with.
     *
     * @param channel the channel
     * @param closing closes it
     */
    record SendingChannel(DatagramChannel channel, Closeable closing) {}

    /**
     * How much of a socket's send buffer is taken by datagrams that their receivers have not read.
     *
     * @param bound the socket's channel
     * @return 0 where a datagram does not stay in its sender's buffer
     * @throws IOException if the system refuses
     */
    default int unreadBytes(DatagramChannel bound) throws IOException {
        return 0;
    }

    /**
     * Whether a peer has unread datagrams, where the system tells.
     *
     * @param peer an address of this family
     * @return {@code UNKNOWN} if not
     */
    default PacketSocket.Queue queueOf(SocketAddress peer) {
        return PacketSocket.Queue.UNKNOWN;
    }

    /**
     * Whether closing the channel, or interrupting the thread, ends a blocked accept and leaves nothing open. If not, a
     * listener waits in a selector instead.
     *
     * @return true for the JDK's channels
     */
    default boolean acceptEndsCleanly() {
        return true;
    }

    /**
     * Whether an open channel still has its descriptor. A library may close the descriptor when a call finds the peer
     * gone.
     *
     * @param channel an open channel of this family
     * @return true for the JDK's channels
     */
    default boolean hasDescriptor(SelectableChannel channel) {
        return true;
    }

    /**
     * Whether the library closes the descriptor of a connected channel when a call finds the peer gone, although a call
     * in another thread may be waiting on it.
     *
     * @return false for the JDK's channels
     */
    default boolean losesDescriptors() {
        return false;
    }

    /**
     * Opens a second channel for the socket of a connection, where the library loses descriptors.
     *
     * @param connected the connection's channel
     * @return a channel whose descriptor is a duplicate
     * @throws IOException if it cannot be opened, or the connection's channel has no descriptor any more
     */
    default DuplicateChannel duplicate(SelectableChannel connected) throws IOException {
        throw new UnsupportedOperationException("not needed for " + connected);
    }

    /** A second channel for the socket of a connection. Closing it ends a call that waits on it. */
    interface DuplicateChannel extends Closeable {
        /**
         * The channel.
         *
         * @return the same channel each time
         */
        ByteChannel channel();

        /**
         * Whether it still has its descriptor.
         *
         * @return false after a call on it has found the peer gone
         */
        boolean hasDescriptor();

        /**
         * The system calls that closing it would make now; {@link #close} does not note them.
         *
         * @return names as in {@link dev.ipcdemo.sockets.spi.SystemCalls}
         */
        List<String> closing();
    }

    /**
     * The system calls that closing a channel would make now.
     *
     * @param channel a channel of this family
     * @return names as in {@link dev.ipcdemo.sockets.spi.SystemCalls}. The JDK shuts down the output of a connected
     *     stream that is registered with a selector (see {@code implCloseNonBlockingMode} of its {@code
     *     SocketChannelImpl})
     */
    default List<String> closing(SelectableChannel channel) {
        return channel instanceof SocketChannel && channel.isRegistered()
                ? List.of("shutdown", "close")
                : List.of("close");
    }

    /**
     * Why a call failed, or what to do, where the family knows more than the system reported.
     *
     * @param operation the verb
     * @param endpoint what it was applied to
     * @param kind how it failed
     * @return a clause, or empty
     */
    default String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return "";
    }

    /**
     * Converts what a channel threw to a failure.
     *
     * @param operation the verb
     * @param endpoint what it was applied to
     * @param cause what was thrown
     * @return the failure, to be thrown; the cause itself if it is one already
     */
    default SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        return Causes.failure(operation, endpoint, cause, kind -> explain(operation, endpoint, kind));
    }
}
