package dev.ipcdemo.launch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Something that a starter and its worker say to each other: a record of a sealed interface. It writes a byte for its type
 * and then its fields; a static method beside it reads the fields in the same order, and one on the interface reads the
 * type.
 */
public interface Message {

    /**
     * Writes the type and the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    void write(DataOutput out) throws IOException;

    /**
     * Reads the messages of a set.
     *
     * @param <M> the sealed interface of the set
     */
    @FunctionalInterface
    interface Reader<M> {

        /**
         * Reads a message.
         *
         * @param in what {@link Message#write} wrote
         * @return the message
         * @throws IOException if these bytes are not one
         * @throws IllegalArgumentException if a field has a value that it cannot have
         */
        M read(DataInput in) throws IOException;
    }

    /**
     * Refuses a type that a set does not have.
     *
     * @param type what was read
     * @return to be thrown
     */
    static IOException unknownType(int type) {
        return new IOException("there is no message of type " + type);
    }

    /**
     * Writes a text of any length, where {@link DataOutput#writeUTF} stops at 64 KiB.
     *
     * @param out where
     * @param text what
     * @throws IOException if it cannot be written
     */
    static void writeText(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #writeText} wrote.
     *
     * @param in from where
     * @return the text
     * @throws IOException if there is none, or only a part of one
     */
    static String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Link.MAX_MESSAGE_BYTES) {
            throw new IOException("a text of " + length + " bytes does not fit into a message");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
