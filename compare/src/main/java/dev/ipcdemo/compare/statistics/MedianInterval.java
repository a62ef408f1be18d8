package dev.ipcdemo.compare.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A confidence interval of the median of independent values, made of their order alone, so that its coverage does not
 * depend on how they are distributed: heavy tails, skewness and two modes do it no harm.
 *
 * <p>An end lies at the k-th value from its side, or halfway (by ratio) between the k-th and the next one. At a value, the
 * coverage is that of the sign test whatever the distribution (Conover 1999, "Practical nonparametric statistics", 3.2).
 * Halfway, it is exact for symmetric distributions, because the middle of two neighbours is a Walsh average, and stays
 * within a percent of that for the skewed and bimodal ones that {@code CalibrationTest} tries. Of all these intervals the
 * narrowest is taken that covers at least {@value #LEAST_CONFIDENCE}.
 *
 * @param estimate the median
 * @param low the lower end
 * @param high the upper end
 * @param confidence how often such an interval holds the true median
 */
record MedianInterval(double estimate, double low, double high, double confidence) {

    /** With fewer values not even the lowest and the highest make an interval that deserves the name. */
    static final int FEWEST_VALUES = 5;

    static final double LEAST_CONFIDENCE = 0.929;

    /**
     * The interval of the median of ratios.
     *
     * @param ratios positive values
     * @return the interval; nothing if there are fewer than {@link #FEWEST_VALUES}
     */
    static Optional<MedianInterval> of(double[] ratios) {
        if (ratios.length < FEWEST_VALUES) {
            return Optional.empty();
        }
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        Ends ends = new Ends(1, false);
        for (Ends next = ends.narrower();
                next.fits(sorted.length) && next.confidence(sorted.length) >= LEAST_CONFIDENCE;
                next = next.narrower()) {
            ends = next;
        }
        return Optional.of(new MedianInterval(
                median(sorted), ends.low(sorted), ends.high(sorted), ends.confidence(sorted.length)));
    }

    /**
     * How unlikely it is that values lie so much to one side of 1, or more, if their median is 1: the two-sided p-value of
     * the test that this interval inverts.
     *
     * @param ratios positive values
     * @return from 0 to 1
     */
    static double pValue(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        double p = 1;
        for (Ends ends = new Ends(1, false); ends.fits(sorted.length); ends = ends.narrower()) {
            if (ends.low(sorted) > 1 || ends.high(sorted) < 1) {
                return Math.min(p, 1 - ends.confidence(sorted.length));
            }
        }
        return p;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : Math.sqrt(sorted[middle - 1] * sorted[middle]);
    }

    /** Where the interval ends: at the k-th value from either side, or halfway to the next one. */
    private record Ends(int k, boolean halfway) {

        Ends narrower() {
            return halfway ? new Ends(k + 1, false) : new Ends(k, true);
        }

        /** Whether the ends do not meet. */
        boolean fits(int count) {
            return 2 * k + (halfway ? 1 : 0) <= count;
        }

        double low(double[] sorted) {
            return halfway ? Math.sqrt(sorted[k - 1] * sorted[k]) : sorted[k - 1];
        }

        double high(double[] sorted) {
            int last = sorted.length - 1;
            return halfway ? Math.sqrt(sorted[last - k + 1] * sorted[last - k]) : sorted[last - k + 1];
        }

        /**
         * The median lies below the k-th value if fewer than k values are below it; and below the middle of the k-th and
         * the next if k are, of which the nearest is nearer to it than all that are above.
         */
        double confidence(int count) {
            BinomialDistribution below = BinomialDistribution.of(count, 0.5);
            double tail = below.cumulativeProbability(k - 1) + (halfway ? below.probability(k) * k / count : 0);
            return 1 - 2 * tail;
        }
    }
}
