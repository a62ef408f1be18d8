package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.plan.MessageSizes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The content of messages in one direction.
 *
 * <p>A message starts with a number in little-endian order, of which short messages have only the low bytes. It is twice the
 * sequence number, plus one in a reply, so a request that comes back unchanged is not mistaken for a reply. A message of 16
 * bytes or more also ends with the number, scrambled, so that a torn message is detected. The bytes between are fixed.
 */
public final class Payload {

    private static final int NUMBER_BYTES = Long.BYTES;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final MessageSizes sizes;
    private final ByteBuffer expected;

    /**
     * Writes and checks messages of one size.
     *
     * @param messageBytes the size
     */
    public Payload(int messageBytes) {
        this(MessageSizes.ofOne(messageBytes));
    }

    /**
     * Writes and checks messages of several sizes.
     *
     * @param sizes that of each message
     */
    public Payload(MessageSizes sizes) {
        this.sizes = sizes;
        expected = outgoing();
    }

    /**
     * Returns why messages are too short for a pattern that must recognize lost ones.
     *
     * @param messageBytes their size
     * @return the reason; empty if they are long enough
     */
    public static Optional<String> refusal(int messageBytes) {
        return messageBytes < NUMBER_BYTES
                ? Optional.of("a sequence number takes " + NUMBER_BYTES + " bytes")
                : Optional.empty();
    }

    /** Whether a message can have a number, and has the size that belongs to it. */
    boolean hasSize(ByteBuffer message, long near) {
        int bytes = message.limit();
        return bytes >= sizes.smallest() && bytes <= sizes.largest() && bytes == sizes.of(sequence(message, near));
    }

    /** A buffer for {@link #writeRequest} and {@link #writeReply}, with room for the largest message. */
    ByteBuffer outgoing() {
        return message(sizes.largest());
    }

    /** A buffer to receive into, one byte larger than the largest message, so that a longer one is detected. */
    ByteBuffer incoming() {
        return incoming(sizes.largest());
    }

    /**
     * Makes a buffer with the fixed bytes in it.
     *
     * @param messageBytes its capacity
     * @return a buffer for {@link #writeRequest}
     */
    public static ByteBuffer message(int messageBytes) {
        return fill(ByteBuffer.allocateDirect(messageBytes));
    }

    /** Writes the fixed bytes of a message of the buffer's capacity. Returns the buffer, for {@link #writeRequest}. */
    static ByteBuffer fill(ByteBuffer message) {
        for (int i = 0; i < message.capacity(); i++) {
            message.put(i, fixed(i));
        }
        return message.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A buffer to receive into, one byte larger than a message, so that a longer one is detected. */
    static ByteBuffer incoming(int messageBytes) {
        return ByteBuffer.allocateDirect(messageBytes + 1).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes a request, ready to be sent.
     *
     * @param message a buffer from {@link #message}
     * @param sequence the request's number, from 0
     */
    public void writeRequest(ByteBuffer message, long sequence) {
        write(message, sequence, false);
    }

    /** Writes the reply to a request, ready to be sent. */
    void writeReply(ByteBuffer message, long sequence) {
        write(message, sequence, true);
    }

    /** The buffer's limit is the size of the message that it holds, whose end may lie within this one. */
    private void write(ByteBuffer message, long sequence, boolean reply) {
        int bytes = sizes.of(sequence);
        if (message.limit() != bytes) {
            restoreEnd(message);
        }
        number(message, bytes, sequence << 1 | (reply ? 1 : 0));
        message.clear().limit(bytes);
    }

    /** Writes the fixed bytes where a message had its number a second time. */
    private static void restoreEnd(ByteBuffer message) {
        int end = message.limit();
        message.clear();
        for (int i = end - NUMBER_BYTES; end >= 2 * NUMBER_BYTES && i < end; i++) {
            message.put(i, fixed(i));
        }
    }

    private static byte fixed(int index) {
        return (byte) (31 * index + 7);
    }

    /**
     * Turns a request into its reply, in place.
     *
     * @param message the request
     */
    public static void turnIntoReply(ByteBuffer message) {
        message.put(0, (byte) (message.get(0) | 1));
    }

    /** Whether a message of the right size is a reply, not a request. */
    static boolean isReply(ByteBuffer message) {
        return (message.get(0) & 1) == 1;
    }

    /** Reads the sequence number; of a short message, the one nearest to the expected one. */
    long sequence(ByteBuffer message, long near) {
        int bytes = message.limit();
        if (bytes >= NUMBER_BYTES) {
            return message.getLong(0) >>> 1;
        }
        long low = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            low = low << 8 | message.get(i) & 0xff;
        }
        int unknownBits = Long.SIZE - (8 * bytes - 1);
        long distance = (low >>> 1) - near << unknownBits >> unknownBits; // the sign of what is left is extended
        return near + distance;
    }

    /** Whether every byte is as it was sent. */
    boolean isIntact(ByteBuffer message, long sequence, boolean reply) {
        write(expected, sequence, reply);
        return expected.mismatch(message) < 0;
    }

    private static void number(ByteBuffer message, int bytes, long number) {
        message.clear();
        if (bytes >= NUMBER_BYTES) {
            message.putLong(0, number);
            if (bytes >= 2 * NUMBER_BYTES) {
                message.putLong(bytes - NUMBER_BYTES, (number >>> 1) * MIX);
            }
            return;
        }
        for (int i = 0; i < bytes; i++) {
            message.put(i, (byte) (number >>> 8 * i));
        }
    }
}
