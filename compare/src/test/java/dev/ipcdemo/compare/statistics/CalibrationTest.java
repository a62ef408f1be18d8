package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often intervals really hold what they are of. The random numbers are the same each time. */
class CalibrationTest {

    private static final int TRIALS = 20_000;

    /** A logarithm of a ratio of which half of all lie below 0. */
    private enum Rounds {
        NORMAL {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                return NormalDistribution.of(0, 1).createSampler(random);
            }
        },
        /** Student's t with two degrees of freedom, whose variance is infinite. */
        HEAVY_TAILS {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                return TDistribution.of(2).createSampler(random);
            }
        },
        SKEWED {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                ContinuousDistribution.Sampler skewed =
                        LogNormalDistribution.of(0, 1).createSampler(random);
                return () -> skewed.sample() - 1;
            }
        },
        /** A tenth of all rounds is disturbed, always to the same side. */
        DISTURBED {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                ContinuousDistribution.Sampler normal =
                        NormalDistribution.of(0, 1).createSampler(random);
                double median = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 / 0.9);
                return () -> normal.sample() - median + (random.nextDouble() < 0.1 ? 10 : 0);
            }
        },
        TWO_MODES {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                ContinuousDistribution.Sampler narrow =
                        NormalDistribution.of(0, 0.2).createSampler(random);
                return () -> narrow.sample() + (random.nextBoolean() ? 1 : -1);
            }
        },
        TWO_SHARP_MODES {
            @Override
            ContinuousDistribution.Sampler sampler(UniformRandomProvider random) {
                ContinuousDistribution.Sampler narrow =
                        NormalDistribution.of(0, 0.05).createSampler(random);
                return () -> narrow.sample() + (random.nextBoolean() ? 1 : -1);
            }
        };

        abstract ContinuousDistribution.Sampler sampler(UniformRandomProvider random);

        double[] ratios(int count, ContinuousDistribution.Sampler sampler) {
            double[] ratios = new double[count];
            Arrays.setAll(ratios, i -> Math.exp(sampler.sample()));
            return ratios;
        }
    }

    private static UniformRandomProvider random() {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(20_261_126L);
    }

    private static double coverage(Rounds rounds, int count) {
        ContinuousDistribution.Sampler sampler = rounds.sampler(random());
        int held = 0;
        for (int i = 0; i < TRIALS; i++) {
            MedianInterval interval =
                    MedianInterval.of(rounds.ratios(count, sampler)).orElseThrow();
            held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
        }
        return held / (double) TRIALS;
    }

    @ParameterizedTest
    @EnumSource
    void anIntervalHoldsTheMedianAsOftenAsItSays(Rounds rounds) {
        for (int count : new int[] {5, 6, 7, 10, 11, 12, 15, 20}) {
            double said = MedianInterval.of(rounds.ratios(count, rounds.sampler(random())))
                    .orElseThrow()
                    .confidence();
            assertThat(coverage(rounds, count))
                    .as("%s, %d rounds, %s said", rounds, count, String.format(Locale.ROOT, "%.3f", said))
                    .isBetween(0.93, 0.98)
                    .isBetween(said - 0.015, said + 0.015);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "7, 7", "5, 20", "20, 20"})
    void anIntervalOfTwoRunsHoldsTheRatioAsOftenAsItSays(int first, int second) {
        for (Rounds rounds : Rounds.values()) {
            ContinuousDistribution.Sampler sampler = rounds.sampler(random());
            int held = 0;
            double said = 0;
            for (int i = 0; i < TRIALS / 4; i++) {
                RankSumInterval interval = RankSumInterval.of(
                                rounds.ratios(first, sampler), rounds.ratios(second, sampler))
                        .orElseThrow();
                said = interval.confidence();
                held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
            }
            assertThat(held / (TRIALS / 4.0))
                    .as("%s, %d and %d rounds", rounds, first, second)
                    .isBetween(said - 0.015, said + 0.015);
        }
    }

    /** Of 32 claims about nothing, in one report in twenty at most one is made. */
    @ParameterizedTest
    @CsvSource({"5", "7", "12", "20"})
    void aFamilyOfClaimsAboutNothingClaimsNothing(int count) {
        int reports = 2_000;
        int withAClaim = 0;
        ContinuousDistribution.Sampler sampler = Rounds.HEAVY_TAILS.sampler(random());
        for (int i = 0; i < reports; i++) {
            double[] pValues = new double[32];
            Arrays.setAll(pValues, row -> MedianInterval.pValue(Rounds.HEAVY_TAILS.ratios(count, sampler)));
            boolean[] stand = Holm.stand(pValues, 0.05);
            boolean any = false;
            for (boolean stands : stand) {
                any |= stands;
            }
            withAClaim += any ? 1 : 0;
        }
        assertThat(withAClaim / (double) reports).isLessThanOrEqualTo(0.06);
    }
}
