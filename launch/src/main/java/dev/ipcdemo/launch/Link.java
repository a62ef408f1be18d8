package dev.ipcdemo.launch;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Carries messages in both directions between a starter and its worker, in order and without loss. Any thread may send;
 * one receives. {@link MessageLink} gives them types.
 */
public interface Link extends Closeable {

    /** The size of the largest message: 16 MiB. */
    int MAX_MESSAGE_BYTES = 16 << 20;

    /**
     * Sends a message. Blocks only if the other end does not take what was sent before.
     *
     * @param message 1 to {@link #MAX_MESSAGE_BYTES} bytes, not to be changed afterwards
     * @throws IOException if the other end is gone
     * @throws IllegalArgumentException if the message is empty or too large
     */
    void send(byte[] message) throws IOException;

    /**
     * Waits for the next message.
     *
     * @return the message; empty when the other end has closed
     * @throws IOException if the link broke, or something other than a message came
     */
    Optional<byte[]> receive() throws IOException;

    /** Closes this end; the other receives what was sent, and then the end. Closing again does nothing. */
    @Override
    void close() throws IOException;

    /**
     * Refuses a message that no link carries.
     *
     * @param message what is to be sent
     * @throws IllegalArgumentException if the message is empty or too large
     */
    static void requireSendable(byte[] message) {
        if (message.length == 0 || message.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a message has 1 to " + MAX_MESSAGE_BYTES + " bytes, and this one has " + message.length);
        }
    }
}
