package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a client was set up.
 *
 * @param place where it runs
 * @param buffers the effective socket buffers, for people; empty where there are none
 * @param calls the system calls that carry several messages, for people; empty if one carries one
 */
public record ClientSetup(Place place, String buffers, String calls) {

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(place.toString());
        out.writeUTF(buffers);
        out.writeUTF(calls);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the setup
     * @throws IOException if there is none
     */
    public static ClientSetup read(DataInput in) throws IOException {
        return new ClientSetup(Place.parse(in.readUTF()), in.readUTF(), in.readUTF());
    }
}
