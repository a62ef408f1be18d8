package dev.ipcdemo.launch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Something that a starter and its worker say to each other: a record that writes its own fields, beside a static method
 * that reads them back in the same order.
 */
public interface Message {

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    void write(DataOutput out) throws IOException;

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
