package dev.ipcdemo.sockets.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {

    private static final List<String> LIMITS = List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             1024                 unlimited            processes ",
            "Max open files            64                   4096                 files     ");

    @Test
    void namesTheSoftLimitOfOpenFiles() {
        assertThat(ProcessLimits.openFiles(LIMITS)).isEqualTo(", ulimit -n 64");
        assertThat(ProcessLimits.openFiles(List.of())).isEmpty();
    }

    @Test
    void namesTheSmallerLimitOfThreads() {
        assertThat(ProcessLimits.threads(LIMITS, List.of("max"))).isEqualTo(", ulimit -u 1024");
        assertThat(ProcessLimits.threads(LIMITS, List.of("2000"))).isEqualTo(", ulimit -u 1024");
        assertThat(ProcessLimits.threads(LIMITS, List.of("100"))).isEqualTo(", pids.max 100 of the control group");
        assertThat(ProcessLimits.threads(List.of("Max processes  unlimited  unlimited"), List.of()))
                .isEmpty();
    }
}
