package dev.ipcdemo.compare.statistics;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The rank-sum test of Mann, Whitney and Wilcoxon for values that are not paired, such as those of two runs. It counts out all
 * ways in which the values could be dealt to the two sets, so it is exact also with equal values, for which libraries fall
 * back on an approximation. Of sets of more than {@value NormalApproximation#MOST_COUNTED} values, it is the normal
 * approximation.
 */
final class RankSumTest {

    private RankSumTest() {}

    /**
     * The one-sided p-value.
     *
     * @param values one set
     * @param others the other
     * @return how likely it is, if all come from one distribution, that the first set lies at least so far above
     */
    static double pAbove(double[] values, double[] others) {
        int[] ranks = Ranks.doubled(DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(others))
                .toArray());
        return Math.max(values.length, others.length) <= NormalApproximation.MOST_COUNTED
                ? counted(ranks, values.length)
                : approximated(ranks, values.length);
    }

    /** The share of all subsets of the ranks whose sum is at least that of the first so many. */
    static double counted(int[] ranks, int count) {
        int observed = IntStream.of(ranks).limit(count).sum();
        double[] ways = ways(ranks, count, IntStream.of(ranks).sum());
        return DoubleStream.of(ways).skip(observed).sum()
                / DoubleStream.of(ways).sum();
    }

    /** The variance is that of so many ranks drawn from all, whichever of them are equal. */
    static double approximated(int[] ranks, int count) {
        double all = ranks.length;
        double mean = all + 1;
        double squares = IntStream.of(ranks)
                .mapToDouble(rank -> (rank - mean) * (rank - mean))
                .sum();
        return NormalApproximation.above(
                IntStream.of(ranks).limit(count).sum() - 1,
                count * mean,
                count * (all - count) * squares / (all * (all - 1)));
    }

    /** How many subsets of so many ranks have each sum. */
    private static double[] ways(int[] ranks, int count, int total) {
        double[][] ways = new double[count + 1][total + 1];
        ways[0][0] = 1;
        for (int rank : ranks) {
            for (int chosen = count; chosen >= 1; chosen--) {
                for (int sum = total; sum >= rank; sum--) {
                    ways[chosen][sum] += ways[chosen - 1][sum - rank];
                }
            }
        }
        return ways[count];
    }
}
