package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** A server that replies in 20 µs and pauses 100 ms once a second: the example of docs/measuring.md, in virtual time. */
class StallTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long STALL_NS = 100_000_000L;
    private static final long ANSWER_NS = 20_000L;

    private final VirtualClock clock = new VirtualClock();

    private FaultyChannel stallingServer() {
        return new FaultyChannel(
                clock,
                0,
                new LongUnaryOperator() {
                    private long nextStallNs = SECOND_NS / 2;

                    @Override
                    public long applyAsLong(long beginNs) {
                        boolean stalls = beginNs >= nextStallNs;
                        nextStallNs += stalls ? SECOND_NS : 0;
                        return beginNs + ANSWER_NS + (stalls ? STALL_NS : 0);
                    }
                },
                FaultyChannel.NONE);
    }

    @Test
    void showsInFullAtARate() {
        Cell cell = Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.RATE_PER_SECOND, 1_000);
        ClientResult result = new OpenLoopClient(stallingServer(), cell, clock).run(10 * SECOND_NS, Sample.FEWEST);
        assertThat(result.failure()).isEmpty();
        Histogram latenciesNs = result.latenciesNs();
        assertThat(latenciesNs.getTotalCount()).isEqualTo(10_000);
        assertThat(latenciesNs.getValueAtPercentile(99.9)).isBetween(STALL_NS * 98 / 100, STALL_NS * 102 / 100);
        assertThat(latenciesNs.getValueAtPercentile(50)).isLessThan(2 * ANSWER_NS);
    }

    @Test
    void hardlyShowsInTheClosedLoop() {
        ClientResult result = new ClosedLoopClient(
                        stallingServer(), Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS), false, clock)
                .run(10 * SECOND_NS, Sample.FEWEST);
        assertThat(result.failure()).isEmpty();
        Histogram latenciesNs = result.latenciesNs();
        assertThat(latenciesNs.getValueAtPercentile(99.9)).isLessThan(2 * ANSWER_NS);
        assertThat(latenciesNs.getMaxValue()).isGreaterThanOrEqualTo(STALL_NS);
    }
}
