package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.machine.MemoryUse;
import dev.ipcdemo.compare.result.row.Place;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a server saw since it was told to count anew.
 *
 * @param arrivals what it received
 * @param usage of its threads
 * @param place where it ran
 * @param calls the system calls that take several messages, for people; empty if one takes one
 * @param socketOptions the effective socket options, by the names that the system has for them
 * @param memory how much more is in use than before its clients came, where that is looked at
 */
public record ServerResult(
        Arrivals arrivals,
        Usage usage,
        Place place,
        String calls,
        Map<String, String> socketOptions,
        Optional<MemoryUse> memory) {

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        arrivals.write(out);
        usage.write(out);
        out.writeUTF(place.toString());
        out.writeUTF(calls);
        ClientSetup.writeOptions(socketOptions, out);
        out.writeBoolean(memory.isPresent());
        if (memory.isPresent()) {
            memory.get().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the result
     * @throws IOException if there is none
     */
    public static ServerResult read(DataInput in) throws IOException {
        return new ServerResult(
                Arrivals.read(in),
                Usage.read(in),
                Place.parse(in.readUTF()),
                in.readUTF(),
                ClientSetup.readOptions(in),
                in.readBoolean() ? Optional.of(MemoryUse.read(in)) : Optional.empty());
    }
}
