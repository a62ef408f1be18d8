package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The first datagram of a client, and its answer. From the first, the server learns which address to connect its socket to.
 * The answer tells the client that this is done, because the JDK drops what arrives before a socket is connected.
 */
final class DatagramHandshake {

    private static final int BYTES = 1;

    private DatagramHandshake() {}

    /** The server's side, after the first datagram was received. Closes the channel if it fails. */
    static MessageChannel answered(MessageChannel channel) throws IOException {
        return closedIfFails(channel, () -> channel.send(ByteBuffer.allocateDirect(BYTES)));
    }

    /** The client's side. Closes the channel if it fails. */
    static MessageChannel exchanged(MessageChannel channel) throws IOException {
        return closedIfFails(channel, () -> {
            channel.send(ByteBuffer.allocateDirect(BYTES));
            channel.receive(ByteBuffer.allocateDirect(BYTES));
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private static MessageChannel closedIfFails(MessageChannel channel, Step step) throws IOException {
        try {
            step.run();
            return channel;
        } catch (IOException e) {
            Closing.allAfter(e, List.of(channel));
            throw e;
        }
    }
}
