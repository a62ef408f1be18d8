package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.SocketAddress;

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
     * Whether a message of no bytes is sent when asked for.
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
     * @return an address to answer to
     */
    default SocketAddress senderOf(SocketAddress told) {
        return told;
    }

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
        String detail = explanation.isEmpty() && kind == FailureKind.OTHER ? Causes.words(cause) : explanation;
        return new SocketFailure(operation, endpoint.toString(), kind, detail, cause);
    }
}
