package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of B compared with the same row of A.
 *
 * @param effect what it is
 * @param ratio what it costs in terms of what A's costs, paired by round; above 1 is worse; absent if the rounds carry
 *     no interval
 * @param obstacle why they carry none, if so
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Versus(Effect effect, Optional<Interval> ratio, Optional<Obstacle> obstacle) {

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
}
