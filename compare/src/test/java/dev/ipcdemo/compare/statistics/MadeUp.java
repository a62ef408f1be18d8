package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Shared;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Subject;
import dev.ipcdemo.demo.spi.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports of rounds that nobody measured. */
final class MadeUp {

    private MadeUp() {}

    static Cell cell(String row) {
        return Cell.of(Pattern.ROUND_TRIP, row, Scope.IN_PROCESS);
    }

    static RowTraits socket(String row) {
        return new RowTraits(Optional.of(row), Optional.empty(), List.of(), false);
    }

    static RowTraits over(String socket) {
        return new RowTraits(Optional.empty(), Optional.empty(), List.of(), false, Optional.of(socket));
    }

    static RowTraits bareOf(String row) {
        return new RowTraits(Optional.of(row), Optional.of(row), List.of(), false);
    }

    /** A round of a thousand messages, of which the slowest take twice the median, and some more were lost. */
    static Round round(int number, long p50Ns, long lost) {
        return new Round(
                number,
                1_000,
                lost,
                Optional.of(p50Ns),
                Optional.of(p50Ns),
                Optional.of(2 * p50Ns),
                1e9 / p50Ns,
                Optional.empty(),
                Optional.empty());
    }

    static Row row(Cell cell, RowTraits traits, List<Round> rounds) {
        return new Row(
                new Subject(cell, "", traits),
                Setup.of(Place.pinnedTo(1), Place.pinnedTo(1)),
                List.copyOf(rounds),
                new Messages(1, 1, 0, 0, 0, 0),
                new Latency(Map.of("p50", 1L), ""),
                Rates.NONE,
                Costs.UNKNOWN,
                Intervals.NONE);
    }

    /** Of a run that may have as many rounds as it takes. */
    static Report report(List<Row> rows) {
        return report(rows, Integer.MAX_VALUE);
    }

    static Report report(List<Row> rows, int mostRounds) {
        return Report.ofFigures(
                "",
                true,
                new Environment("", "", 2, "", List.of(), List.of(), 0, Optional.empty(), Optional.empty()),
                List.of(),
                new Shared("platform", true, 0, 0, 0, 0, mostRounds),
                rows,
                List.of());
    }
}
