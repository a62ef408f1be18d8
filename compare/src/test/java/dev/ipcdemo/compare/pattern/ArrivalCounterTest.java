package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.result.Counts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalCounterTest {

    private static final int WINDOW = 1 << 16;

    /** A bit at a time this took more than 60,000,000,000 steps; a word at a time it takes a second of a CPU, however busy that is. */
    @Test
    void aJumpInTheNumbersCostsLittle() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long beganNs = threads.getCurrentThreadCpuTime();
        ArrivalCounter counter = new ArrivalCounter();
        counter.start(0);
        for (int i = 0; i < 1_000_000; i++) {
            counter.arrived((long) i * (WINDOW - 1));
        }
        assertThat(counter.counts(0).received()).isEqualTo(1_000_000);
        assertThat(counter.counts(0).duplicated()).isZero();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - beganNs))
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void countsAsASetOfNumbersWouldWhateverTheJumps() {
        Random random = new Random(1);
        ArrivalCounter counter = new ArrivalCounter();
        counter.start(0);
        BitSet seen = new BitSet();
        long duplicated = 0;
        long reordered = 0;
        int next = 0;
        for (int i = 0; i < 100_000; i++) {
            int number = Math.max(0, next - 300 + random.nextInt(1 + random.nextInt(700)));
            duplicated += seen.get(number) ? 1 : 0;
            reordered += !seen.get(number) && number < next ? 1 : 0;
            seen.set(number);
            next = Math.max(next, number + 1);
            counter.arrived(number);
        }
        assertThat(seen.length()).isGreaterThan(3 * WINDOW);
        assertThat(counter.counts(0)).isEqualTo(new Counts(0, seen.cardinality(), 0, duplicated, reordered, 0, 0, 0));
    }
}
