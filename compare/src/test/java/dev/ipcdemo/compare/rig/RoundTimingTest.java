package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static RoundTiming far(Cell cell, Budget budget) {
        return new RoundTiming(new Schedule(
                List.of(cell),
                List.of(),
                Map.of(Variant.NONE, Way.DEFAULT),
                budget,
                Map.of(cell, Duration.ofMillis(100))));
    }

    private static List<Budget> presets() {
        return List.of(Budget.QUICK, Budget.NORMAL, Budget.THOROUGH);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aRoundOfAFarPeerHasTimeForEnoughMessages(Budget budget) {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.CROSS_HOST);
        RoundTiming timing = far(cell, budget);
        assertThat(timing.measureNs(cell)).isGreaterThanOrEqualTo(Sample.FEWEST * TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(timing.estimate())
                .isGreaterThanOrEqualTo(Duration.ofMillis(budget.rounds() * (Sample.FEWEST + 10) * 100L));
    }

    @Test
    void throughputToAFarPeerHasTimeToSettle() {
        Cell cell = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.CROSS_HOST);
        assertThat(far(cell, Budget.QUICK).measureNs(cell))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aServerThatPausesOnceASecondIsMeasuredForTwo(Budget budget) {
        Settings stalling = Settings.DEFAULT.withStall(Duration.ofMillis(100));
        RoundTiming timing = new RoundTiming(new Schedule(List.of(CELL), List.of(), stalling, budget));
        assertThat(timing.measureNs(CELL))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
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
