package dev.ipcdemo.compare.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's procedure for a family of tests: whatever depends on what, the probability of even one false claim among those whose
 * adjusted p-value is at most {@link #ERROR_RATE} is at most that (Holm 1979, "A simple sequentially rejective multiple test
 * procedure").
 */
final class Holm {

    /** In how many runs a family may make a claim that is false. */
    static final double ERROR_RATE = 0.05;

    private Holm() {}

    /**
     * Adjusts the p-values of a family.
     *
     * @param pValues of all its tests, also of those that nobody will claim anything from
     * @return the adjusted ones, in the same order
     */
    static double[] adjusted(double[] pValues) {
        int[] ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(test -> pValues[test]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double before = 0;
        for (int i = 0; i < ascending.length; i++) {
            before = Math.max(before, Math.min(1, (ascending.length - i) * pValues[ascending[i]]));
            adjusted[ascending[i]] = before;
        }
        return adjusted;
    }

    /**
     * How many rounds it takes before a signed-rank test of so many can claim anything: all rounds must differ the same way.
     *
     * @param tests how many are in the family
     * @return the fewest rounds
     */
    static int fewestRounds(long tests) {
        int rounds = 1;
        while (tests * 2 * Math.pow(0.5, rounds) > ERROR_RATE) {
            rounds++;
        }
        return rounds;
    }
}
