package dev.ipcdemo.compare.result;

import java.util.Locale;

/**
 * A ratio with its 95 % confidence interval.
 *
 * @param ratio the best guess
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double ratio, double low, double high) {

    /**
     * Whether no difference can be shown.
     *
     * @return whether 1 lies within
     */
    public boolean holdsOne() {
        return low <= 1 && 1 <= high;
    }

    /**
     * Whether the difference, if there is one, is of no account.
     *
     * @param share such as 0.02 for 2 %
     * @return whether both ends are at most so far from 1
     */
    public boolean isWithin(double share) {
        return low >= 1 - share && high <= 1 + share;
    }

    /** The interval turned round: of b to a, if this is of a to b. */
    Interval inverse() {
        return new Interval(1 / ratio, 1 / high, 1 / low);
    }

    /** As it stands in a table, such as {@code 1.01 [0.98, 1.03]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio, low, high);
    }
}
