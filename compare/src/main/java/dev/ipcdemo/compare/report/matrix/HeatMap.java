package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.Matrix.Figure;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.matrix.PairFigures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What stands where in the heat map of a matrix: a line for each client, a column for each server. */
final class HeatMap {

    /** Of a pair without figures, with the reason among the failures. */
    static final String FAILED = "fail";

    /** Of a pair without a result, or without this figure. */
    static final String MISSING = "?";

    private final Matrix matrix;
    private final Figure figure;
    private final double usualNs;
    private final Map<NodePair, PairFigures> pairs = new HashMap<>();
    private final Set<NodePair> failed = new HashSet<>();
    private final Set<NodePair> missing = new HashSet<>();

    HeatMap(MatrixReport report, Matrix matrix, Figure figure) {
        this.matrix = matrix;
        this.figure = figure;
        usualNs = figure == Figure.P99 ? matrix.medianP99Ns().orElse(Double.NaN) : matrix.costNs();
        matrix.pairs().forEach(pair -> pairs.put(pair.pair(), pair));
        report.failures().stream()
                .filter(failure -> failure.path().equals(matrix.path())
                        && failure.key()
                                .filter(Predicate.not(matrix.key()::equals))
                                .isEmpty())
                .forEach(failure -> failed.add(new NodePair(failure.from(), failure.to())));
        report.missing().stream()
                .filter(pair -> pair.path().equals(matrix.path()))
                .forEach(pair -> missing.add(new NodePair(pair.from(), pair.to())));
    }

    /** What its figures are. */
    static String words(Matrix matrix, Figure figure) {
        return switch (figure) {
            case MEDIAN -> matrix.isLatency() ? "p50 µs" : "messages/s";
            case P99 -> "p99 µs";
            case LOSS -> "% lost";
        };
    }

    /**
     * The figure of a pair, or what stands in its place; empty if it was not to be measured.
     *
     * @param digits behind the point
     */
    String text(String from, String to, int digits) {
        NodePair pair = new NodePair(from, to);
        return Optional.ofNullable(pairs.get(pair))
                .map(figures -> text(figures, digits))
                .orElseGet(() -> failed.contains(pair) ? FAILED : missing.contains(pair) ? MISSING : "");
    }

    private String text(PairFigures pair, int digits) {
        return switch (figure) {
            case MEDIAN ->
                matrix.isLatency()
                        ? micros(pair.costNs(), digits)
                        : String.format(Locale.ROOT, "%.0f", pair.perSecond());
            case P99 -> pair.p99Ns().map(p99 -> micros(p99, digits)).orElse(MISSING);
            case LOSS -> percent(pair.lostShare(), digits);
        };
    }

    private static String micros(double ns, int digits) {
        return String.format(Locale.ROOT, "%." + (ns < 999_500 ? digits : 0) + "f", ns / 1e3);
    }

    /** Nothing that was lost reads as nothing. */
    private static String percent(double share, int digits) {
        double least = Math.pow(10, -digits);
        return share == 0
                ? "0"
                : 100 * share < least / 2
                        ? "<" + String.format(Locale.ROOT, "%." + digits + "f", least)
                        : String.format(Locale.ROOT, "%." + digits + "f", 100 * share);
    }

    /** Whether some pairs were measured with too few messages for this figure. */
    boolean lacksFigures() {
        return figure == Figure.P99
                && pairs.values().stream().anyMatch(pair -> pair.p99Ns().isEmpty());
    }

    /** Whether some pairs are marked as the worst for their loss, whatever this figure is. */
    boolean hasLossOfMost() {
        return pairs.values().stream().anyMatch(this::lostMost);
    }

    private boolean lostMost(PairFigures pair) {
        return figure != Figure.LOSS && pair.lostMost();
    }

    /** How it compares; empty for a pair that has no such figure. */
    Optional<Heat> heat(String from, String to) {
        return Optional.ofNullable(pairs.get(new NodePair(from, to))).flatMap(this::heat);
    }

    private Optional<Heat> heat(PairFigures pair) {
        if (lostMost(pair)) {
            return Optional.of(Heat.HIGHEST); // what arrived may well be faster than usual
        }
        return switch (figure) {
            case MEDIAN -> Optional.of(Heat.ofRatio(pair.costNs() / usualNs));
            case P99 -> pair.p99Ns().map(p99 -> Heat.ofRatio(p99 / usualNs));
            case LOSS -> Optional.of(Heat.ofLoss(pair.lostShare()));
        };
    }
}
