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

    /** By hand: of five values the ends, with 1 - 2/32; of seven the middle of the outer two, with 1 - 4/128; and so on. */
    @ParameterizedTest
    @CsvSource({"5, 0, 0.9375", "6, 0.5, 0.9375", "7, 0.5, 0.96875", "8, 1, 0.9296875", "10, 1.5, 0.9609375"})
    void takesTheNarrowestIntervalThatCoversEnough(int count, double end, double confidence) {
        MedianInterval interval = MedianInterval.of(ascending(count)).orElseThrow();
        assertThat(Math.log(interval.low())).isCloseTo(end, within(1e-9));
        assertThat(Math.log(interval.high())).isCloseTo(count - 1 - end, within(1e-9));
        assertThat(Math.log(interval.estimate())).isCloseTo((count - 1) / 2.0, within(1e-9));
        assertThat(interval.confidence()).isCloseTo(confidence, within(1e-9));
    }

    @Test
    void fourValuesMakeNoInterval() {
        assertThat(MedianInterval.of(ascending(4))).isEmpty();
        assertThat(RankSumInterval.of(ascending(4), ascending(9))).isEmpty();
    }

    /** All of n values above 1: 2 / 2^n. */
    @ParameterizedTest
    @CsvSource({"5, 0.0625", "7, 0.015625", "12, 0.00048828125"})
    void aPValueIsThatOfTheSignTestIfAllLieOnOneSide(int count, double expected) {
        double[] above =
                Arrays.stream(ascending(count)).map(value -> value + 0.1).toArray();
        double[] below = Arrays.stream(above).map(value -> 1 / value).toArray();
        assertThat(MedianInterval.pValue(above)).isCloseTo(expected, within(1e-12));
        assertThat(MedianInterval.pValue(below)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whatLiesOnBothSidesIsNoSurprise() {
        assertThat(MedianInterval.pValue(new double[] {0.9, 1.1, 0.8, 1.2, 1.01}))
                .isEqualTo(1);
    }

    /** An interval holds 1 exactly if the p-value is above what the interval leaves out. */
    @Test
    void theIntervalAndThePValueAgree() {
        double[] values = {0.97, 1.02, 1.05, 1.06, 1.08, 1.09, 1.12};
        MedianInterval interval = MedianInterval.of(values).orElseThrow();
        assertThat(interval.low()).isLessThan(1);
        assertThat(MedianInterval.pValue(values)).isGreaterThan(1 - interval.confidence());
        values[0] = 0.99;
        assertThat(MedianInterval.of(values).orElseThrow().low()).isGreaterThan(1);
        assertThat(MedianInterval.pValue(values)).isEqualTo(1 - interval.confidence());
    }

    /** From the table of the rank-sum test: for 5 and 5 values, P(U <= 2) is 4 of 252, P(U <= 3) is 7 of 252. */
    @Test
    void theRankSumIsThatOfTheTables() {
        double[] low = {1, 2, 3, 4, 5};
        double[] high = {6, 7, 8, 9, 10};
        assertThat(RankSumInterval.pValue(low, high)).isCloseTo(2.0 / 252, within(1e-12));
        assertThat(RankSumInterval.pValue(high, low)).isCloseTo(2.0 / 252, within(1e-12));
        RankSumInterval interval = RankSumInterval.of(low, high).orElseThrow();
        assertThat(interval.confidence()).isCloseTo(1 - 2 * 7.0 / 252, within(1e-12));
        assertThat(interval.high()).isLessThan(1);
    }

    /** The example of Holm's paper's kind: 0.01, 0.04, 0.03, 0.005 at 5 %. */
    @Test
    void holmComparesTheSmallestWithTheStrictestLevel() {
        assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.stand(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05)).containsExactly(true, false, false, true);
    }
}
