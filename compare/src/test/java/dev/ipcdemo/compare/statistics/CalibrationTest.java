package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often intervals really hold what they are of. The random numbers are the same each time. */
@Tag("once")
class CalibrationTest {

    private static final int TRIALS = 20_000;

    /** Those of the budgets, and what lies between. */
    private static final int[] ROUNDS = {5, 6, 7, 8, 9, 10, 12, 15, 20};

    private static UniformRandomProvider random() {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(20_261_126L);
    }

    /**
     * What became of the intervals of many runs.
     *
     * @param given how many runs had one
     * @param missed how many of those did not hold the true median
     */
    private record Coverage(int given, int missed) {

        static Coverage of(Noise noise, int rounds) {
            DoubleSupplier logs = noise.logs(random());
            int given = 0;
            int missed = 0;
            for (int i = 0; i < TRIALS; i++) {
                double[] ratios = noise.ratios(rounds, logs);
                MedianInterval interval = MedianInterval.of(ratios).orElseThrow();
                boolean isGiven = RoundCheck.obstacle(ratios, noise.isMoved()).isEmpty();
                given += isGiven ? 1 : 0;
                missed += isGiven && (interval.low() > 1 || interval.high() < 1) ? 1 : 0;
            }
            return new Coverage(given, missed);
        }

        /** Where most runs have none, those that happen to have one say nothing. */
        boolean isOffered() {
            return given > TRIALS / 2;
        }

        double share() {
            return 1 - missed / (double) TRIALS;
        }

        @Override
        public String toString() {
            return isOffered() ? String.format(Locale.ROOT, "%.1f %%", 100 * share()) : "none";
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIntervalHoldsTheMedianAsOftenAsItSays(Noise noise) {
        assertThat(Arrays.stream(ROUNDS)
                        .mapToObj(rounds -> Coverage.of(noise, rounds))
                        .filter(Coverage::isOffered))
                .allSatisfy(coverage -> assertThat(coverage.share()).isBetween(0.93, 0.98));
    }

    @Test
    void roundsOfTwoKindsAndThoseThatAreMovedAboutHaveNoInterval() {
        assertThat(Coverage.of(Noise.TWO_FAR_MODES, 10).isOffered()).isFalse();
        assertThat(Coverage.of(Noise.RECORDED_FREE, 19).given()).isZero();
        assertThat(Coverage.of(Noise.RECORDED_FREE, 20).isOffered()).isTrue();
    }

    @Test
    void theTableInTheDocumentIsWhatIsMeasuredHere() throws IOException {
        List<String> table = new ArrayList<>();
        table.add(cells("rounds", Arrays.stream(ROUNDS).mapToObj(Integer::toString)));
        table.add("|---".repeat(ROUNDS.length + 1) + "|");
        table.add(cells("*said*", Arrays.stream(ROUNDS).mapToObj(CalibrationTest::said)));
        for (Noise noise : Noise.values()) {
            table.add(cells(
                    noise.toString(),
                    Arrays.stream(ROUNDS)
                            .mapToObj(rounds -> Coverage.of(noise, rounds).toString())));
        }
        assertThat(Files.readString(Path.of("..", "docs", "measuring.md"))).contains(String.join("\n", table));
    }

    private static String said(int rounds) {
        double[] ratios = IntStream.rangeClosed(1, rounds).asDoubleStream().toArray();
        return String.format(
                Locale.ROOT,
                "%.1f %%",
                100 * MedianInterval.of(ratios).orElseThrow().confidence());
    }

    private static String cells(String head, Stream<String> texts) {
        return Stream.concat(Stream.of(head), texts).collect(Collectors.joining(" | ", "| ", " |"));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "7, 7", "5, 12", "7, 15", "20, 20"})
    void anIntervalOfTwoRunsHoldsTheRatioAsOftenAsItSays(int first, int second) {
        for (Noise noise : Noise.values()) {
            DoubleSupplier logs = noise.logs(random());
            int held = 0;
            double said = 0;
            for (int i = 0; i < TRIALS / 4; i++) {
                RankSumInterval interval = RankSumInterval.of(noise.ratios(first, logs), noise.ratios(second, logs))
                        .orElseThrow();
                said = interval.confidence();
                held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
            }
            assertThat(held / (TRIALS / 4.0))
                    .as("%s, %d and %d rounds", noise, first, second)
                    .isBetween(said - 0.015, said + 0.015);
        }
    }
}
