package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What threads have used up.
 *
 * @param cpuNs CPU time in user mode and in the kernel; -1 where it cannot be told
 * @param allocatedBytes memory allocated on the Java heap; -1 where it cannot be told
 */
public record Usage(long cpuNs, long allocatedBytes) {

    /** It cannot be told, as for virtual threads. */
    public static final Usage UNKNOWN = new Usage(-1, -1);

    /**
     * What was used up in between.
     *
     * @param earlier the same threads' usage before
     * @return the difference; unknown if either is
     */
    public Usage since(Usage earlier) {
        return isKnown() && earlier.isKnown()
                ? new Usage(cpuNs - earlier.cpuNs, allocatedBytes - earlier.allocatedBytes)
                : UNKNOWN;
    }

    /**
     * Adds up.
     *
     * @param other what other threads used up
     * @return both together; unknown if either is
     */
    public Usage plus(Usage other) {
        return isKnown() && other.isKnown()
                ? new Usage(cpuNs + other.cpuNs, allocatedBytes + other.allocatedBytes)
                : UNKNOWN;
    }

    /**
     * Whether it could be told.
     *
     * @return whether both figures are there
     */
    public boolean isKnown() {
        return cpuNs >= 0 && allocatedBytes >= 0;
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(cpuNs);
        out.writeLong(allocatedBytes);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the usage
     * @throws IOException if there is none
     */
    public static Usage read(DataInput in) throws IOException {
        return new Usage(in.readLong(), in.readLong());
    }
}
