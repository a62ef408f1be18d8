package dev.ipcdemo.compare.result.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed does not contradict what is decided. */
class IntervalTest {

    @ParameterizedTest
    @CsvSource({
        "1.03, 1.01, 1.05, false, '1.03 [1.01, 1.05]'",
        "1.03, 0.99, 1.05, true, '1.03 [0.99, 1.05]'",
        "1.003, 1.001, 1.006, false, '1.003 [1.001, 1.01]'",
        "0.89, 0.78, 0.998, false, '0.89 [0.78, 0.998]'",
        "0.89, 0.78, 0.9996, true, '0.89 [0.78, 1.00]'",
        "1.1, 1.0004, 1.2, true, '1.10 [1.00, 1.20]'",
        "1.1, 0.998, 1.2, true, '1.10 [1.00, 1.20]'"
    })
    void aBoundThatReadsAsOneIsNotBeyondIt(double ratio, double low, double high, boolean holdsOne, String text) {
        Interval interval = new Interval(ratio, low, high);
        assertThat(interval.holdsOne()).isEqualTo(holdsOne);
        assertThat(interval).hasToString(text);
        assertThat(interval.inverse().holdsOne()).isEqualTo(holdsOne);
    }

    @ParameterizedTest
    @CsvSource({"1.102, true, '1.15 [1.102, 1.20]'", "1.1004, false, '1.15 [1.10, 1.20]'"})
    void isPrintedByWhatItIsComparedWith(double low, boolean isAbove, String text) {
        Interval interval = new Interval(1.15, low, 1.2);
        assertThat(interval.isAbove(1.1)).isEqualTo(isAbove);
        assertThat(interval.comparedWith(1.1)).isEqualTo(text);
    }
}
