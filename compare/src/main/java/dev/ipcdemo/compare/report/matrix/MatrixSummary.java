package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.Matrix.Figure;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.PairFailure;
import dev.ipcdemo.compare.matrix.PairFigures;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.report.Columns;
import dev.ipcdemo.compare.report.Common;
import dev.ipcdemo.compare.report.Emphasis;
import dev.ipcdemo.compare.report.Figures;
import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.compare.report.matrix.WorstPairs.Lopsided;
import dev.ipcdemo.compare.report.matrix.WorstPairs.Ranked;
import dev.ipcdemo.compare.result.row.Interval;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A matrix for people at a terminal: what stands out, a line for each path and row, the heat maps as far as they fit, and the
 * worst pairs.
 */
public final class MatrixSummary {

    private static final int MOST_PAIRS = 8;
    private static final int MOST_DIRECTIONS = 5;
    private static final int MOST_FAILURES = 5;

    /** Of all heat maps together. */
    private static final int MOST_MAP_LINES = 40;

    /** With details. */
    private static final int MANY = 100;

    private static final String NO_NODES = "This report has no nodes.";

    private final PrintWriter out;
    private final int width;
    private final Emphasis emphasis;
    private final boolean hasDetails;

    /**
     * Prepares to print.
     *
     * @param out where to
     * @param width how many characters a line may have
     * @param emphasis how what matters stands out
     * @param hasDetails whether the heat maps of p99 and loss are printed, too, and more of each list
     */
    public MatrixSummary(PrintWriter out, int width, Emphasis emphasis, boolean hasDetails) {
        this.out = out;
        this.width = width;
        this.emphasis = emphasis;
        this.hasDetails = hasDetails;
    }

    /**
     * Prints it.
     *
     * @param report the report
     */
    public void print(MatrixReport report) {
        wrap(emphasis::faint, head(report));
        findings(report).forEach(finding -> wrap(emphasis::bold, "- " + finding));
        report.warnings()
                .forEach((warning, count) -> wrap(emphasis::bad, "! " + warning + " (" + results(count) + ")"));
        printOverview(report);
        List<Matrix> mapped = report.matrices().stream()
                .filter(matrix -> !matrix.isWithinNodes())
                .toList();
        mapped.stream().limit(mostMaps(report)).forEach(matrix -> printMaps(report, matrix));
        printWorst(WorstPairs.of(report, hasDetails ? MANY : MOST_PAIRS), report);
        printDirections(WorstPairs.directions(report, hasDetails ? MANY : MOST_DIRECTIONS), report);
        printFailures(report.failures());
        printMissing(report);
        if (!hasDetails) {
            wrap(emphasis::faint, "--details: all heat maps, of p99 and loss too; longer lists; the nodes");
        } else {
            printNodes(report);
        }
        out.flush();
    }

    /** As many as fit on a large screen, and one at least. */
    private int mostMaps(MatrixReport report) {
        return hasDetails
                ? Integer.MAX_VALUE
                : Math.max(1, MOST_MAP_LINES / Math.max(1, report.nodes().size()));
    }

    /** What stands out; a file may say nothing, not even of whom. */
    static List<String> findings(MatrixReport report) {
        return Stream.concat(
                        report.nodes().isEmpty() ? Stream.of(NO_NODES) : Stream.empty(), report.findings().stream())
                .toList();
    }

    private static String head(MatrixReport report) {
        return String.format(
                Locale.ROOT,
                "%,d nodes, %,d of %,d results, %s",
                report.nodes().size(),
                report.expected() - report.missingCount() - failedResults(report),
                report.expected(),
                report.started().replaceFirst("T.*", ""));
    }

    private static long failedResults(MatrixReport report) {
        return report.failures().stream()
                .filter(failure -> failure.key().isEmpty())
                .count();
    }

    private void printOverview(MatrixReport report) {
        List<Matrix> latencies =
                report.matrices().stream().filter(Matrix::isLatency).toList();
        List<Matrix> rates =
                report.matrices().stream().filter(matrix -> !matrix.isLatency()).toList();
        if (!latencies.isEmpty()) {
            overview(latencies)
                    .numbers("p50 µs", cells(latencies, matrix -> micros(matrix.costNs())), 8, Columns.ALWAYS)
                    .numbers(
                            "best",
                            cells(latencies, matrix -> figure(best(matrix), pair -> micros(pair.costNs()))),
                            8,
                            2)
                    .numbers(
                            "worst",
                            cells(latencies, matrix -> figure(worst(matrix), pair -> micros(pair.costNs()))),
                            8,
                            Columns.ALWAYS)
                    .numbers("p99", cells(latencies, MatrixSummary::p99), 8, 3)
                    .numbers("lost", cells(latencies, MatrixSummary::lost), 7, 4)
                    .lines(width)
                    .forEach(out::println);
        }
        if (!rates.isEmpty()) {
            overview(rates)
                    .numbers("messages/s", cells(rates, matrix -> rate(1e9 / matrix.costNs())), 11, Columns.ALWAYS)
                    .numbers(
                            "best", cells(rates, matrix -> figure(best(matrix), pair -> rate(pair.perSecond()))), 11, 2)
                    .numbers(
                            "worst",
                            cells(rates, matrix -> figure(worst(matrix), pair -> rate(pair.perSecond()))),
                            11,
                            Columns.ALWAYS)
                    .numbers("lost", cells(rates, MatrixSummary::lost), 7, 4)
                    .lines(width)
                    .forEach(out::println);
        }
    }

    private Columns overview(List<Matrix> matrices) {
        Dimension<?>[] common =
                Common.dimensions(matrices.stream().map(Matrix::key).toList());
        out.println();
        wrap(emphasis::bold, Common.words(matrices.get(0).key(), common));
        return new Columns()
                .text("path", cells(matrices, matrix -> name(matrix, common)), 12, Columns.ALWAYS)
                .numbers("pairs", cells(matrices, matrix -> count(matrix.pairs().size())), 6, 1);
    }

    private static String name(Matrix matrix, Dimension<?>... common) {
        return matrix.path() + ", " + matrix.key().words(common);
    }

    private void printMaps(MatrixReport report, Matrix matrix) {
        List<Figure> figures = !hasDetails
                ? List.of(Figure.MEDIAN)
                : matrix.isLatency()
                        ? List.of(Figure.MEDIAN, Figure.P99, Figure.LOSS)
                        : List.of(Figure.MEDIAN, Figure.LOSS);
        figures.forEach(figure -> new MapLines(report, matrix, figure, emphasis)
                .lines(width)
                .ifPresent(lines -> {
                    out.println();
                    wrap(
                            emphasis::bold,
                            name(matrix, common(report)) + ": " + HeatMap.words(matrix, figure)
                                    + " from the node of a line to that of a column");
                    lines.forEach(out::println);
                }));
    }

    private void printWorst(List<Ranked> worst, MatrixReport report) {
        if (worst.isEmpty()) {
            return;
        }
        Dimension<?>[] common = common(report);
        boolean areLatencies = worst.stream().allMatch(each -> each.matrix().isLatency());
        out.println();
        out.println(emphasis.bold("Worst pairs"));
        new Columns()
                .text("", cells(worst, each -> each.pair().pair().toString()), 15, Columns.ALWAYS)
                .text("path", cells(worst, each -> name(each.matrix(), common)), 10, 3)
                .numbers(
                        areLatencies ? "p50 µs" : "figure",
                        cells(
                                worst,
                                each -> areLatencies
                                        ? micros(each.pair().costNs())
                                        : figure(each.matrix(), each.pair())),
                        9,
                        Columns.ALWAYS)
                .numbers("median", cells(worst, MatrixSummary::toMedian), 7, Columns.ALWAYS)
                .numbers(areLatencies ? "p99" : "p99 µs", cells(worst, each -> p99(each.pair())), 8, 1)
                .numbers("lost", cells(worst, each -> percent(each.pair().lostShare())), 7, 2)
                .lines(width)
                .forEach(out::println);
    }

    private void printDirections(List<Lopsided> directions, MatrixReport report) {
        if (directions.isEmpty()) {
            return;
        }
        Dimension<?>[] common = common(report);
        out.println();
        out.println(emphasis.bold("Directions that differ beyond doubt"));
        new Columns()
                .text(
                        "",
                        cells(
                                directions,
                                each -> each.asymmetry().from() + " → "
                                        + each.asymmetry().to()),
                        15,
                        Columns.ALWAYS)
                .text("path", cells(directions, each -> name(each.matrix(), common)), 10, 1)
                .numbers("µs", cells(directions, each -> micros(each.asymmetry().costNs())), 8, 2)
                .numbers(
                        "back",
                        cells(directions, each -> micros(each.asymmetry().backNs())),
                        8,
                        2)
                .numbers(
                        "ratio [95 %]",
                        cells(
                                directions,
                                each -> each.asymmetry()
                                        .ratio()
                                        .map(Interval::toString)
                                        .orElse("")),
                        19,
                        Columns.ALWAYS)
                .lines(width)
                .forEach(out::println);
    }

    private void printFailures(List<PairFailure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        int most = hasDetails ? MANY : MOST_FAILURES;
        out.println();
        out.println(emphasis.bold("Failures"));
        failures.stream().limit(most).forEach(failure -> wrap(text -> text, words(failure)));
        if (failures.size() > most) {
            out.println("+ " + count(failures.size() - most) + " more");
        }
    }

    static String words(PairFailure failure) {
        return failure.from() + " → " + failure.to() + ", " + failure.path()
                + failure.key().map(key -> ", " + key.row()).orElse("") + ": " + failure.reason();
    }

    private void printMissing(MatrixReport report) {
        if (report.missingCount() == 0) {
            return;
        }
        int most = Math.min(hasDetails ? MANY : MOST_FAILURES, report.missing().size());
        out.println();
        out.println(emphasis.bold(missingBecause(report)));
        report.missing().stream().limit(most).forEach(pair -> wrap(text -> text, words(pair)));
        if (report.missingCount() > most) {
            out.println("+ " + count(report.missingCount() - most) + " more");
        }
    }

    static String missingBecause(MatrixReport report) {
        return report.complete() ? "Without a result" : "Not measured, because the run was stopped before its end";
    }

    static String words(MatrixReport.MissingPair pair) {
        return pair.from() + " → " + pair.to() + ", " + pair.path();
    }

    private void printNodes(MatrixReport report) {
        out.println();
        out.println(emphasis.bold("Nodes"));
        report.nodes().stream()
                .collect(Collectors.groupingBy(
                        MatrixReport.Node::environment,
                        LinkedHashMap::new,
                        Collectors.mapping(MatrixReport.Node::name, Collectors.joining(", "))))
                .forEach((environment, names) ->
                        wrap(text -> text, (environment.isEmpty() ? "unknown" : environment) + ": " + names));
    }

    static Dimension<?>[] common(MatrixReport report) {
        return Common.dimensions(report.matrices().stream().map(Matrix::key).toList());
    }

    /** Empty if all pairs lost most of their messages. */
    static Optional<PairFigures> worst(Matrix matrix) {
        return judged(matrix).max(Comparator.comparingDouble(PairFigures::costNs));
    }

    static Optional<PairFigures> best(Matrix matrix) {
        return judged(matrix).min(Comparator.comparingDouble(PairFigures::costNs));
    }

    /** The pairs whose figures say something: those that lost most of their messages may well be the fastest. */
    private static Stream<PairFigures> judged(Matrix matrix) {
        return matrix.pairs().stream().filter(Predicate.not(PairFigures::lostMost));
    }

    static String toMedian(Ranked ranked) {
        return ranked.pair().lostMost() ? "lost most" : "×" + Figures.number(ranked.ratio(), 2);
    }

    private static String figure(Optional<PairFigures> pair, Function<PairFigures, String> text) {
        return pair.map(text).orElse(Figures.NONE);
    }

    /** With its unit. */
    static String figure(Matrix matrix, PairFigures pair) {
        return matrix.isLatency() ? micros(pair.costNs()) + " µs" : rate(pair.perSecond()) + "/s";
    }

    static String p99(Matrix matrix) {
        return matrix.medianP99Ns().map(Figures::micros).orElse(Figures.NONE);
    }

    static String p99(PairFigures pair) {
        return pair.p99Ns().map(p99 -> micros(p99)).orElse(Figures.NONE);
    }

    static String lost(Matrix matrix) {
        return percent(matrix.lostShare());
    }

    static String micros(double ns) {
        return Figures.micros(ns);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    static String percent(double share) {
        return share == 0
                ? "0"
                : 100 * share < 0.005 ? "<0.01 %" : Figures.number(100 * share, share < 0.01 ? 2 : 1) + " %";
    }

    private static String results(int count) {
        return count(count) + (count == 1 ? " result" : " results");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static <T> List<String> cells(List<T> rows, Function<T, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private void wrap(UnaryOperator<String> style, String text) {
        WordWrap.wrap(text, width, "  ").forEach(line -> out.println(style.apply(line)));
    }
}
