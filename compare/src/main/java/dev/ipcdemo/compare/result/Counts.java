package dev.ipcdemo.compare.result;

import java.util.ArrayList;
import java.util.List;
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
     * @param mayLose whether loss and reordering are in the nature of the carrier
     * @return a clause, or nothing if all is well
     */
    public Optional<String> fault(boolean mayLose) {
        List<String> faults = new ArrayList<>();
        note(faults, own, "came back as sent: the server's place answers with the client's own messages");
        note(faults, wrongSize, "had the wrong size");
        note(faults, corrupted, "had other bytes than were sent");
        note(faults, duplicated, "came twice");
        if (!mayLose) {
            note(faults, lost, "never came");
            note(faults, reordered, "came after a later one");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of("of the messages " + String.join(", ", faults));
    }

    private static void note(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(count + " " + what);
        }
    }

    /** Both added up. */
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

    /** These of a receiver, when it is known how many were sent. */
    public Counts ofSent(long count) {
        return new Counts(
                count, received, Math.max(0, count - received), duplicated, reordered, corrupted, wrongSize, own);
    }

    List<String> toTexts() {
        List<String> texts = new ArrayList<>();
        for (long count : new long[] {sent, received, lost, duplicated, reordered, corrupted, wrongSize, own}) {
            texts.add(Long.toString(count));
        }
        return texts;
    }

    static Counts ofTexts(List<String> texts) {
        long[] counts = texts.stream().mapToLong(Long::parseLong).toArray();
        return new Counts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]);
    }
}
