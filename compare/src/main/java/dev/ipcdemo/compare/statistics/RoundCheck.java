package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether rounds can carry a confidence interval. */
final class RoundCheck {

    /** Rounds that the scheduler moved about are of many kinds; fewer say little about those to come. */
    static final int FEWEST_MOVED = 20;

    /** A gap is one between two groups if it is so many times as wide as either of them, ... */
    private static final double WIDER = 3;

    /** ... and matters: rounds whose ratio is less than this are of one kind. */
    static final double FAR = 1.1;

    /** So rarely do rounds without a trend show one. */
    private static final double TREND = 0.01;

    /** How much the second half of the rounds differs from the first if a trend matters. As a logarithm. */
    private static final double DRIFTED = Math.log(1.05);

    private RoundCheck() {}

    /**
     * Looks for a reason not to give an interval.
     *
     * @param values in the order of the rounds; where nothing arrived in one, it is 0, infinite, or not a number
     * @param moved whether the scheduler chose the CPUs
     * @return the reason; empty if an interval means what it says
     */
    static Optional<Obstacle> obstacle(double[] values, boolean moved) {
        if (values.length < MedianInterval.FEWEST_VALUES) {
            return Optional.of(Obstacle.TOO_FEW);
        }
        if (moved && values.length < FEWEST_MOVED) {
            return Optional.of(Obstacle.MOVED);
        }
        if (!Arrays.stream(values).allMatch(value -> value > 0 && Double.isFinite(value))) {
            return Optional.of(Obstacle.EMPTY_ROUND);
        }
        double[] logs = Arrays.stream(values).map(Math::log).toArray();
        if (hasTwoGroups(logs)) {
            return Optional.of(Obstacle.TWO_GROUPS);
        }
        return drifts(logs) ? Optional.of(Obstacle.DRIFT) : Optional.empty();
    }

    /** Each with two rounds at least: one round alone is an outlier, which an interval of ranks bears. */
    private static boolean hasTwoGroups(double[] logs) {
        double[] sorted = logs.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        for (int i = 1; i < last - 1; i++) {
            double gap = sorted[i + 1] - sorted[i];
            double widest = Math.max(sorted[i] - sorted[0], sorted[last] - sorted[i + 1]);
            if (gap >= Math.log(FAR) && gap >= WIDER * widest) {
                return true;
            }
        }
        return false;
    }

    private static boolean drifts(double[] logs) {
        int half = logs.length / 2;
        double before = median(Arrays.copyOf(logs, half));
        double after = median(Arrays.copyOfRange(logs, logs.length - half, logs.length));
        return Math.abs(after - before) >= DRIFTED && trendPValue(logs) <= TREND;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /**
     * Of the test of Mann and Kendall: how likely it is that so many later values are above earlier ones, or so few. All
     * orders are counted out; of more than {@value NormalApproximation#MOST_COUNTED} values, it is the normal
     * approximation.
     */
    private static double trendPValue(double[] values) {
        int rising = 0;
        int falling = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                rising += values[j] > values[i] ? 1 : 0;
                falling += values[j] < values[i] ? 1 : 0;
            }
        }
        return Math.min(
                1,
                2
                        * (values.length <= NormalApproximation.MOST_COUNTED
                                ? trendCounted(values.length, Math.max(rising, falling))
                                : trendApproximated(values, Math.abs(rising - falling))));
    }

    /** @param more how many pairs are in the order that most are in */
    static double trendCounted(int count, int more) {
        double[] orders = ordersByInversions(count);
        return Arrays.stream(orders, 0, orders.length - more).sum()
                / Arrays.stream(orders).sum();
    }

    /** @param excess how many more pairs are in the one order than in the other */
    static double trendApproximated(double[] values, int excess) {
        double ties = Arrays.stream(values)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToDouble(RoundCheck::scatter)
                .sum();
        return NormalApproximation.above(excess - 1, 0, (scatter(values.length) - ties) / 18);
    }

    private static double scatter(double count) {
        return count * (count - 1) * (2 * count + 5);
    }

    /** How many orders of so many values have each number of inversions. */
    private static double[] ordersByInversions(int count) {
        double[] orders = {1};
        for (int values = 2; values <= count; values++) {
            double[] more = new double[orders.length + values - 1];
            for (int inversions = 0; inversions < orders.length; inversions++) {
                for (int added = 0; added < values; added++) {
                    more[inversions + added] += orders[inversions];
                }
            }
            orders = more;
        }
        return orders;
    }
}
