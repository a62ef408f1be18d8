package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks and counts the messages that arrive after a mark, and notes when the first and the last of them came. One thread
 * adds messages. Another may set the mark and read the counts while no message is under way.
 */
public final class ArrivalsSinceMark {

    private final Payload payload;
    private final ArrivalCounter counter = new ArrivalCounter();
    private volatile int marks = 1;
    private int marksSeen;
    private long firstNs;
    private final Slices slices = new Slices();
    private final AtomicLong lastNs = new AtomicLong(); // set last, so that a thread that reads it also sees the counts

    /**
     * Starts as if it had just been marked.
     *
     * @param sizes those of the messages
     */
    public ArrivalsSinceMark(MessageSizes sizes) {
        payload = new Payload(sizes);
    }

    /** Starts counting anew, with the next message, whatever its number. */
    public void mark() {
        marks = marksSeen + 1;
    }

    /**
     * Counts a message.
     *
     * @param message from 0 to its limit
     * @param nowNs when it came
     */
    public void add(ByteBuffer message, long nowNs) {
        int mark = marks;
        if (mark != marksSeen) {
            marksSeen = mark;
            boolean hasNumber = payload.hasSize(message, counter.next());
            counter.start(hasNumber ? payload.sequence(message, counter.next()) : counter.next());
            firstNs = nowNs;
            slices.start();
        }
        counter.count(payload, message, false);
        slices.add(nowNs - firstNs);
        lastNs.lazySet(nowNs);
    }

    /**
     * Returns what arrived since the mark.
     *
     * @return nothing received, if no message has come since
     */
    public Arrivals arrivals() {
        long untilNs = lastNs.get();
        return marks == marksSeen ? new Arrivals(counter.counts(0), untilNs - firstNs, slices.steady()) : Arrivals.NONE;
    }

    /**
     * Adds up what several connections carried in the same time.
     *
     * @param streams one for each connection
     * @return what arrived since the mark, from the first message on any of them to the last
     */
    static Arrivals together(List<ArrivalsSinceMark> streams) {
        if (streams.size() == 1) {
            return streams.get(0).arrivals();
        }
        Counts sum = Counts.NONE;
        long firstNs = Long.MAX_VALUE;
        long lastNs = Long.MIN_VALUE;
        for (ArrivalsSinceMark stream : streams) {
            long streamLastNs = stream.lastNs.get();
            if (stream.marks == stream.marksSeen) {
                sum = sum.plus(stream.counter.counts(0));
                firstNs = Math.min(firstNs, stream.firstNs);
                lastNs = Math.max(lastNs, streamLastNs);
            }
        }
        return firstNs == Long.MAX_VALUE ? Arrivals.NONE : new Arrivals(sum, lastNs - firstNs);
    }

    /** How many messages came in each of some equal slices of time, which become longer with the time. */
    private static final class Slices {

        private static final int MOST = 64;

        /** Fewer slices tell too little. */
        private static final int FEWEST = 8;

        /** The first slices are of about a millisecond. */
        private static final int SHORTEST_BITS = 20;

        /** A part with less than this share of all messages says nothing of the rate, however even it is. */
        private static final double LEAST_SHARE = 0.05;

        /** A rate is even if its first half and its second half differ by no more. */
        private static final double EVEN = 1.1;

        private final long[] counts = new long[MOST];
        private int bits;
        private int last;

        void start() {
            Arrays.fill(counts, 0);
            bits = SHORTEST_BITS;
            last = 0;
        }

        /** A clock that goes back is found elsewhere. */
        void add(long sinceFirstNs) {
            long slice = Math.max(0, sinceFirstNs) >> bits;
            while (slice >= MOST) {
                merge();
                slice >>= 1;
            }
            last = (int) slice;
            counts[last]++;
        }

        private void merge() {
            for (int i = 0; i < MOST; i++) {
                counts[i / 2] = i % 2 == 0 ? counts[i] : counts[i / 2] + counts[i];
            }
            Arrays.fill(counts, MOST / 2, MOST, 0);
            bits++;
        }

        /**
         * What is left when as little of the beginning is taken away as makes the rate even; the last slice is
         * incomplete. If nothing came for a quarter of the time before that one, it is this silence: no rate lasted until
         * the end.
         */
        Arrivals.Steady steady() {
            if (last < FEWEST) {
                return Arrivals.Steady.UNKNOWN;
            }
            int silent = silent();
            if (silent >= last / 4) {
                return Arrivals.Steady.silence((long) silent << bits);
            }
            double fewest = LEAST_SHARE * sum(0, last);
            Arrivals.Steady best = part(0);
            for (int from = 1; from <= last - last / 4 && unevenness(best) > EVEN; from++) {
                Arrivals.Steady part = part(from);
                if (part.messages() >= fewest && unevenness(part) < unevenness(best)) {
                    best = part;
                }
            }
            return best;
        }

        /** In how many slices before the last nothing came. */
        private int silent() {
            int silent = 0;
            while (silent < last && counts[last - 1 - silent] == 0) {
                silent++;
            }
            return silent;
        }

        private static double unevenness(Arrivals.Steady part) {
            return Math.max(part.growth(), 1 / part.growth());
        }

        private Arrivals.Steady part(int from) {
            int half = (last - from) / 2;
            long first = sum(last - 2 * half, last - half);
            long second = sum(last - half, last);
            double growth = first + second == 0 ? 0 : (second + 1) / (double) (first + 1); // nothing is never even
            return new Arrivals.Steady(sum(from, last), (long) (last - from) << bits, growth);
        }

        private long sum(int from, int to) {
            return Arrays.stream(counts, from, to).sum();
        }
    }
}
