package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a server received since it began to count.
 *
 * @param counts what it knows of the messages; what was sent, and so what was lost, it cannot know
 * @param elapsedNs from the first message to the last
 */
public record Arrivals(Counts counts, long elapsedNs) {

    /** Nothing has arrived. */
    public static final Arrivals NONE = new Arrivals(Counts.NONE, 0);

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        counts.write(out);
        out.writeLong(elapsedNs);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the arrivals
     * @throws IOException if there are none
     */
    public static Arrivals read(DataInput in) throws IOException {
        return new Arrivals(Counts.read(in), in.readLong());
    }
}
