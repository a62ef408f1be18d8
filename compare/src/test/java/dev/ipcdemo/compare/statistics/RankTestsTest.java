package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against published tables, and by hand. */
class RankTestsTest {

    /** All of one sign: two of 2^n combinations. */
    @ParameterizedTest
    @CsvSource({"5, 0.0625", "6, 0.03125", "10, 0.001953125"})
    void theSmallestPValueOfTheSignedRanksIsThatOfAllOneSign(int count, double pValue) {
        double[] differences = new double[count];
        Arrays.setAll(differences, i -> i + 1);
        assertThat(SignedRankTest.pValue(differences)).isCloseTo(pValue, within(1e-12));
    }

    /** From the table of the signed-rank test: for 10 values, P(T <= 8) is 25 of 1024. */
    @Test
    void theSignedRanksAreThoseOfTheTables() {
        assertThat(SignedRankTest.pValue(new double[] {1, 2, 3, 4, 5, 6, 7, -8, 9, 10}))
                .isCloseTo(2 * 25 / 1024.0, within(1e-12));
    }

    /** Three equal ones and a greater one of the other sign: of 16 combinations, 9 have a sum of at most 4. */
    @Test
    void equalDifferencesShareTheirRankAndNoneSaysNothing() {
        assertThat(SignedRankTest.pValue(new double[] {1, 1, 1, 0, -2})).isEqualTo(1);
        assertThat(SignedRankTest.pValue(new double[] {1, 1, 1, 1, 1, 0})).isEqualTo(0.0625);
        assertThat(SignedRankTest.pValue(new double[] {0, 0})).isEqualTo(1);
    }

    /** From the table of the rank-sum test: for 5 and 5 values, P(U <= 3) is 7 of 252. */
    @Test
    void theRankSumsAreThoseOfTheTables() {
        double[] lower = {1, 2, 3, 4, 8};
        double[] higher = {5, 6, 7, 9, 10};
        assertThat(RankSumTest.pAbove(higher, lower)).isCloseTo(7 / 252.0, within(1e-12));
        assertThat(RankSumTest.pAbove(lower, higher)).isGreaterThan(0.9);
        assertThat(RankSumTest.pAbove(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(1);
    }

    /** Values in an order that has nothing to do with their size, many of them equal. */
    private static double[] scattered(int count, double more) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> more + i * 37 % 101 / 5);
        return values;
    }

    /** Just where the one takes the place of the other, and for p-values that a claim may turn on. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 2, 3, 4, 5})
    void whatIsApproximatedIsCloseToWhatIsCountedOutOrOnTheSafeSide(double more) {
        int count = NormalApproximation.MOST_COUNTED;
        double[] values = scattered(count, more);
        double[] others = scattered(count, 0);
        int[] ranks = Ranks.doubled(DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(others))
                .toArray());
        assertIsClose(RankSumTest.approximated(ranks, count), RankSumTest.counted(ranks, count));

        int[] signed = Ranks.doubled(scattered(count, 1));
        int least = (int) (IntStream.of(signed).sum() * (0.5 + more / 30));
        assertIsClose(SignedRankTest.approximated(signed, least), SignedRankTest.counted(signed, least));

        int pairs = count * (count - 1) / 2;
        int excess = (int) more * 80 + 1;
        double[] ascending = IntStream.range(0, count).asDoubleStream().toArray();
        assertIsClose(
                RoundCheck.trendApproximated(ascending, excess), RoundCheck.trendCounted(count, (pairs + excess) / 2));

        int u = (int) (count * count * (0.5 - more / 30));
        assertIsClose(RankSumInterval.approximated(u, count, count), RankSumInterval.counted(count, count)[u]);
    }

    private static void assertIsClose(double approximated, double counted) {
        assertThat(approximated / counted).as("%s, %s", approximated, counted).isBetween(0.98, 1.35);
    }

    /** The most that --rounds allows; to count it out would take 32 GB. */
    @Test
    void aThousandRoundsAreTestedToo() {
        double[] values = scattered(1_000, 100);
        double[] others = scattered(1_000, 101);
        assertThat(RankSumTest.pAbove(others, values)).isBetween(1e-12, 1e-3);
        assertThat(RankSumTest.pAbove(values, others)).isGreaterThan(0.999);
        assertThat(RankSumInterval.of(others, values).orElseThrow())
                .satisfies(ratio -> assertThat(ratio.confidence()).isBetween(0.93, 0.931))
                .satisfies(ratio -> assertThat(ratio.low()).isGreaterThan(1))
                .satisfies(ratio -> assertThat(ratio.high()).isLessThan(1.02));
        double[] differences = new double[1_000];
        Arrays.setAll(differences, i -> others[i * 7 % 1_000] - values[i]);
        assertThat(SignedRankTest.pValue(differences)).isBetween(1e-12, 1e-2);
        assertThat(RankSumTest.pAbove(new double[1_000], new double[1_000])).isEqualTo(1);
    }

    /** There are more orders of 171 values than a double can count. */
    @ParameterizedTest
    @ValueSource(ints = {50, 51, 170, 171, 1_000})
    void manyRoundsDriftOnlyIfTheyDo(int count) {
        double[] steady = new double[count];
        Arrays.setAll(steady, i -> 100 + i * 37 % 101 / 5);
        assertThat(RoundCheck.obstacle(steady, false)).isEmpty();
        double[] rising = new double[count];
        Arrays.setAll(rising, i -> steady[i] + 20.0 * i / count);
        assertThat(RoundCheck.obstacle(rising, false)).contains(Obstacle.DRIFT);
    }

    @Test
    void holmMultipliesTheSmallestByAllAndTheNextByTheRest() {
        assertThat(Holm.adjusted(new double[] {0.04, 0.01, 0.03})).containsExactly(0.06, 0.03, 0.06);
        assertThat(Holm.adjusted(new double[] {0.5, 0.9})).containsExactly(1, 1);
        assertThat(Holm.fewestRounds(56)).isEqualTo(12);
    }

    @Test
    void findsWhatAnIntervalWouldHide() {
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1}, false)).contains(Obstacle.TOO_FEW);
        assertThat(RoundCheck.obstacle(new double[19], true)).contains(Obstacle.MOVED);
        assertThat(RoundCheck.obstacle(new double[] {1, 2, 1.01, 2.02, 1.02}, false))
                .contains(Obstacle.TWO_GROUPS);
        assertThat(RoundCheck.obstacle(new double[] {1, 1.02, 1.04, 1.06, 1.08, 1.1}, false))
                .contains(Obstacle.DRIFT);
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1, Double.POSITIVE_INFINITY}, false))
                .contains(Obstacle.EMPTY_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1, 0}, false)).contains(Obstacle.EMPTY_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1, Double.NaN}, false))
                .contains(Obstacle.EMPTY_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1.01, 1.02, 1.03, 1.04, 9}, false))
                .as("an outlier is no second group, and a small drift does not matter")
                .isEmpty();
    }
}
