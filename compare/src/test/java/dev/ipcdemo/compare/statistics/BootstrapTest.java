package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.result.Interval;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void intervalsGetWiderWithWhatDiffers() {
        Interval steady = Bootstrap.paired(new double[] {2, 4, 6, 8, 10}, new double[] {1, 2, 3, 4, 5})
                .orElseThrow();
        assertThat(steady).isEqualTo(new Interval(2, 2, 2)).matches(interval -> !interval.holdsOne());
        Interval wide = Bootstrap.paired(new double[] {2, 1, 2, 1, 1.5}, new double[] {1, 2, 1, 2, 1.5})
                .orElseThrow();
        assertThat(wide.holdsOne()).isTrue();
        assertThat(wide.low()).isLessThan(0.9);
    }

    @Test
    void fewerThanFiveRoundsCarryNoInterval() {
        assertThat(Bootstrap.paired(new double[4], new double[4])).isEmpty();
    }
}
