package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundTimingTest {

    @Test
    void fewRowsShareAWarmUpThatIsLongEnoughForTheCompiler() {
        assertThat(RoundTiming.lapNs(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(RoundTiming.lapNs(4)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void eachOfManyRowsIsWarmedUp() {
        assertThat(RoundTiming.lapNs(1_000)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(6));
    }
}
