package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Versus;
import dev.ipcdemo.compare.result.row.Versus.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What B costs in terms of A, where two ways of running are compared. */
public final class Contrast {

    private Contrast() {}

    /** The report with what was decided about the rows of B, and what that says. */
    static Report judged(Report report, List<TestedRatio> tested) {
        Map<Cell, TestedRatio> byRow = tested.stream().collect(Collectors.toMap(TestedRatio::row, Function.identity()));
        List<Row> rows = report.rows().stream()
                .map(row -> row.key().variant() == Variant.B ? row.comparedWithA(versus(row, byRow)) : row)
                .toList();
        TwoWays two = report.twoWays().orElseThrow();
        Report figures = report.with(rows, count(rows, two.a(), two.b()));
        return figures.saying(Warnings.on(figures), findings(figures, tested), tested);
    }

    private static Versus versus(Row row, Map<Cell, TestedRatio> tested) {
        return Optional.ofNullable(tested.get(row.key()))
                .map(ratio -> new Versus(effect(ratio.decision()), ratio.ratio(), ratio.obstacle()))
                .orElse(new Versus(Effect.UNDECIDED, Optional.empty(), Optional.of(Obstacle.TOO_FEW)));
    }

    private static Effect effect(Decision decision) {
        return switch (decision) {
            case SLOWER -> Effect.SLOWER;
            case FASTER -> Effect.FASTER;
            case NOT_SHOWN -> Effect.UNCHANGED;
            case NOT_CLEAR, UNKNOWN -> Effect.UNDECIDED;
        };
    }

    /**
     * Whether a row of B is slower than the same row of A by more than is tolerated, beyond doubt among all rows, or has no
     * figures although A's has.
     *
     * @param report of two ways
     * @param tolerated such as 0.1 for 10 %
     * @return whether a gate fails
     */
    public static boolean isSlower(Report report, double tolerated) {
        Set<Cell> measured =
                report.rows().stream().filter(Row::hasFigures).map(Row::key).collect(Collectors.toSet());
        return report.twoWays().isPresent()
                        && new RatioTests(report, 1 + tolerated)
                                .test().stream().anyMatch(ratio -> ratio.decision() == Decision.SLOWER)
                || report.rows().stream()
                        .filter(row -> row.intervals().versusA().isPresent())
                        .anyMatch(row -> !measured.contains(row.key()) && measured.contains(inA(row.key())));
    }

    /**
     * Why a row of B and the same row of A carry no ratio together.
     *
     * @param row of B, without a ratio
     * @return the reason; in older reports, which do not have it, that of the row alone
     */
    public static Obstacle obstacle(Row row) {
        return row.intervals()
                .versusA()
                .flatMap(Versus::obstacle)
                .or(() -> row.intervals().obstacle())
                .orElse(Obstacle.TOO_FEW);
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
                .flatMap(row -> row.intervals().versusA().stream())
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
                .filter(row -> row.intervals().versusA().isPresent())
                .sorted(Comparator.comparingInt(Contrast::rank)
                        .thenComparingDouble(row -> -row.intervals()
                                .versusA()
                                .flatMap(Versus::ratio)
                                .map(Interval::ratio)
                                .orElse(0.0)))
                .toList();
    }

    private static int rank(Row row) {
        return switch (row.intervals().versusA().orElseThrow().effect()) {
            case SLOWER -> 0;
            case FASTER -> 1;
            case UNCHANGED -> 2;
            case UNDECIDED -> 3;
        };
    }

    /** What is found, for people: the summary, and the rows that differ. */
    private static List<Finding> findings(Report report, List<TestedRatio> tested) {
        TwoWays two = report.twoWays().orElseThrow();
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "B (" + two.b().words() + ") compared with A (" + two.a().words() + ")",
                List.of(two.summary()),
                details(report)));
        Verdict.howSure(tested).ifPresent(findings::add);
        return findings;
    }

    private static List<Finding> details(Report report) {
        List<Finding> details = new ArrayList<>();
        for (Effect effect : List.of(Effect.SLOWER, Effect.FASTER)) {
            List<String> rows = byEffect(report).stream()
                    .filter(row -> row.intervals().versusA().orElseThrow().effect() == effect)
                    .map(row -> row.key().words(Cell.VARIANT) + " "
                            + row.intervals()
                                    .versusA()
                                    .flatMap(Versus::ratio)
                                    .orElseThrow()
                                    .brief())
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
