package dev.ipcdemo.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Short texts as the bytes that a demo sends and receives. */
final class Text {

    private Text() {}

    /** A buffer with the text, ready to be sent. */
    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The text that a buffer has received. */
    static String received(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer.duplicate().flip()).toString();
    }
}
