package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InterimFiguresTest {

    private static final Cell TCP = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
    private static final Cell FLOOD = Cell.of(Pattern.THROUGHPUT, "unix", Scope.IN_PROCESS);

    private final StringWriter printed = new StringWriter();
    private final AtomicLong nowNs = new AtomicLong();
    private final InterimFigures figures =
            new InterimFigures(new PrintWriter(printed), Duration.ofSeconds(5), nowNs::get);

    private void add(Cell cell, OptionalLong p50Ns, int second) {
        nowNs.set(Duration.ofSeconds(second).toNanos());
        figures.add(cell, p50Ns, 1_234_567);
    }

    @Test
    void isSilentUntilTheIntervalIsOverAndThenTellsTheMedianUntilNow() {
        add(TCP, OptionalLong.of(10_000), 1);
        add(TCP, OptionalLong.of(20_000), 2);
        assertThat(printed.toString()).isEmpty();
        add(TCP, OptionalLong.of(12_000), 6);
        assertThat(printed.toString().lines())
                .containsExactly("   6 s  tcp, round-trip, 64 B, in-process, block, cpus same: p50 12.0 µs (3 rounds)");
    }

    @Test
    void tellsOnlyWhatWasMeasuredSinceTheLastTime() {
        add(TCP, OptionalLong.of(10_000), 5);
        add(FLOOD, OptionalLong.empty(), 11);
        assertThat(printed.toString().lines())
                .containsExactly(
                        "   5 s  tcp, round-trip, 64 B, in-process, block, cpus same: p50 10.0 µs (1 round)",
                        "  11 s  unix, throughput, 64 B, in-process, block, cpus same: 1,234,567 messages/s (1 round)");
    }
}
