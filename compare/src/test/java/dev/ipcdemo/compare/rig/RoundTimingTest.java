package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundTimingTest {

    private static final Cell CELL = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);

    @Test
    void fewRowsShareAWarmUpThatIsLongEnoughForTheCompiler() {
        assertThat(RoundTiming.lapNs(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(RoundTiming.lapNs(4)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private static RoundTiming timing(Budget budget) {
        List<Cell> cells = List.of(CELL, CELL.with(Cell.MESSAGE_BYTES, 1));
        return new RoundTiming(new Schedule(cells, List.of(), Settings.DEFAULT, budget));
    }

    @Test
    void aDurationIsForEachRowWhateverTheRoundTakes() {
        RoundTiming timing = timing(Budget.QUICK.withDuration(Duration.ofMillis(300)));
        assertThat(timing.measureNs(CELL)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(timing.warmUpNs(CELL)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
    }

    @Test
    void aWarmUpLeavesLessTimeToMeasure() {
        RoundTiming timing = timing(Budget.QUICK.withWarmUp(Duration.ofMillis(200)));
        assertThat(timing.warmUpNs(CELL)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        RoundTiming usual = timing(Budget.QUICK);
        assertThat(timing.measureNs(CELL) + timing.warmUpNs(CELL))
                .isCloseTo(usual.measureNs(CELL) + usual.warmUpNs(CELL), within(10L));
    }

    @Test
    void moreRoundsInTheSameTimeAreShorter() {
        assertThat(timing(Budget.QUICK.withRounds(8)).measureNs(CELL))
                .isLessThan(timing(Budget.QUICK).measureNs(CELL));
    }

    @Test
    void eachOfManyRowsIsWarmedUp() {
        assertThat(RoundTiming.lapNs(1_000)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(6));
    }
}
