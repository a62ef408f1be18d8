package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Obstacle;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.TwoWays.Versus;
import dev.ipcdemo.compare.statistics.Contrast;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of two ways of running beside each other, for people: what changed comes first. */
final class TwoWaysTable {

    private static final String LINE = "%-46s %10s %10s   %-18s %s";

    private final Report report;
    private final PrintWriter out;

    private TwoWaysTable(Report report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    static void print(Report report, TwoWays two, PrintWriter out) {
        new TwoWaysTable(report, out).print(two);
    }

    private void print(TwoWays two) {
        out.println("A: " + two.a().words() + " (" + two.a().jdk() + ")");
        out.println("B: " + two.b().words() + " (" + two.b().jdk() + ")");
        out.println();
        out.println("B compared with A: " + two.summary() + ".");
        out.println("B/A is the time that a message takes with B, in terms of A's: above 1 is slower.");
        out.println();
        List<Row> rows = Contrast.byEffect(report);
        Dimension<?>[] common = common(rows);
        out.println(line("row", "A", "B", "B/A [95 %]", ""));
        for (Row row : rows) {
            Versus versus = row.versusA().orElseThrow();
            out.println(line(
                    row.key().words(common),
                    figure(in(row.key(), Variant.A)),
                    figure(Optional.of(row)),
                    versus.ratio()
                            .map(Interval::toString)
                            .orElseGet(() ->
                                    row.obstacle().orElse(Obstacle.TOO_FEW).toString()),
                    versus.effect().toString()));
        }
        out.println();
    }

    private static String line(String row, String a, String b, String ratio, String effect) {
        return String.format(Locale.ROOT, LINE, row, a, b, ratio, effect).stripTrailing();
    }

    private Optional<Row> in(Cell key, Variant variant) {
        Cell other = key.with(Cell.VARIANT, variant);
        return report.rows().stream().filter(row -> row.key().equals(other)).findFirst();
    }

    /** What need not be said of each row; the pattern says what the figures are, and is always said. */
    private static Dimension<?>[] common(List<Row> rows) {
        return Cell.DIMENSIONS.stream()
                .filter(dimension -> dimension == Cell.VARIANT
                        || dimension != Cell.ROW
                                && dimension != Cell.PATTERN
                                && rows.stream()
                                                .map(row -> dimension.of(row.key()))
                                                .distinct()
                                                .count()
                                        == 1)
                .toArray(Dimension<?>[]::new);
    }

    private static String figure(Optional<Row> row) {
        return row.filter(Row::hasFigures)
                .map(each -> each.isLatency()
                        ? String.format(Locale.ROOT, "%.1f µs", each.costNs() / 1e3)
                        : String.format(Locale.ROOT, "%,.0f/s", each.perSecond()))
                .orElse("failed");
    }
}
