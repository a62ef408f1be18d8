package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ipcdemo.compare.plan.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The figures of one row of the comparison between all pairs of nodes, along one path.
 *
 * <p>A node stands out if the median of its pairs is at least {@value #STANDS_OUT} times that of all nodes, and lies beyond
 * the spread of the others: more than 3.5 times their median absolute deviation, made comparable with a standard deviation
 * (Iglewicz and Hoaglin 1993, "How to detect and handle outliers"). It takes four nodes to tell which one is slow.
 *
 * @param path the way between the nodes, such as {@code pod network}
 * @param key what was measured between them
 * @param costNs the median of what the pairs are judged by
 * @param pairs the pairs with figures
 * @param asymmetries pairs that were measured in both directions: what is beyond doubt first, then those that differ most; at
 *     most {@link #MOST_ASYMMETRIES}
 * @param directionsCompared how many pairs were measured in both directions, and tested together
 * @param nodes how each node does with all others, the slowest first
 */
@JsonPropertyOrder({"path", "key"})
public record Matrix(
        String path,
        Cell key,
        double costNs,
        List<PairFigures> pairs,
        List<Asymmetry> asymmetries,
        int directionsCompared,
        List<NodeFigures> nodes) {

    /** From this ratio on, a node is called slow. */
    public static final double STANDS_OUT = 1.2;

    /** More asymmetries are only counted. */
    public static final int MOST_ASYMMETRIES = 1_000;

    /** What matters most about pairs when they are put in order. */
    public enum Figure {
        /** The median, or what stands for it where rates are measured. */
        MEDIAN,
        /** The 99th percentile. */
        P99,
        /** The share of messages that were lost. */
        LOSS
    }

    /**
     * The worst pairs. Those that lost most of their messages come first, because their figures say little.
     *
     * @param figure by which
     * @return all pairs, the worst first; with equal figures, in the order of their medians
     */
    public List<PairFigures> worstFirst(Figure figure) {
        Comparator<PairFigures> byMedian = Comparator.comparingDouble(PairFigures::costNs);
        Comparator<PairFigures> worse = switch (figure) {
            case MEDIAN -> Comparator.comparing(PairFigures::lostMost).thenComparing(byMedian);
            case P99 ->
                Comparator.comparing(PairFigures::lostMost)
                        .thenComparingLong(pair -> pair.p99Ns().orElse(0L))
                        .thenComparing(byMedian);
            case LOSS -> Comparator.comparingDouble(PairFigures::lostShare).thenComparing(byMedian);
        };
        return pairs.stream().sorted(worse.reversed()).toList();
    }

    /**
     * Whether latencies are measured, of which less is better.
     *
     * @return false if rates are
     */
    @JsonIgnore
    public boolean isLatency() {
        return pairs.stream().anyMatch(pair -> pair.p50Ns().isPresent());
    }

    /**
     * Whether client and server share a node in each pair.
     *
     * @return true for pairs within nodes
     */
    @JsonIgnore
    public boolean isWithinNodes() {
        return pairs.stream().allMatch(pair -> pair.from().equals(pair.to()));
    }

    /**
     * How much was lost.
     *
     * @return of the messages of all pairs, from 0 to 1
     */
    public double lostShare() {
        long sent = pairs.stream().mapToLong(PairFigures::sent).sum();
        return sent == 0
                ? 0
                : (double) pairs.stream().mapToLong(PairFigures::lost).sum() / sent;
    }

    /**
     * The 99th percentile in the middle of all pairs.
     *
     * @return the median over the pairs in nanoseconds; absent where no pair has one
     */
    public Optional<Double> medianP99Ns() {
        OptionalDouble median =
                median(pairs.stream().flatMap(pair -> pair.p99Ns().stream()).mapToDouble(Long::doubleValue));
        return median.isPresent() ? Optional.of(median.getAsDouble()) : Optional.empty();
    }

    /** The middle of some values; of an even number, halfway between the two in the middle. */
    static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
    }
}
