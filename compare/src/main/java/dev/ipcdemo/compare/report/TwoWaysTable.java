package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Versus;
import dev.ipcdemo.compare.result.row.Versus.Effect;
import dev.ipcdemo.compare.statistics.Contrast;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The rows of two ways of running beside each other, for people: how many changed, and what changed most comes first. */
final class TwoWaysTable {

    private final Report report;
    private final TwoWays two;
    private final PrintWriter out;
    private final int width;

    private TwoWaysTable(Report report, TwoWays two, PrintWriter out, int width) {
        this.report = report;
        this.two = two;
        this.out = out;
        this.width = width;
    }

    /** @param mostRows of more rows, those that are unchanged are only counted */
    static void print(Report report, TwoWays two, int mostRows, PrintWriter out, int width) {
        new TwoWaysTable(report, two, out, width).print(mostRows);
    }

    private void print(int mostRows) {
        wrap("B compared with A: " + two.summary() + ".");
        wrap("A: " + two.a().words() + " (" + two.a().jdk() + ")");
        wrap("B: " + two.b().words() + " (" + two.b().jdk() + ")");
        List<Row> all = Contrast.byEffect(report);
        List<Row> rows = all.size() <= mostRows
                ? all
                : all.stream().filter(row -> effect(row) != Effect.UNCHANGED).toList();
        if (all.isEmpty()) {
            return;
        }
        Dimension<?>[] common = Common.dimensions(all.stream().map(Row::key).toList());
        wrap(Common.words(all.get(0).key().with(Cell.VARIANT, Variant.NONE), common) + "; B/A " + meaning(all));
        out.println();
        new Columns()
                .text("row", cells(rows, row -> row.key().words(common)), 15, Columns.ALWAYS)
                .numbers("A", cells(rows, row -> figure(inA(row))), 10, 1)
                .numbers("B", cells(rows, row -> figure(Optional.of(row))), 10, 2)
                .text("B/A [95 %]", cells(rows, TwoWaysTable::ratio), 19, Columns.ALWAYS)
                .text("", cells(rows, row -> effect(row).toString()), 10, Columns.ALWAYS)
                .lines(width)
                .forEach(out::println);
        if (rows.size() < all.size()) {
            wrap(all.size() - rows.size() + " more are unchanged: --details");
        }
        out.println();
    }

    private static List<String> cells(List<Row> rows, Function<Row, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private static Effect effect(Row row) {
        return row.intervals().versusA().orElseThrow().effect();
    }

    private static String meaning(List<Row> rows) {
        boolean hasLatencies = rows.stream().anyMatch(TwoWaysTable::isLatency);
        boolean hasRates = !rows.stream().allMatch(TwoWaysTable::isLatency);
        return (hasLatencies ? "of p50, above 1 is slower" : "")
                + (hasLatencies && hasRates ? "; " : "")
                + (hasRates ? "of messages/s, below 1 is slower" : "")
                + ".";
    }

    /** A row without figures is what it would have been. */
    private static boolean isLatency(Row row) {
        return row.isLatency() || !row.hasFigures();
    }

    private static String ratio(Row row) {
        return row.intervals()
                .versusA()
                .flatMap(Versus::ratio)
                .map(cost -> isLatency(row) ? cost : cost.inverse())
                .map(Interval::toString)
                .orElseGet(() -> Contrast.obstacle(row).toString());
    }

    private Optional<Row> inA(Row b) {
        Cell other = b.key().with(Cell.VARIANT, Variant.A);
        return report.rows().stream().filter(row -> row.key().equals(other)).findFirst();
    }

    private static String figure(Optional<Row> row) {
        return row.filter(Row::hasFigures)
                .map(each -> each.isLatency()
                        ? String.format(Locale.ROOT, "%.1f µs", each.costNs() / 1e3)
                        : String.format(Locale.ROOT, "%,.0f/s", each.rates().perSecond()))
                .orElse("failed");
    }

    private void wrap(String text) {
        WordWrap.wrap(text, width, "  ").forEach(out::println);
    }
}
