package dev.ipcdemo.compare.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a family of claims says as a whole: Holm's procedure, by which the probability that any of them is false is at most
 * the level, however they depend on each other (Holm 1979, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6).
 */
final class Holm {

    private Holm() {}

    /**
     * Adjusts p-values.
     *
     * @param pValues one for each claim of the family
     * @return in the same order, each to be compared with the level of the family
     */
    static double[] adjust(double[] pValues) {
        int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double most = 0;
        for (int rank = 0; rank < order.length; rank++) {
            most = Math.max(most, Math.min(1, (order.length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = most;
        }
        return adjusted;
    }

    /**
     * Which claims stand.
     *
     * @param pValues one for each claim of the family
     * @param level that of the family, such as 0.05
     * @return in the same order
     */
    static boolean[] stand(double[] pValues, double level) {
        double[] adjusted = adjust(pValues);
        boolean[] stand = new boolean[adjusted.length];
        for (int i = 0; i < stand.length; i++) {
            stand[i] = adjusted[i] <= level;
        }
        return stand;
    }
}
