package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;

/**
 * The last round of a run, which not all rows are in: some were dropped before, and a run may have been stopped amid it.
 *
 * @param number from 0
 */
record LastRound(int number) {

    static LastRound of(Report report) {
        int last = report.rows().stream()
                .filter(Row::hasFigures)
                .mapToInt(LastRound::of)
                .max()
                .orElse(0);
        return new LastRound(report.complete() ? last : last - 1);
    }

    private static int of(Row row) {
        return row.rounds().get(row.rounds().size() - 1).round();
    }

    /** Whether a row was measured until then. */
    boolean has(Row row) {
        return of(row) >= number;
    }
}
