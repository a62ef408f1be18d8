package dev.ipcdemo.compare.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Wilcoxon's signed-rank test of paired values: whether their differences lie to one side of zero. If two things do not
 * differ, neither is more likely to be the greater one, so every difference could as well have the other sign. The test counts
 * out all combinations of signs, so it is exact whatever the distribution, also with equal differences, for which libraries
 * fall back on an approximation. Of more than {@value NormalApproximation#MOST_COUNTED} differences, it is the normal
 * approximation.
 */
final class SignedRankTest {

    private SignedRankTest() {}

    /**
     * The two-sided p-value.
     *
     * @param differences of each pair; those that are zero say nothing, and are left out
     * @return how likely differences are, if there is none, that lie at least as far to one side; 1 if there are none
     */
    static double pValue(double[] differences) {
        double[] signed = Arrays.stream(differences).filter(value -> value != 0).toArray();
        int[] ranks = Ranks.doubled(Arrays.stream(signed).map(Math::abs).toArray());
        int positive = 0;
        int total = 0;
        for (int i = 0; i < signed.length; i++) {
            positive += signed[i] > 0 ? ranks[i] : 0;
            total += ranks[i];
        }
        int greater = Math.max(positive, total - positive);
        return Math.min(
                1,
                2
                        * (ranks.length <= NormalApproximation.MOST_COUNTED
                                ? counted(ranks, greater)
                                : approximated(ranks, greater)));
    }

    /** The share of all subsets of the ranks whose sum is at least so great. */
    static double counted(int[] ranks, int least) {
        double[] ways = ways(ranks, IntStream.of(ranks).sum());
        return DoubleStream.of(ways).skip(least).sum() / Math.pow(2, ranks.length);
    }

    /** Each rank is in the sum or not, with equal probabilities. */
    static double approximated(int[] ranks, int least) {
        double variance =
                IntStream.of(ranks).mapToDouble(rank -> 0.25 * rank * rank).sum();
        return NormalApproximation.above(least - 1, IntStream.of(ranks).sum() / 2.0, variance);
    }

    /** How many subsets of the ranks have each sum. */
    private static double[] ways(int[] ranks, int total) {
        double[] ways = new double[total + 1];
        ways[0] = 1;
        for (int rank : ranks) {
            for (int sum = total; sum >= rank; sum--) {
                ways[sum] += ways[sum - rank];
            }
        }
        return ways;
    }
}
