package dev.ipcdemo.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Short texts as the bytes that a demo sends. */
final class Text {

    private Text() {}

    /** A buffer that holds the text and is ready to be sent. */
    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What a buffer has received. */
    static String received(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer.duplicate().flip()).toString();
    }
}
