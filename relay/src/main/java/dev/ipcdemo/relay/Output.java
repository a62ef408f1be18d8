package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;

/** Where one direction of one client leads. */
interface Output {

    /**
     * Whether a message without bytes may be sent. Not on a connection: of SOCK_SEQPACKET it would be taken for the end, and
     * the libraries send none of SOCK_DGRAM.
     */
    boolean sendsEmptyMessages();

    /** Sends all of it: a message, or a piece of a stream. Waits while the receiver has no room. */
    void send(ByteBuffer bytes) throws SocketFailure;

    /**
     * Sends all of it unless that would wait, and others with it. Returns false if nothing was sent, because the receiver
     * has no room, or because it cannot be known that it has.
     */
    boolean trySend(ByteBuffer bytes) throws SocketFailure;

    /** Ends this direction, or the whole client. */
    void end(Ending how) throws SocketFailure;

    /** Whether there is an end of the stream, and a connection to close. */
    boolean hasEnd();
}
