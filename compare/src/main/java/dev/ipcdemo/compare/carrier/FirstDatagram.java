package dev.ipcdemo.compare.carrier;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first datagram of a client and its answer. The server learns from it whom to connect its socket to; the client learns
 * that this is done, because the JDK drops what has arrived before a socket is connected.
 */
final class FirstDatagram {

    private static final int BYTES = 1;

    private FirstDatagram() {}

    /** The server's side; the client's greeting has been received. */
    static MessageChannel answered(MessageChannel line) throws IOException {
        line.send(ByteBuffer.allocateDirect(BYTES));
        return line;
    }

    /** The client's side. */
    static MessageChannel exchanged(MessageChannel line) throws IOException {
        line.send(ByteBuffer.allocateDirect(BYTES));
        line.receive(ByteBuffer.allocateDirect(BYTES));
        return line;
    }
}
