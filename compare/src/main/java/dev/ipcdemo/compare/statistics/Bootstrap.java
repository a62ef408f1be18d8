package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Confidence intervals of ratios by resampling rounds: geometric means, because a ratio of 2 and one of ½ are equally far
 * from 1. As there are few rounds, the percentiles are taken further out than 2.5 and 97.5, as far as Student's t is wider
 * than the normal distribution (Hesterberg 2015, "What teachers should know about the bootstrap", expanded percentiles).
 *
 * <p>The random numbers are the same each time, so that the same samples give the same report.
 */
final class Bootstrap {

    /** With fewer rounds there is no interval that deserves the name. */
    static final int FEWEST_ROUNDS = 5;

    private static final int RESAMPLES = 4_000;
    private static final double TAIL = 0.025;
    private static final long SEED = 20_261_122L;

    private Bootstrap() {}

    /** The ratio of two figures that were taken in the same rounds: each round gives one ratio. */
    static Optional<Interval> paired(double[] numerators, double[] denominators) {
        double[] logs = new double[numerators.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(numerators[i] / denominators[i]);
        }
        UniformRandomProvider random = random();
        return interval(mean(logs), logs.length, () -> resampledMean(logs, random));
    }

    /** The ratio of two figures that were taken in different runs. */
    static Optional<Interval> independent(double[] numerators, double[] denominators) {
        double[] above = Arrays.stream(numerators).map(Math::log).toArray();
        double[] below = Arrays.stream(denominators).map(Math::log).toArray();
        UniformRandomProvider random = random();
        return interval(
                mean(above) - mean(below),
                Math.min(above.length, below.length),
                () -> resampledMean(above, random) - resampledMean(below, random));
    }

    private static UniformRandomProvider random() {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    }

    private static Optional<Interval> interval(double log, int rounds, DoubleSupplier resample) {
        if (rounds < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        double[] logs = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            logs[i] = resample.getAsDouble();
        }
        Arrays.sort(logs);
        double tail = expandedTail(rounds);
        return Optional.of(
                new Interval(Math.exp(log), Math.exp(percentile(logs, tail)), Math.exp(percentile(logs, 1 - tail))));
    }

    private static double expandedTail(int rounds) {
        double t = TDistribution.of(rounds - 1).inverseSurvivalProbability(TAIL);
        return NormalDistribution.of(0, 1).cumulativeProbability(-Math.sqrt(rounds / (rounds - 1.0)) * t);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double resampledMean(double[] values, UniformRandomProvider random) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[random.nextInt(values.length)];
        }
        return sum / values.length;
    }
}
