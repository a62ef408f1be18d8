package dev.ipcdemo.compare.statistics;

import java.util.stream.DoubleStream;

/**
 * The rank-sum test of Mann, Whitney and Wilcoxon for values that are not paired, such as those of two runs. It counts out all
 * ways in which the values could be dealt to the two sets, so it is exact also with equal values, for which libraries fall
 * back on an approximation.
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
        int total = 0;
        int observed = 0;
        for (int i = 0; i < ranks.length; i++) {
            total += ranks[i];
            observed += i < values.length ? ranks[i] : 0;
        }
        double[] ways = ways(ranks, values.length, total);
        double tail = 0;
        double all = 0;
        for (int sum = 0; sum <= total; sum++) {
            all += ways[sum];
            tail += sum >= observed ? ways[sum] : 0;
        }
        return tail / all;
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
