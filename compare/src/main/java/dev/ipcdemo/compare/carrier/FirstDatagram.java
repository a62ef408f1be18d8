package dev.ipcdemo.compare.carrier;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first datagram of a client, and its answer. From the first, the server learns which address to connect its socket to.
 * The answer tells the client that this is done, because the JDK drops what arrives before a socket is connected.
 */
final class FirstDatagram {

    private static final int BYTES = 1;

    private FirstDatagram() {}

    /** The server's side, after the first datagram was received. */
    static MessageChannel answered(MessageChannel channel) throws IOException {
        channel.send(ByteBuffer.allocateDirect(BYTES));
        return channel;
    }

    /** The client's side. */
    static MessageChannel exchanged(MessageChannel channel) throws IOException {
        channel.send(ByteBuffer.allocateDirect(BYTES));
        channel.receive(ByteBuffer.allocateDirect(BYTES));
        return channel;
    }
}
