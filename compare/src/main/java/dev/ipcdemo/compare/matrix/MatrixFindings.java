package dev.ipcdemo.compare.matrix;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.statistics.UnpairedRatio;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands out in a report of a matrix, in sentences: what failed, then nodes, loss, directions and paths. */
final class MatrixFindings {

    /** Further nodes are only counted. */
    private static final int MOST_NODES = 8;

    private static final int MOST_REASONS = 3;

    private final MatrixReport report;
    private final List<String> sentences = new ArrayList<>();

    private final Dimension<?>[] common;

    /** The nodes that have any figures. */
    private final Set<String> measured;

    private MatrixFindings(MatrixReport report) {
        this.report = report;
        measured = report.matrices().stream()
                .flatMap(matrix -> matrix.nodes().stream())
                .map(NodeFigures::node)
                .collect(Collectors.toSet());
        common = Cell.DIMENSIONS.stream()
                .filter(dimension -> dimension != Cell.ROW && valuesOf(dimension) <= 1)
                .toArray(Dimension<?>[]::new);
    }

    private long valuesOf(Dimension<?> dimension) {
        return report.matrices().stream()
                .map(matrix -> dimension.of(matrix.key()))
                .distinct()
                .count();
    }

    /** The same report with what stands out in it. */
    static MatrixReport added(MatrixReport report) {
        MatrixFindings findings = new MatrixFindings(report);
        findings.sayWhichNodesFailed();
        findings.sayWhichNodesAreSlow();
        findings.sayWhatElseFailed();
        findings.sayWhatIsMissing();
        report.matrices().forEach(findings::sayWhatWasLost);
        report.matrices().forEach(findings::sayWhichDirectionsDiffer);
        findings.sayHowPathsDiffer();
        return new MatrixReport(
                report.schema(),
                report.started(),
                report.complete(),
                report.nodes(),
                report.expected(),
                report.matrices(),
                report.failures(),
                report.missing(),
                report.missingCount(),
                report.warnings(),
                List.copyOf(findings.sentences));
    }

    private void sayWhichNodesFailed() {
        if (measured.isEmpty() && !report.failures().isEmpty()) {
            say("Nothing was measured: every result is a failure (%s).", reasons(report.failures()));
            return;
        }
        Map<String, Integer> failed = new LinkedHashMap<>();
        report.failures()
                .forEach(failure -> Stream.of(failure.from(), failure.to())
                        .distinct()
                        .filter(node -> !measured.contains(node))
                        .forEach(node -> failed.merge(node, 1, Integer::sum)));
        failed.entrySet().stream()
                .limit(MOST_NODES)
                .forEach(node -> say(
                        "%s: all %d of its results are failures (%s).",
                        node.getKey(),
                        node.getValue(),
                        reasons(report.failures().stream()
                                .filter(failure -> isOf(failure, node.getKey()))
                                .toList())));
        sayMore(failed.size(), "nodes of which every result is a failure");
    }

    /** Between nodes that have figures with others. */
    private void sayWhatElseFailed() {
        List<PairFailure> others = report.failures().stream()
                .filter(failure -> measured.contains(failure.from()) && measured.contains(failure.to()))
                .toList();
        if (!others.isEmpty()) {
            say(
                    "%s failed%s: %s.",
                    counted(others.size(), "result"),
                    others.size() < report.failures().size() ? " besides" : "",
                    reasons(others));
        }
    }

    private static boolean isOf(PairFailure failure, String node) {
        return failure.from().equals(node) || failure.to().equals(node);
    }

    /** The most frequent first. */
    private static String reasons(List<PairFailure> failures) {
        Map<String, Long> counts = failures.stream()
                .collect(Collectors.groupingBy(PairFailure::reason, LinkedHashMap::new, Collectors.counting()));
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_REASONS)
                .map(reason -> (counts.size() == 1 ? "" : reason.getValue() + " × ") + reason.getKey())
                .collect(Collectors.joining("; "));
        return counts.size() <= MOST_REASONS ? most : most + "; …";
    }

    private void sayWhatIsMissing() {
        if (report.missingCount() > 0) {
            say(
                    "%,d of %,d results are missing%s.",
                    report.missingCount(),
                    report.expected(),
                    report.complete() ? "" : ", because the run was stopped before its end");
        }
    }

    /** A node that is slow along several paths is named once. */
    private void sayWhichNodesAreSlow() {
        Map<String, List<String>> slow = new LinkedHashMap<>();
        report.matrices()
                .forEach(matrix -> matrix.nodes().stream()
                        .filter(NodeFigures::standsOut)
                        .forEach(node -> slow.computeIfAbsent(node.node(), each -> new ArrayList<>())
                                .add(String.format(Locale.ROOT, "%.2f (%s)", node.ratio(), words(matrix)))));
        slow.entrySet().stream()
                .limit(MOST_NODES)
                .forEach(node -> say(
                        "%s is slow with most nodes: its median pair takes %s times as long as that of a usual node.",
                        node.getKey(), String.join(", ", node.getValue())));
        sayMore(slow.size(), "nodes that are slow with most others");
    }

    private void sayWhatWasLost(Matrix matrix) {
        List<PairFigures> losing =
                matrix.pairs().stream().filter(pair -> pair.lost() > 0).toList();
        if (!losing.isEmpty()) {
            PairFigures worst = matrix.worstFirst(Matrix.Figure.LOSS).get(0);
            say(
                    "%s lost messages (%s): %s in all, at worst %s between %s.",
                    counted(losing.size(), "pair"),
                    words(matrix),
                    percent(matrix.lostShare()),
                    percent(worst.lostShare()),
                    worst.pair());
        }
    }

    private void sayWhichDirectionsDiffer(Matrix matrix) {
        List<Asymmetry> all = matrix.asymmetries();
        if (all.isEmpty()) {
            return;
        }
        List<Asymmetry> claimed =
                all.stream().filter(each -> each.decision().isClaim()).toList();
        if (!claimed.isEmpty()) {
            Asymmetry most = claimed.get(0);
            say(
                    "In %d of %d pairs of nodes the directions differ beyond doubt (%s), most in %s: %s.",
                    claimed.size(),
                    matrix.directionsCompared(),
                    words(matrix),
                    new NodePair(most.from(), most.to()),
                    most.ratio().orElseThrow().words());
            return;
        }
        int rounds = matrix.pairs().stream()
                .mapToInt(pair -> pair.roundsNs().size() + pair.emptyRounds())
                .max()
                .orElse(0);
        int needed = UnpairedRatio.fewestRounds(matrix.directionsCompared());
        if (rounds < needed) {
            say(
                    "Nothing can be claimed about directions (%s): with %s it takes at least %d rounds of each, not %d.",
                    words(matrix),
                    counted(matrix.directionsCompared(), "pair of nodes", "pairs of nodes"),
                    needed,
                    rounds);
        }
    }

    /** Pair by pair, so that it does not matter which pairs were measured along either. */
    private void sayHowPathsDiffer() {
        Map<Cell, List<Matrix>> byKey = report.matrices().stream()
                .filter(matrix -> !matrix.isWithinNodes())
                .collect(Collectors.groupingBy(Matrix::key, LinkedHashMap::new, Collectors.toList()));
        byKey.values()
                .forEach(matrices ->
                        matrices.stream().skip(1).forEach(other -> sayHowPathsDiffer(matrices.get(0), other)));
    }

    private void sayHowPathsDiffer(Matrix first, Matrix other) {
        Map<NodePair, Double> costs = new HashMap<>();
        first.pairs().forEach(pair -> costs.put(pair.pair(), pair.costNs()));
        List<Double> ratios = other.pairs().stream()
                .filter(pair -> costs.containsKey(pair.pair()))
                .map(pair -> pair.costNs() / costs.get(pair.pair()))
                .sorted(Comparator.naturalOrder())
                .toList();
        OptionalDouble median = Matrix.median(ratios.stream().mapToDouble(Double::doubleValue));
        median.ifPresent(ratio -> say(
                "%s instead of %s, %s: ×%.2f in time, %s.",
                other.path(),
                first.path(),
                other.key().words(common),
                ratio,
                ratios.size() == 1
                        ? "of 1 pair"
                        : String.format(
                                Locale.ROOT,
                                "the median of %d pairs (from ×%.2f to ×%.2f)",
                                ratios.size(),
                                ratios.get(0),
                                ratios.get(ratios.size() - 1))));
    }

    private void sayMore(int count, String of) {
        if (count > MOST_NODES) {
            say("%d more %s.", count - MOST_NODES, of);
        }
    }

    /** The path and the row, and of the other dimensions those in which the matrices differ. */
    private String words(Matrix matrix) {
        return matrix.path() + ", " + matrix.key().words(common);
    }

    private static String counted(int count, String what) {
        return counted(count, what, what + "s");
    }

    private static String counted(int count, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
    }

    private static String percent(double share) {
        double percent = 100 * share;
        return percent < 0.005
                ? "less than 0.01 %"
                : String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    private void say(String format, Object... values) {
        sentences.add(String.format(Locale.ROOT, format, values));
    }
}
