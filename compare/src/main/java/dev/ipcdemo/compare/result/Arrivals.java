package dev.ipcdemo.compare.result;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server received since it began to count.
 *
 * @param counts what it knows of the messages; what was sent, and so what was lost, it cannot know
 * @param elapsedNs from the first message to the last
 * @param steady the last part of it, in which they came at an even rate
 */
public record Arrivals(Counts counts, long elapsedNs, Steady steady) {

    /** Nothing has arrived. */
    public static final Arrivals NONE = new Arrivals(Counts.NONE, 0);

    /**
     * Messages of whose rate nothing more is known.
     *
     * @param counts what is known of them
     * @param elapsedNs from the first to the last
     */
    public Arrivals(Counts counts, long elapsedNs) {
        this(counts, elapsedNs, Steady.UNKNOWN);
    }

    /**
     * The last part of the time, without a beginning in which messages came slower, as TCP's slow start has them, or faster, as
     * a burst that a link carries before it limits the rate.
     *
     * @param messages how many came in this part; 0 if it was silent, and no rate lasted until the end
     * @param ns how long it took; 0 if too few came to tell
     * @param growth the rate of its second half divided by that of its first: about 1, unless the rate never became even
     */
    public record Steady(long messages, long ns, double growth) {

        /** Too little has arrived to tell. */
        public static final Steady UNKNOWN = new Steady(0, 0, 1);

        /** A rate that changes by more than half has not settled. */
        private static final double MOST_GROWTH = 1.5;

        /**
         * A last part in which nothing came but the last message.
         *
         * @param ns how long it took
         * @return a part that has not settled
         */
        public static Steady silence(long ns) {
            return new Steady(0, ns, 0);
        }

        /**
         * Whether the rate had become even.
         *
         * @return false if it still rose or fell when the time was over, or if nothing came
         */
        public boolean hasSettled() {
            return !isSilent() && growth < MOST_GROWTH && growth > 1 / MOST_GROWTH;
        }

        private boolean isSilent() {
            return messages == 0 && ns > 0;
        }

        /** What is wrong with a rate that has not settled. */
        Optional<String> fault() {
            if (isSilent()) {
                return Optional.of(
                        String.format(Locale.ROOT, "nothing arrived for %.2f s before the last message", ns / 1e9));
            }
            return hasSettled()
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "the rate was still %s when the time was over, to %.2f times in the last %.1f s: measure longer"
                                    + " (--duration)",
                            growth > 1 ? "rising" : "falling",
                            growth,
                            ns / 2e9));
        }
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        counts.write(out);
        out.writeLong(elapsedNs);
        out.writeLong(steady.messages);
        out.writeLong(steady.ns);
        out.writeDouble(steady.growth);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the arrivals
     * @throws IOException if there are none
     */
    public static Arrivals read(DataInput in) throws IOException {
        return new Arrivals(Counts.read(in), in.readLong(), new Steady(in.readLong(), in.readLong(), in.readDouble()));
    }
}
