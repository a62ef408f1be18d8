package dev.ipcdemo.compare.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * A confidence interval of the median of independent values, made of their order alone, so that its coverage does not
 * depend on how they are distributed: heavy tails and skewness do it no harm.
 *
 * <p>At the k-th value from either side, the coverage is that of the sign test whatever the distribution (Conover 1999,
 * "Practical nonparametric statistics", 3.2). It takes only some values, so each end lies between the k-th and the next one,
 * where the coverage is {@value #CONFIDENCE} (Hettmansperger and Sheather 1986, "Confidence intervals based on interpolated
 * order statistics"): nearly exact for usual distributions. Beyond the middle between two values, rounds of two kinds can have
 * the coverage of the next value; so where that would be too little, an end stays at the middle.
 *
 * @param estimate the median
 * @param low the lower end
 * @param high the upper end
 * @param confidence how often such an interval holds the true median
 */
record MedianInterval(double estimate, double low, double high, double confidence) {

    /** With fewer values not even the lowest and the highest make an interval that deserves the name. */
    static final int FEWEST_VALUES = 5;

    static final double CONFIDENCE = 0.95;

    private static final double LEAST_CONFIDENCE = 0.929;

    /**
     * The interval of the median of ratios.
     *
     * @param ratios positive values
     * @return the interval; nothing if there are fewer than {@link #FEWEST_VALUES}
     */
    static Optional<MedianInterval> of(double[] ratios) {
        int count = ratios.length;
        if (count < FEWEST_VALUES) {
            return Optional.empty();
        }
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        int k = 1;
        while (confidence(k + 1, count) >= CONFIDENCE) {
            k++;
        }
        double share = share(k, count);
        return Optional.of(new MedianInterval(
                between(sorted[(count - 1) / 2], sorted[count / 2], 0.5),
                between(sorted[k - 1], sorted[k], share),
                between(sorted[count - k], sorted[count - k - 1], share),
                confidence(k, count, share)));
    }

    /**
     * The one-sided sign test, which such intervals invert.
     *
     * @param contrary how many of the values are not beyond a limit
     * @param count how many there are
     * @return how likely at most so few are, if the median is not beyond it
     */
    static double signTest(int contrary, int count) {
        return (1 - confidence(contrary + 1, count)) / 2;
    }

    /** How often the k-th values from either side have the median between them. */
    private static double confidence(int k, int count) {
        double below = 1;
        double all = 1;
        for (int i = 1; i < k; i++) {
            all = all * (count - i + 1) / i;
            below += all;
        }
        return 1 - 2 * below / Math.pow(2, count);
    }

    /** The same for ends that lie part of the way to the next value. */
    private static double confidence(int k, int count, double share) {
        double part = share * k / (count - k - share * (count - 2 * k));
        return confidence(k, count) - part * (confidence(k, count) - confidence(k + 1, count));
    }

    /** How far from the k-th value to the next one an end lies; with five values, at the outermost. */
    private static double share(int k, int count) {
        double next = confidence(k + 1, count);
        double part = (confidence(k, count) - CONFIDENCE) / (confidence(k, count) - next);
        double share = Math.max(0, (count - k) * part / (k + (count - 2 * k) * part));
        return next < LEAST_CONFIDENCE ? Math.min(share, 0.5) : share;
    }

    /** Ratios are averaged as logarithms. */
    private static double between(double value, double next, double share) {
        return Math.exp((1 - share) * Math.log(value) + share * Math.log(next));
    }
}
