package dev.ipcdemo.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void takesATimeThatCannotBeCountedInNanosecondsForAHundredYears() {
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        Limits limits = new Limits(1, 1, huge, huge);
        assertThat(limits.idleTimeout()).isEqualTo(Duration.ofDays(36_500));
        assertThat(limits.finishTimeout().toNanos()).isPositive();
    }

    @Test
    void refusesANegativeTime() {
        assertThatThrownBy(() -> new Limits(1, 1, Duration.ZERO, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
