package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** What the roles have to know of the family whose channels they are given. */
public interface ChannelFamily {

    /**
     * The text for an address of this family.
     *
     * @param address an address that one of the family's channels told
     * @return its endpoint; without a name for an unnamed one
     */
    Endpoint endpointOf(SocketAddress address);

    /**
     * Whether a message of no bytes is sent when asked for. Where it is not, one that another program sends is not told of
     * either, to a socket that is not blocking or has a timeout: the library takes it out of the queue, and returns for it
     * what it returns for nothing.
     *
     * @return false where the library makes no system call for it
     */
    default boolean sendsEmptyMessages() {
        return true;
    }

    /**
     * The address of a datagram's sender, where the channel does not tell it right.
     *
     * @param told what the channel told
     * @param previous what this returned the last time that it was not what the channel told; to be returned again for
     *     the same sender
     * @return an address to answer to
     */
    default SocketAddress senderOf(SocketAddress told, SocketAddress previous) {
        return told;
    }

    /**
     * A channel to send datagrams with. Where a library gives up the channel by which a datagram could not be delivered,
     * that is another one for the same socket, so that a receiver who is gone does not end the socket of who answers him.
     *
     * @param bound the socket's channel
     * @return the same, with nothing to close, or another whose closing does not end the socket
     * @throws IOException if there can be none
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
     * Whether an accept that blocks in a channel of this family is ended by closing the channel and by interrupting the
     * thread, with nothing left open. Where it is not, a listener waits in a selector instead.
     *
     * @return true for the JDK's channels
     */
    default boolean acceptEndsCleanly() {
        return true;
    }

    /**
     * Whether a channel that has not been closed still has its descriptor. A library may close it where a call finds the
     * peer gone.
     *
     * @param channel an open channel of this family
     * @return true for the JDK's channels
     */
    default boolean hasDescriptor(SelectableChannel channel) {
        return true;
    }

    /**
     * The system calls by which a channel would be closed now.
     *
     * @param channel a channel of this family
     * @return as {@link dev.ipcdemo.sockets.spi.SystemCalls} has them. The JDK shuts down the output of a connected stream
     *     before a selector lets go of it (see {@code implCloseNonBlockingMode} of its {@code SocketChannelImpl})
     */
    default List<String> closing(SelectableChannel channel) {
        return channel instanceof SocketChannel && channel.isRegistered()
                ? List.of("shutdown", "close")
                : List.of("close");
    }

    /**
     * Why a call failed, or what to do, where the family can tell more than the system did.
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
     * Makes one sentence of what a channel threw.
     *
     * @param operation the verb
     * @param endpoint what it was applied to
     * @param cause what was thrown
     * @return the failure, to be thrown; the cause itself if that is one already
     */
    default SocketFailure failure(String operation, Endpoint endpoint, IOException cause) {
        if (cause instanceof SocketFailure failure) {
            return failure;
        }
        FailureKind kind = Causes.kindOf(cause);
        String explanation = explain(operation, endpoint, kind);
        String detail = explanation.isEmpty() ? Causes.detail(cause, kind) : explanation;
        return new SocketFailure(operation, endpoint.toString(), kind, detail, cause);
    }
}
