package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private final VirtualClock clock = new VirtualClock();

    @Test
    void tellsTheLoopWhenToEndAndHowLongItTook() {
        clock.pass(1_000);
        Measured measured = Measured.run(clock, 500, endNs -> {
            assertThat(endNs).isEqualTo(1_500);
            clock.pass(700);
            return Optional.empty();
        });
        assertThat(measured.elapsedNs()).isEqualTo(700);
        assertThat(measured.usage().isKnown()).isTrue();
        assertThat(measured.fault()).isEmpty();
    }

    @Test
    void hasTheFaultOfTheLoop() {
        assertThat(Measured.run(clock, 500, endNs -> Optional.of("broken")).fault())
                .contains("broken");
    }

    @Test
    void hasTheFaultOfTheClockBeforeThatOfTheLoop() {
        Measured measured = Measured.run(clock, 500, endNs -> {
            clock.jumpWall(500);
            return Optional.of("broken");
        });
        assertThat(measured.fault().orElse("")).contains("a clock jumped");
    }
}
