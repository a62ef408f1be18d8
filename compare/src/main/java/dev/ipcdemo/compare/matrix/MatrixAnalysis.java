package dev.ipcdemo.compare.matrix;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.statistics.UnpairedRatio;
import dev.ipcdemo.compare.statistics.UnpairedRatio.Sides;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a matrix of the figures of its pairs: asymmetries, and how each node does with all others. */
final class MatrixAnalysis {

    /** Two runs of the same pair differ by as much as that at times. */
    private static final double TOLERATED = Changes.BETWEEN_RUNS;

    /** With so many others a node is measured before it can stand out: with two, either of a slow pair could be the cause. */
    private static final int FEWEST_PARTNERS = 3;

    private static final int FEWEST_NODES = 4;

    /** How many standard deviations an outlier is away. */
    private static final double FAR = 3.5;

    /** Of a normal distribution, the standard deviation to the median absolute deviation. */
    private static final double DEVIATION = 1.4826;

    private MatrixAnalysis() {}

    static Matrix of(String path, Cell key, List<PairFigures> pairs) {
        List<Asymmetry> asymmetries = asymmetries(pairs);
        return new Matrix(
                path,
                key,
                Matrix.median(pairs.stream().mapToDouble(PairFigures::costNs)).orElseThrow(),
                pairs,
                asymmetries.stream().limit(Matrix.MOST_ASYMMETRIES).toList(),
                asymmetries.size(),
                nodes(pairs));
    }

    /** A direction and the other, if both have figures that say something. */
    private record Directions(PairFigures there, PairFigures back) {
        Sides sides() {
            return new Sides(there.rounds(), back.rounds());
        }

        Asymmetry compared(UnpairedRatio tested) {
            double estimate = tested.ratio().map(Interval::ratio).orElse(there.costNs() / back.costNs());
            return estimate >= 1
                    ? asymmetry(there, back, tested.ratio(), tested)
                    : asymmetry(back, there, tested.ratio().map(Interval::inverse), tested);
        }

        private static Asymmetry asymmetry(
                PairFigures slower, PairFigures faster, Optional<Interval> ratio, UnpairedRatio tested) {
            return new Asymmetry(
                    slower.from(),
                    slower.to(),
                    slower.costNs(),
                    faster.costNs(),
                    ratio,
                    tested.obstacle(),
                    tested.pValue(),
                    tested.decision().isClaim() ? Decision.SLOWER : tested.decision());
        }
    }

    /** All pairs are tested together. */
    private static List<Asymmetry> asymmetries(List<PairFigures> pairs) {
        Map<NodePair, PairFigures> seen = new HashMap<>();
        List<Directions> all = new ArrayList<>();
        pairs.stream().filter(Predicate.not(PairFigures::lostMost)).forEach(pair -> {
            Optional.ofNullable(seen.get(pair.pair().reversed()))
                    .ifPresent(other -> all.add(new Directions(other, pair)));
            seen.put(pair.pair(), pair);
        });
        List<UnpairedRatio> tested =
                UnpairedRatio.test(all.stream().map(Directions::sides).toList(), TOLERATED);
        List<Asymmetry> asymmetries = new ArrayList<>();
        for (int i = 0; i < tested.size(); i++) {
            asymmetries.add(all.get(i).compared(tested.get(i)));
        }
        return asymmetries.stream()
                .sorted(Comparator.comparing(
                                (Asymmetry each) -> !each.decision().isClaim())
                        .thenComparing(Asymmetry::estimate, Comparator.reverseOrder()))
                .toList();
    }

    private static List<NodeFigures> nodes(List<PairFigures> pairs) {
        Map<String, List<PairFigures>> byNode = new LinkedHashMap<>();
        pairs.forEach(pair -> Stream.of(pair.from(), pair.to())
                .distinct()
                .forEach(node ->
                        byNode.computeIfAbsent(node, each -> new ArrayList<>()).add(pair)));
        Map<String, Double> costs = new LinkedHashMap<>();
        byNode.forEach((node, of) -> costs.put(node, median(of, pair -> true).orElseThrow()));
        double usual = Matrix.median(costs.values().stream().mapToDouble(Double::doubleValue))
                .orElseThrow();
        double spread = DEVIATION
                * Matrix.median(costs.values().stream().mapToDouble(cost -> Math.abs(Math.log(cost / usual))))
                        .orElseThrow();
        List<NodeFigures> nodes = new ArrayList<>();
        byNode.forEach((node, of) -> {
            double ratio = costs.get(node) / usual;
            boolean isSlow = ratio >= Matrix.STANDS_OUT && Math.log(ratio) > FAR * spread;
            nodes.add(new NodeFigures(
                    node,
                    of.size(),
                    costs.get(node),
                    median(of, pair -> pair.from().equals(node) && !pair.to().equals(node)),
                    median(of, pair -> pair.to().equals(node) && !pair.from().equals(node)),
                    ratio,
                    lostShare(of),
                    isSlow && costs.size() >= FEWEST_NODES && hasEnoughPartners(node, of)));
        });
        return nodes.stream()
                .sorted(Comparator.comparing(NodeFigures::costNs).reversed())
                .toList();
    }

    private static boolean hasEnoughPartners(String node, List<PairFigures> pairs) {
        return pairs.stream().allMatch(pair -> pair.pair().isSameNode())
                || pairs.stream()
                                .map(pair -> pair.from().equals(node) ? pair.to() : pair.from())
                                .distinct()
                                .count()
                        >= FEWEST_PARTNERS;
    }

    private static double lostShare(List<PairFigures> pairs) {
        long sent = pairs.stream().mapToLong(PairFigures::sent).sum();
        return sent == 0
                ? 0
                : (double) pairs.stream().mapToLong(PairFigures::lost).sum() / sent;
    }

    private static Optional<Double> median(List<PairFigures> pairs, Predicate<PairFigures> some) {
        OptionalDouble median = Matrix.median(pairs.stream().filter(some).mapToDouble(PairFigures::costNs));
        return median.isPresent() ? Optional.of(median.getAsDouble()) : Optional.empty();
    }
}
