package dev.ipcdemo.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as a timeline shows them: short text in quotes, and of anything longer the beginning and the count. */
final class Bytes {

    private static final int SHOWN = 24;

    private Bytes() {}

    /** The bytes from one position of a buffer to another; the buffer is not changed. */
    static String show(ByteBuffer buffer, int from, int to) {
        int shown = Math.min(to - from, SHOWN);
        byte[] bytes = new byte[shown];
        buffer.duplicate().clear().position(from).get(bytes);
        StringBuilder text = new StringBuilder("\"");
        for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(
                    c == '\n' ? "\\n" : c < ' ' || c > '~' || c == '"' ? String.format("\\x%02x", (int) c) : "" + c);
        }
        text.append('"');
        return to - from > SHOWN ? text + "… " + (to - from) + " bytes" : text.toString();
    }
}
