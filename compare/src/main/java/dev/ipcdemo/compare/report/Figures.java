package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.row.Row;
import java.util.Locale;

/** Figures of a row as they stand in a table at a terminal. */
public final class Figures {

    /** In place of a figure that there is none of. */
    public static final String NONE = "-";

    private Figures() {}

    /** A latency in microseconds, or from a second on with its unit. */
    static String micros(Row row, String percentile) {
        return row.latency().ns(percentile).map(ns -> micros(ns)).orElse(NONE);
    }

    /**
     * A time in microseconds, or from a second on with its unit.
     *
     * @param ns the time in nanoseconds
     * @return such as {@code 58.1} or {@code 1.25s}
     */
    public static String micros(double ns) {
        return ns < 999_999_500L ? number(ns / 1e3, 1) : number(ns / 1e9, 2) + "s";
    }

    /**
     * Large figures without digits that mean nothing.
     *
     * @param figure the figure
     * @param digits behind the point, up to 1,000
     * @return such as {@code 58.1}
     */
    public static String number(double figure, int digits) {
        return String.format(Locale.ROOT, "%." + (figure < 1_000 ? digits : 0) + "f", figure);
    }

    static String count(long count) {
        return count < 1_000_000 ? Long.toString(count) : number(count / 1e6, 1) + "M";
    }
}
