package dev.ipcdemo.compare.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * The ratio of two sets of independent values that were not taken in pairs, such as those of two runs, with a confidence
 * interval: the Hodges-Lehmann estimate, and the interval that inverts the rank-sum test of Mann and Whitney (Hollander,
 * Wolfe and Chicken 2014, "Nonparametric statistical methods", 4.2 and 4.3). The distribution of the statistic is counted
 * out; of sets of more than {@value NormalApproximation#MOST_COUNTED} values it is the normal approximation. It asks of
 * the two distributions only that one is the other, stretched.
 *
 * @param estimate the median of all ratios of a value of one set to a value of the other
 * @param low the lower end
 * @param high the upper end
 * @param confidence how often such an interval holds the true ratio
 */
record RankSumInterval(double estimate, double low, double high, double confidence) {

    private static final double LEAST_CONFIDENCE = 0.93;

    /**
     * The interval of the ratio.
     *
     * @param numerators positive values
     * @param denominators positive values
     * @return the narrowest interval that covers at least {@value #LEAST_CONFIDENCE}; nothing if there are
     *     fewer than {@link MedianInterval#FEWEST_VALUES} of either
     */
    static Optional<RankSumInterval> of(double[] numerators, double[] denominators) {
        if (Math.min(numerators.length, denominators.length) < MedianInterval.FEWEST_VALUES) {
            return Optional.empty();
        }
        double[] ratios = ratios(numerators, denominators);
        IntToDoubleFunction tail = tailOfU(numerators.length, denominators.length);
        int cut = 0;
        while (1 - 2 * tail.applyAsDouble(cut + 1) >= LEAST_CONFIDENCE) {
            cut++;
        }
        int last = ratios.length - 1;
        double estimate = ratios.length % 2 == 1
                ? ratios[ratios.length / 2]
                : Math.sqrt(ratios[ratios.length / 2 - 1] * ratios[ratios.length / 2]);
        return Optional.of(
                new RankSumInterval(estimate, ratios[cut], ratios[last - cut], 1 - 2 * tail.applyAsDouble(cut)));
    }

    private static double[] ratios(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length * denominators.length];
        int next = 0;
        for (double numerator : numerators) {
            for (double denominator : denominators) {
                ratios[next++] = numerator / denominator;
            }
        }
        Arrays.sort(ratios);
        return ratios;
    }

    /** The probability that the statistic U is at most so large. */
    private static IntToDoubleFunction tailOfU(int first, int second) {
        if (Math.max(first, second) > NormalApproximation.MOST_COUNTED) {
            return u -> approximated(u, first, second);
        }
        double[] tail = counted(first, second);
        return u -> tail[u];
    }

    /** Its distribution is symmetric. */
    static double approximated(int u, int first, int second) {
        double product = (double) first * second;
        return NormalApproximation.above(product - u - 0.5, product / 2, product * (first + second + 1) / 12);
    }

    /** The same for each value of it. */
    static double[] counted(int first, int second) {
        // ways[i][u]: how many orders of i values of the first set and j of the second have the statistic u
        double[][] ways = new double[first + 1][first * second + 1];
        for (double[] row : ways) {
            row[0] = 1; // j = 0
        }
        for (int j = 1; j <= second; j++) {
            for (int i = 1; i <= first; i++) {
                // The largest is of the second set (i, j - 1), or of the first and beats j others (i - 1, j).
                for (int u = first * second; u >= 0; u--) {
                    ways[i][u] += u >= j ? ways[i - 1][u - j] : 0;
                }
            }
        }
        double[] tail = ways[first];
        double total = Arrays.stream(tail).sum();
        double sum = 0;
        for (int u = 0; u < tail.length; u++) {
            sum += tail[u];
            tail[u] = sum / total;
        }
        return tail;
    }
}
