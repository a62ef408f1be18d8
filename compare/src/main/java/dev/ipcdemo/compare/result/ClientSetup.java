package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.result.row.Place;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a client was set up.
 *
 * @param place where it runs
 * @param buffers the effective socket buffers, for people; empty where there are none
 * @param calls the system calls that carry several messages, for people; empty if one carries one
 * @param socketOptions the effective socket options, by the names that the system has for them
 */
public record ClientSetup(Place place, String buffers, String calls, Map<String, String> socketOptions) {

    /** More than any socket has. */
    private static final int MOST_OPTIONS = 100;

    /**
     * Of what has no socket options.
     *
     * @param place where it runs
     * @param buffers the effective socket buffers, for people; empty where there are none
     * @param calls the system calls that carry several messages, for people; empty if one carries one
     */
    public ClientSetup(Place place, String buffers, String calls) {
        this(place, buffers, calls, Map.of());
    }

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
        writeOptions(socketOptions, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the setup
     * @throws IOException if there is none
     */
    public static ClientSetup read(DataInput in) throws IOException {
        return new ClientSetup(Place.parse(in.readUTF()), in.readUTF(), in.readUTF(), readOptions(in));
    }

    static void writeOptions(Map<String, String> options, DataOutput out) throws IOException {
        out.writeInt(options.size());
        for (Map.Entry<String, String> option : options.entrySet()) {
            out.writeUTF(option.getKey());
            out.writeUTF(option.getValue());
        }
    }

    static Map<String, String> readOptions(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_OPTIONS) {
            throw new IOException("a socket does not have " + count + " options");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            options.put(in.readUTF(), in.readUTF());
        }
        return options;
    }
}
