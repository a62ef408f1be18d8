package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Checks numbered messages and counts what became of them. For use by the one thread that receives them.
 *
 * <p>A message that is skipped counts as lost until it arrives; then it counts as reordered. One that arrives again counts as
 * duplicated, and so does one that is too old for the window to know.
 */
final class ArrivalCounter {

    private static final int WINDOW = 1 << 16;

    private final long[] seen = new long[WINDOW / Long.SIZE];
    private long first;
    private long next;
    private long received;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long wrongSize;
    private long own;

    /** Starts counting anew, with the given number as the next expected. */
    void start(long firstExpected) {
        first = firstExpected;
        next = firstExpected;
        received = 0;
        duplicated = 0;
        reordered = 0;
        corrupted = 0;
        wrongSize = 0;
        own = 0;
        Arrays.fill(seen, 0);
    }

    /** The number that is expected next. */
    long next() {
        return next;
    }

    /**
     * Checks and counts a message.
     *
     * @param reply whether it must be a reply
     * @return its sequence number; -1 if it is not a valid message
     */
    long count(Payload payload, ByteBuffer message, boolean reply) {
        if (!payload.hasSize(message, next)) {
            wrongSize++;
            return -1;
        }
        if (reply && !Payload.isReply(message)) {
            own++;
            return -1;
        }
        long sequence = payload.sequence(message, next);
        if (!payload.isIntact(message, sequence, reply)) {
            corrupted++;
            return -1;
        }
        arrived(sequence);
        return sequence;
    }

    void arrived(long sequence) {
        if (sequence < first) {
            return; // sent before the count began
        }
        if (sequence >= next) {
            clear(next, sequence);
            set(sequence);
            next = sequence + 1;
            received++;
        } else if (sequence < next - WINDOW || isSet(sequence)) {
            duplicated++;
        } else {
            set(sequence);
            reordered++;
            received++;
        }
    }

    private boolean isSet(long sequence) {
        int bit = (int) (sequence & WINDOW - 1);
        return (seen[bit >> 6] & 1L << bit) != 0;
    }

    private void set(long sequence) {
        int bit = (int) (sequence & WINDOW - 1);
        seen[bit >> 6] |= 1L << bit;
    }

    /** A word at a time, because a peer chooses the numbers: a jump must not cost much more than a step. */
    private void clear(long from, long to) {
        if (to - from >= WINDOW) {
            Arrays.fill(seen, 0);
            return;
        }
        long at = from;
        while (at < to) {
            int bit = (int) (at & WINDOW - 1);
            long endOfWord = Math.min(to, (at | Long.SIZE - 1) + 1);
            long bits = endOfWord - at == Long.SIZE ? -1L : (1L << endOfWord - at) - 1;
            seen[bit >> 6] &= ~(bits << bit);
            at = endOfWord;
        }
    }

    /**
     * The counts so far.
     *
     * @param sent how many messages were sent
     */
    Counts counts(long sent) {
        return new Counts(
                sent, received, Math.max(0, sent - received), duplicated, reordered, corrupted, wrongSize, own);
    }
}
