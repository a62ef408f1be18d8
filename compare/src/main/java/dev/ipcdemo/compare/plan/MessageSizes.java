package dev.ipcdemo.compare.plan;

/** The sizes of numbered messages in one direction. Both sides know them, so a stream needs no length in front of a message. */
public final class MessageSizes {

    private final int bytes;

    private MessageSizes(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Messages of one size.
     *
     * @param bytes the size of each
     * @return the sizes
     */
    public static MessageSizes of(int bytes) {
        return new MessageSizes(bytes);
    }

    /**
     * The size of a message.
     *
     * @param sequence its number, from 0
     * @return its size in bytes
     */
    public int of(long sequence) {
        return bytes;
    }

    /**
     * The smallest size.
     *
     * @return in bytes
     */
    public int smallest() {
        return bytes;
    }

    /**
     * The largest size, for which a buffer needs room.
     *
     * @return in bytes
     */
    public int largest() {
        return bytes;
    }
}
