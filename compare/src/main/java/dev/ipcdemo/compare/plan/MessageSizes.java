package dev.ipcdemo.compare.plan;

import java.util.Arrays;

/** The sizes of numbered messages in one direction. Both sides know them, so a stream needs no length in front of a message. */
public final class MessageSizes {

    private final int[] inTurn;
    private final int smallest;
    private final int largest;

    private MessageSizes(int[] inTurn) {
        this.inTurn = inTurn;
        smallest = Arrays.stream(inTurn).min().orElseThrow();
        largest = Arrays.stream(inTurn).max().orElseThrow();
    }

    /**
     * Messages of one size.
     *
     * @param bytes the size of each
     * @return the sizes
     */
    public static MessageSizes ofOne(int bytes) {
        return new MessageSizes(new int[] {bytes});
    }

    /**
     * Messages of several sizes.
     *
     * @param sizes that of each message in turn, at least one; after the last comes the first again
     * @return the sizes
     */
    public static MessageSizes inTurn(int[] sizes) {
        return new MessageSizes(sizes.clone());
    }

    /**
     * The size of a message.
     *
     * @param sequence its number; the first message has number 0
     * @return its size in bytes
     */
    public int of(long sequence) {
        return smallest == largest ? largest : inTurn[Math.floorMod(sequence, inTurn.length)];
    }

    /**
     * Whether any message has a size.
     *
     * @param bytes the size
     * @return false if no message has it
     */
    public boolean has(int bytes) {
        return smallest == largest ? bytes == largest : Arrays.stream(inTurn).anyMatch(each -> each == bytes);
    }

    /**
     * The smallest size.
     *
     * @return in bytes
     */
    public int smallest() {
        return smallest;
    }

    /**
     * The largest size, for which a buffer needs room.
     *
     * @return in bytes
     */
    public int largest() {
        return largest;
    }
}
