package dev.ipcdemo.compare.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The normal approximation of tests by ranks. To count out the distribution of a statistic of a thousand rounds would
 * take gigabytes and minutes, and the approximation is the better the more there are (Hollander, Wolfe and Chicken 2014,
 * "Nonparametric statistical methods": 3.1 for signed ranks, 4.1 for rank sums, 8.1 for a trend, each with equal
 * values). Far from the middle its probabilities are a little too large, so it claims rather less.
 */
final class NormalApproximation {

    /** With more values than this in a set, its distribution is not counted out. */
    static final int MOST_COUNTED = 50;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private NormalApproximation() {}

    /**
     * How likely a value is that is at least as great as one.
     *
     * @param value less half of the step from one value that is possible to the next (continuity correction)
     * @param mean of the distribution
     * @param variance of the distribution; with 0, the value must not be the mean
     * @return the probability
     */
    static double above(double value, double mean, double variance) {
        return STANDARD.survivalProbability((value - mean) / Math.sqrt(variance));
    }
}
