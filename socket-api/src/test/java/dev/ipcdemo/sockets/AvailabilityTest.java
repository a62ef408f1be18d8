package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AvailabilityTest {

    @Test
    void saysWhyNot() {
        assertThat(Availability.AVAILABLE).hasToString("available");
        assertThat(Availability.unavailable("the kernel knows no AF_UNIX"))
                .hasToString("not supported: the kernel knows no AF_UNIX");
    }

    @Test
    void hasAReasonIfAndOnlyIfItIsMissing() {
        assertThatThrownBy(() -> Availability.unavailable("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Availability(true, "because")).isInstanceOf(IllegalArgumentException.class);
    }
}
