package dev.ipcdemo.compare.statistics;

import java.util.Arrays;

/** The ranks of values. Equal values share the mean of their ranks, which may end in a half; so all ranks are doubled. */
final class Ranks {

    private Ranks() {}

    /**
     * Twice the rank of each value.
     *
     * @param values in any order
     * @return 2 for the smallest, if it is alone, 4 for the next, and so on
     */
    static int[] doubled(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : sorted) {
                below += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = 2 * below + equal + 1;
        }
        return ranks;
    }
}
