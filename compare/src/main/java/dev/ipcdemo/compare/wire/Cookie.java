package dev.ipcdemo.compare.wire;

import java.nio.ByteBuffer;

/**
 * Sixteen bytes that a server sent to an address. A client that sends them back is at that address.
 *
 * @param first the first eight
 * @param second the last eight
 */
public record Cookie(long first, long second) {

    /** In a frame that carries none. */
    public static final Cookie NONE = new Cookie(0, 0);

    void write(ByteBuffer out) {
        out.putLong(first).putLong(second);
    }

    static Cookie read(ByteBuffer in) {
        return new Cookie(in.getLong(), in.getLong());
    }

    /** Whether both are the same, found out in a time that does not tell how far they are. */
    boolean matches(Cookie other) {
        return (first ^ other.first | second ^ other.second) == 0;
    }
}
