package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a server saw since it was told to count anew.
 *
 * @param arrivals what it received
 * @param usage of its threads
 * @param place where it ran: {@code cpu 1}, or {@code free}, with the reason if that was not asked for
 */
public record ServerResult(Arrivals arrivals, Usage usage, String place) {

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        arrivals.write(out);
        usage.write(out);
        out.writeUTF(place);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the result
     * @throws IOException if there is none
     */
    public static ServerResult read(DataInput in) throws IOException {
        return new ServerResult(Arrivals.read(in), Usage.read(in), in.readUTF());
    }
}
