package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two ways of running, and what became of the rows of B: each was measured in the same rounds as the same row of A.
 *
 * @param a the way that B is compared with
 * @param b the way that is judged
 * @param faster how many rows are measurably faster
 * @param slower how many rows are measurably slower
 * @param unchanged how many rows show no measurable difference
 * @param undecided of how many rows nothing can be said, because too few rounds of both ways are good, or it is not clear
 */
public record TwoWays(Way a, Way b, int faster, int slower, int unchanged, int undecided) {

    /**
     * A way of running.
     *
     * @param words what is special about it
     * @param jdk the Java runtime's name and version
     * @param jvmOptions what the measuring JVMs are started with
     * @param settings what all rows of this way share
     */
    public record Way(String words, String jdk, List<String> jvmOptions, Report.Shared settings) {}

    /** What a row of B is, compared with the same row of A. */
    public enum Effect {
        /** It takes less time, beyond doubt among all rows. */
        FASTER,
        /** It takes more time, beyond doubt among all rows. */
        SLOWER,
        /** Its interval holds 1. */
        UNCHANGED,
        /** It has no interval, or one beside 1 that is not beyond doubt among all rows. */
        UNDECIDED;

        /**
         * Reads what {@link #toString} wrote.
         *
         * @param word such as {@code faster}
         * @return the effect
         */
        @JsonCreator
        public static Effect parse(String word) {
            return Stream.of(values())
                    .filter(effect -> effect.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is not an effect"));
        }

        /** The word in reports. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A row of B compared with the same row of A.
     *
     * @param effect what it is
     * @param ratio what it costs in terms of what A's costs, paired by round; above 1 is worse; absent with too few rounds
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Versus(Effect effect, Optional<Interval> ratio) {}

    /**
     * What became of the rows.
     *
     * @return such as {@code 2 faster, 0 slower, 30 unchanged}
     */
    public String summary() {
        return faster + " faster, " + slower + " slower, " + unchanged + " unchanged"
                + (undecided == 0 ? "" : ", " + undecided + " undecided");
    }
}
