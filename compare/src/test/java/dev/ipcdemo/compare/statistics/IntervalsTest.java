package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {

    private static double[] ascending(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> Math.exp(i));
        return values;
    }

    /**
     * By hand: of five values the ends, with 1 - 2/32. Of six, between the outer two, which have 1 - 2/64 and 1 - 14/64: a tenth
     * of that difference is 5 * 0.1 / (1 + 4 * 0.1) of the way. Of seven, halfway, because the second value has 1 - 16/128
     * only. And so on.
     */
    @ParameterizedTest
    @CsvSource({"5, 0, 0.9375", "6, 0.357143, 0.95", "7, 0.5, 0.96875", "9, 1.227907, 0.95", "10, 1.5, 0.9609375"})
    void anEndLiesBetweenTwoValuesWhereItCoversEnough(int count, double end, double confidence) {
        MedianInterval interval = MedianInterval.of(ascending(count)).orElseThrow();
        assertThat(Math.log(interval.low())).isCloseTo(end, within(1e-5));
        assertThat(Math.log(interval.high())).isCloseTo(count - 1 - end, within(1e-5));
        assertThat(Math.log(interval.estimate())).isCloseTo((count - 1) / 2.0, within(1e-9));
        assertThat(interval.confidence()).isCloseTo(confidence, within(1e-9));
    }

    @Test
    void fourValuesMakeNoInterval() {
        assertThat(MedianInterval.of(ascending(4))).isEmpty();
        assertThat(RankSumInterval.of(ascending(4), ascending(9))).isEmpty();
    }

    /** From the table of the rank-sum test: for 5 and 5 values, P(U <= 3) is 7 of 252. */
    @Test
    void theRankSumIsThatOfTheTables() {
        double[] low = {1, 2, 3, 4, 5};
        double[] high = {6, 7, 8, 9, 10};
        RankSumInterval interval = RankSumInterval.of(low, high).orElseThrow();
        assertThat(interval.confidence()).isCloseTo(1 - 2 * 7.0 / 252, within(1e-12));
        assertThat(interval.high()).isLessThan(1);
    }

    /** By hand: of 8 and 8 rounds there are 12,870 orders, so 2/12,870 of 190 tests is below 1 in 20; 2/3,432 is not. */
    @ParameterizedTest
    @CsvSource({"1, 5", "10, 6", "190, 8", "5_000, 11"})
    void aClaimAboutManyPairsNeedsMoreRounds(String tests, int rounds) {
        assertThat(UnpairedRatio.fewestRounds(Long.parseLong(tests.replace("_", ""))))
                .isEqualTo(rounds);
    }
}
