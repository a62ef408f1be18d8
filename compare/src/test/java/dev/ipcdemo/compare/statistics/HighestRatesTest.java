package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.HighestRate;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a report says of a search in which rounds failed. */
class HighestRatesTest {

    private static final Cell TCP = cell("tcp");
    private static final Cell UNIX = cell("unix");

    private static Cell cell(String row) {
        return Cell.of(Pattern.RATE, row, Scope.IN_PROCESS).with(Cell.RATE_PER_SECOND, 1_000);
    }

    private static Report report(Map<Cell, List<Integer>> found, List<Sample> failed) {
        RowCatalog sockets = new RowCatalog() {
            @Override
            public String description(String row) {
                return row;
            }

            @Override
            public RowTraits traits(String row) {
                return MadeUp.socket(row);
            }
        };
        return HighestRates.report(
                new Schedule(List.of(TCP, UNIX), List.of(), Settings.DEFAULT, Budget.QUICK),
                new RateBound("p99 < 200 µs", 99, 200_000),
                found,
                List.of(),
                failed,
                sockets,
                MadeUp.report(List.of()).environment(),
                List.of(),
                Instant.EPOCH,
                true);
    }

    @Test
    void aRoundThatFailedIsDiscardedAndTold() {
        Report report = report(
                Map.of(TCP, List.of(2_000, 4_000), UNIX, List.of(8_000)),
                List.of(Sample.failed(UNIX, 1, "the peer is away")));
        assertThat(report.highestRates()).extracting(HighestRate::perRound).contains(List.of(8_000));
        assertThat(report.hasRowsWithoutFigures()).isFalse();
        assertThat(report.warnings())
                .contains(UNIX.with(Cell.RATE_PER_SECOND, 0) + ": 1 of 2 rounds discarded (the peer is away).");
    }

    @Test
    void whatWasFoundInNoRoundIsNoRateOfZero() {
        Report report = report(
                Map.of(TCP, List.of(2_000)),
                List.of(Sample.failed(UNIX, 0, "a JVM ended"), Sample.failed(UNIX, 1, "the peer is away")));
        assertThat(report.highestRates()).extracting(rate -> rate.key().row()).containsExactly("tcp");
        assertThat(report.rows()).extracting(Row::key).containsExactly(UNIX.with(Cell.RATE_PER_SECOND, 0));
        assertThat(report.hasRowsWithoutFigures()).isTrue();
        assertThat(report.warnings()).anyMatch(warning -> warning.endsWith("2 of 2 rounds discarded (a JVM ended)."));
    }
}
