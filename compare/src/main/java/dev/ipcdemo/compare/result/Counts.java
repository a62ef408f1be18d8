package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of the messages of one measurement.
 *
 * @param sent how many were sent
 * @param received how many of these arrived (or were answered) intact, each counted once
 * @param lost how many did not
 * @param duplicated how many arrived once more
 * @param reordered how many arrived after a later one
 * @param corrupted how many arrived with other bytes than were sent
 * @param wrongSize how many arrived longer or shorter than they were sent
 * @param own how many requests came back to their sender instead of a reply
 */
public record Counts(
        long sent,
        long received,
        long lost,
        long duplicated,
        long reordered,
        long corrupted,
        long wrongSize,
        long own) {

    /** Nothing was sent. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * What must not have happened.
     *
     * @param mayLose whether loss, duplication and reordering are in the nature of the carrier
     * @return a clause, such as {@code 1,683 messages never arrived}; empty if all is well
     */
    public Optional<String> fault(boolean mayLose) {
        List<String> faults = new ArrayList<>();
        note(faults, own, "came back unchanged (is the client talking to itself?)");
        note(faults, wrongSize, "had the wrong size");
        note(faults, corrupted, "had the wrong content");
        if (!mayLose) {
            note(faults, duplicated, "arrived twice");
            note(faults, lost, "never arrived");
            note(faults, reordered, "arrived after a later one");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", faults));
    }

    private static void note(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(String.format(Locale.ROOT, "%,d %s ", count, count == 1 ? "message" : "messages") + what);
        }
    }

    /**
     * Adds up.
     *
     * @param other more of the same measurement
     * @return both together
     */
    public Counts plus(Counts other) {
        return new Counts(
                sent + other.sent,
                received + other.received,
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                corrupted + other.corrupted,
                wrongSize + other.wrongSize,
                own + other.own);
    }

    /**
     * Completes what a receiver counted.
     *
     * @param count how many were sent
     * @return with what was lost
     */
    public Counts ofSent(long count) {
        return new Counts(
                count, received, Math.max(0, count - received), duplicated, reordered, corrupted, wrongSize, own);
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(sent);
        out.writeLong(received);
        out.writeLong(lost);
        out.writeLong(duplicated);
        out.writeLong(reordered);
        out.writeLong(corrupted);
        out.writeLong(wrongSize);
        out.writeLong(own);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the counts
     * @throws IOException if there are none
     */
    public static Counts read(DataInput in) throws IOException {
        return new Counts(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }
}
