package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that depend on their place in the stream, so that a lost, duplicated or moved byte is noticed. */
public final class Content {

    private Content() {}

    /** A buffer with a text. */
    public static ByteBuffer of(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text before the buffer's position. */
    public static String textOf(ByteBuffer received) {
        ByteBuffer bytes = received.duplicate().flip();
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** A buffer with a number of bytes of the content, starting at a place. */
    public static ByteBuffer from(long place, int bytes) {
        return fill(ByteBuffer.allocateDirect(bytes), place).flip();
    }

    /** Fills the rest of a buffer with the content, starting at a place. */
    public static ByteBuffer fill(ByteBuffer buffer, long place) {
        for (long at = place; buffer.hasRemaining(); at++) {
            buffer.put(byteAt(at));
        }
        return buffer;
    }

    /** Asserts that the bytes between position and limit are the content, starting at a place. */
    public static void check(ByteBuffer received, long place) {
        long at = place;
        while (received.hasRemaining()) {
            byte found = received.get();
            if (found != byteAt(at)) {
                assertThat(found).as("the byte at %d", at).isEqualTo(byteAt(at));
            }
            at++;
        }
    }

    private static byte byteAt(long place) {
        return (byte) (place * 31 + (place >> 8) * 17 + (place >> 16));
    }
}
