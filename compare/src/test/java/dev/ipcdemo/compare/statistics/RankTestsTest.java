package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .contains(Obstacle.LOST_A_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1, 0}, false)).contains(Obstacle.LOST_A_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1, 1, 1, Double.NaN}, false))
                .contains(Obstacle.LOST_A_ROUND);
        assertThat(RoundCheck.obstacle(new double[] {1, 1.01, 1.02, 1.03, 1.04, 9}, false))
                .as("an outlier is no second group, and a small drift does not matter")
                .isEmpty();
    }
}
