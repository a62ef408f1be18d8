package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Round;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.TwoWays.Effect;
import dev.ipcdemo.compare.result.TwoWays.Versus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What B costs in terms of A, where two ways of running are compared. */
public final class Contrast {

    private Contrast() {}

    /** Judges the rounds of a row of B by those of the same row of A. */
    static Versus versus(List<Round> b, List<Round> a) {
        Optional<Interval> ratio = Ratios.paired(b, a);
        return new Versus(ratio.map(Contrast::effect).orElse(Effect.UNDECIDED), ratio);
    }

    private static Effect effect(Interval ratio) {
        return ratio.holdsOne() ? Effect.UNCHANGED : ratio.isAbove(1) ? Effect.SLOWER : Effect.FASTER;
    }

    /** Counts the rows of B by what became of them. */
    static TwoWays count(List<Row> rows, TwoWays.Way a, TwoWays.Way b) {
        return new TwoWays(
                a,
                b,
                count(rows, Effect.FASTER),
                count(rows, Effect.SLOWER),
                count(rows, Effect.UNCHANGED),
                count(rows, Effect.UNDECIDED));
    }

    private static int count(List<Row> rows, Effect effect) {
        return (int) rows.stream()
                .flatMap(row -> row.versusA().stream())
                .filter(versus -> versus.effect() == effect)
                .count();
    }

    /**
     * The rows of B, from the one that lost most to the one that gained most; those of which nothing can be said come last.
     *
     * @param report of two ways
     * @return rows that have been compared
     */
    public static List<Row> byEffect(Report report) {
        return report.rows().stream()
                .filter(row -> row.versusA().isPresent())
                .sorted(Comparator.comparingInt(Contrast::rank)
                        .thenComparingDouble(row -> -row.versusA()
                                .flatMap(Versus::ratio)
                                .map(Interval::ratio)
                                .orElse(0.0)))
                .toList();
    }

    private static int rank(Row row) {
        return switch (row.versusA().orElseThrow().effect()) {
            case SLOWER -> 0;
            case FASTER -> 1;
            case UNCHANGED -> 2;
            case UNDECIDED -> 3;
        };
    }

    /** What is found, for people: the summary, and the rows that differ. */
    static List<Finding> findings(Report report) {
        return report.twoWays()
                .map(two -> List.of(new Finding(
                        "B (" + two.b().words() + ") compared with A ("
                                + two.a().words() + ")",
                        List.of(two.summary()),
                        details(report))))
                .orElse(List.of());
    }

    private static List<Finding> details(Report report) {
        List<Finding> details = new ArrayList<>();
        for (Effect effect : List.of(Effect.SLOWER, Effect.FASTER)) {
            List<String> rows = byEffect(report).stream()
                    .filter(row -> row.versusA().orElseThrow().effect() == effect)
                    .map(row -> row.key().words(Cell.VARIANT) + " "
                            + row.versusA().flatMap(Versus::ratio).orElseThrow().brief())
                    .toList();
            if (!rows.isEmpty()) {
                details.add(Finding.of(effect.toString(), rows));
            }
        }
        return details;
    }

    /** The same row of the other way. */
    static Cell inA(Cell b) {
        return b.with(Cell.VARIANT, Variant.A);
    }
}
