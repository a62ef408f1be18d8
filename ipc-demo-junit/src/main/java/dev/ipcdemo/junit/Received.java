package dev.ipcdemo.junit;

import dev.ipcdemo.sockets.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a server received by one call: a message, or, on a stream, as many bytes as had arrived.
 *
 * @param client who sent it: 1 for the first client that connected, or sent a datagram
 * @param from the client's endpoint; without a name where it has none, such as the client of an AF_UNIX stream
 * @param content the bytes, read-only
 */
public record Received(int client, Endpoint from, ByteBuffer content) {

    /**
     * Makes a view of the bytes that cannot be changed.
     *
     * @param client the number of the client
     * @param from its endpoint
     * @param content the bytes
     */
    public Received {
        content = content.asReadOnlyBuffer();
    }

    /**
     * A view of the bytes.
     *
     * @return all of them, with a position of its own
     */
    @Override
    public ByteBuffer content() {
        return content.duplicate();
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] bytes() {
        byte[] copy = new byte[content.remaining()];
        content().get(copy);
        return copy;
    }

    /**
     * The bytes as text.
     *
     * @return decoded as UTF-8
     */
    public String text() {
        return StandardCharsets.UTF_8.decode(content()).toString();
    }

    /** Such as {@code client 1 (tcp://127.0.0.1:40000): 5 bytes}. */
    @Override
    public String toString() {
        return "client " + client + " (" + from + "): " + content.remaining() + " bytes";
    }
}
