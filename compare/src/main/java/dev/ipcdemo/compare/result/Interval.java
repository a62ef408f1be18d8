package dev.ipcdemo.compare.result;

import java.util.Locale;

/**
 * A ratio with its confidence interval of about 95 %; what it covers exactly depends on the number of rounds, and is said in
 * docs/measuring.md.
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
     * Whether it is more than a value beyond doubt.
     *
     * @param value such as 1
     * @return whether all of it lies above
     */
    public boolean isAbove(double value) {
        return low > value;
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

    /**
     * The interval in a sentence.
     *
     * @return such as {@code ×0.88, 95 % CI 0.77–1.00}
     */
    public String words() {
        return String.format(Locale.ROOT, "×%.2f, 95 %% CI %.2f–%.2f", ratio, low, high);
    }

    /**
     * The interval in a list whose head has said what it is.
     *
     * @return such as {@code ×0.88 (0.77–1.00)}
     */
    public String brief() {
        return String.format(Locale.ROOT, "×%.2f (%.2f–%.2f)", ratio, low, high);
    }

    /** As it stands in a table, such as {@code 1.01 [0.98, 1.03]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio, low, high);
    }
}
