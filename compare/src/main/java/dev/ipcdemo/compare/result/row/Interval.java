package dev.ipcdemo.compare.result.row;

import java.util.Collection;
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

    /** A bound that is nearer to a value than this is not beyond it, so that what is decided can be read from what is printed. */
    private static final double TOUCHES = 0.0005;

    /**
     * Whether no difference can be shown.
     *
     * @return whether 1 lies within
     */
    public boolean holdsOne() {
        return !isAbove(1) && !isBelow(1);
    }

    /**
     * Whether it is more than a value beyond doubt.
     *
     * @param value such as 1
     * @return whether all of it lies above
     */
    public boolean isAbove(double value) {
        return low >= value + TOUCHES;
    }

    /**
     * Whether it is less than a value beyond doubt.
     *
     * @param value such as 1
     * @return whether all of it lies below
     */
    public boolean isBelow(double value) {
        return high <= value - TOUCHES;
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
     * The interval of the inverse ratio.
     *
     * @return what the other costs in terms of this
     */
    public Interval inverse() {
        return new Interval(1 / ratio, 1 / high, 1 / low);
    }

    /**
     * The interval in a sentence.
     *
     * @return such as {@code ×0.88, 95 % CI 0.77–1.00}
     */
    public String words() {
        return "×" + text(ratio, 1) + ", 95 % CI " + text(low, 1) + "–" + text(high, 1);
    }

    /**
     * The interval in a list whose head has said what it is.
     *
     * @return such as {@code ×0.88 (0.77–1.00)}
     */
    public String brief() {
        return "×" + text(ratio, 1) + " (" + text(low, 1) + "–" + text(high, 1) + ")";
    }

    /**
     * Several intervals in a list whose head has said what they are.
     *
     * @param several at least one
     * @return such as {@code ×0.68–0.70 (0.67–0.83)}: from the least ratio to the greatest, and what holds every interval
     */
    public static String brief(Collection<Interval> several) {
        Interval hull = new Interval(
                several.stream().mapToDouble(Interval::ratio).min().orElseThrow(),
                several.stream().mapToDouble(Interval::low).min().orElseThrow(),
                several.stream().mapToDouble(Interval::high).max().orElseThrow());
        String least = hull.text(hull.ratio, 1);
        String most =
                hull.text(several.stream().mapToDouble(Interval::ratio).max().orElseThrow(), 1);
        return least.equals(most) ? hull.brief() : hull.brief().replaceFirst(" ", "–" + most + " ");
    }

    /** As it stands in a table, such as {@code 1.01 [0.98, 1.03]}. */
    @Override
    public String toString() {
        return comparedWith(1);
    }

    /**
     * The interval in a table, if it is not to be compared with 1.
     *
     * @param value what it is compared with, such as 1.1
     * @return such as {@code 1.15 [1.101, 1.20]}
     */
    public String comparedWith(double value) {
        return text(ratio, value) + " [" + text(low, value) + ", " + text(high, value) + "]";
    }

    /** With two digits, or three if it would read as the value although all of the interval is to one side of that. */
    private String text(double figure, double value) {
        boolean isBeside = isAbove(value) || isBelow(value);
        String text = String.format(Locale.ROOT, "%.2f", figure);
        return isBeside && text.equals(String.format(Locale.ROOT, "%.2f", value))
                ? String.format(Locale.ROOT, "%.3f", figure)
                : text;
    }
}
