package dev.ipcdemo.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When frames arrive, in virtual time. */
@Tag("once")
class ShaperTest {

    private static final int FRAME_BYTES = 1_000;
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private static Shaper shaper(Impairment impairment) {
        Shaper shaper = new Shaper(7);
        shaper.impair(impairment);
        return shaper;
    }

    /** When each frame arrives of those that are sent at the same time, in milliseconds; -1 for one that is lost. */
    private static List<Long> arrivals(Shaper shaper, int frames, long nowNs) {
        List<Long> millis = new ArrayList<>();
        long[] arrivesNs = new long[1];
        for (int i = 0; i < frames; i++) {
            boolean isLost = shaper.copies(FRAME_BYTES, nowNs, arrivesNs) == 0;
            millis.add(isLost ? -1 : arrivesNs[0] / MILLISECOND);
        }
        return millis;
    }

    @Test
    void aBurstGoesAtOnceAndTheRestAtTheRate() {
        Shaper shaper = shaper(Impairment.NONE.withRate(1_000_000, 3 * FRAME_BYTES, Integer.MAX_VALUE));

        assertThat(arrivals(shaper, 6, 0)).containsExactly(0L, 0L, 0L, 1L, 2L, 3L);
    }

    @Test
    void aBurstIsThereAgainAfterARest() {
        Shaper shaper = shaper(Impairment.NONE.withRate(1_000_000, 2 * FRAME_BYTES, Integer.MAX_VALUE));

        assertThat(arrivals(shaper, 4, 0)).containsExactly(0L, 0L, 1L, 2L);
        assertThat(arrivals(shaper, 3, 100 * MILLISECOND)).containsExactly(100L, 100L, 101L);
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsLost() {
        Shaper shaper = shaper(Impairment.NONE.withRate(1_000_000, FRAME_BYTES, 2 * FRAME_BYTES));

        assertThat(arrivals(shaper, 5, 0)).containsExactly(0L, 1L, 2L, -1L, -1L);
    }

    @Test
    void jitterKeepsTheOrder() {
        Shaper shaper = shaper(Impairment.delay(Duration.ofMillis(20)).withJitter(Duration.ofMillis(10)));

        assertThat(arrivals(shaper, 1_000, 0)).isSorted().allMatch(millis -> millis >= 10 && millis <= 30);
    }

    @Test
    void jitterGoesBothWays() {
        Shaper shaper = shaper(Impairment.delay(Duration.ofMillis(20)).withJitter(Duration.ofMillis(10)));

        List<Long> delays = LongStream.range(0, 100)
                .map(i -> arrivals(shaper, 1, 100 * i * MILLISECOND).get(0) - 100 * i)
                .boxed()
                .toList();
        assertThat(delays).anyMatch(millis -> millis < 15).anyMatch(millis -> millis > 25);
    }

    @Test
    void theSameSeedLosesTheSame() {
        List<Long> once = arrivals(shaper(Impairment.loss(0.3)), 1_000, 0);

        assertThat(arrivals(shaper(Impairment.loss(0.3)), 1_000, 0)).isEqualTo(once);
        assertThat(once.stream().filter(millis -> millis < 0).count()).isBetween(250L, 350L);
    }
}
