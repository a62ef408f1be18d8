package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.Report.Row;
import java.util.Locale;

/** Figures of a row as they stand in a table at a terminal. */
final class Figures {

    static final String NONE = "-";

    private Figures() {}

    /** A latency in microseconds, or from a second on with its unit. */
    static String micros(Row row, String percentile) {
        Long ns = row.latencyNs().get(percentile);
        return ns == null ? NONE : ns < 999_999_500L ? number(ns / 1e3, 1) : number(ns / 1e9, 2) + "s";
    }

    /** Large figures without digits that mean nothing. */
    static String number(double figure, int digits) {
        return String.format(Locale.ROOT, "%." + (figure < 1_000 ? digits : 0) + "f", figure);
    }

    static String count(long count) {
        return count < 1_000_000 ? Long.toString(count) : number(count / 1e6, 1) + "M";
    }
}
