package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the row of a framework warms up. The module compare has no such row. */
class FrameworkWarmUpTest {

    private static final Duration AS_A_RULE = Duration.ofSeconds(7);
    private static final Cell BARE = Cell.of(Pattern.ROUND_TRIP, "raw:tcp", Scope.INTER_PROCESS);

    static Stream<Cell> rows() {
        return Carriers.frameworks().stream().map(row -> BARE.with(Cell.ROW, row.name()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void lastsUntilItsCodeIsCompiledInEachJvmThatRunsIt(Cell row) {
        assertThat(RoundTiming.isOfFramework(row)).isTrue();
        assertThat(RoundTiming.lapOf(row.with(Cell.SCOPE, Scope.IN_PROCESS))).isNotEqualTo(RoundTiming.lapOf(row));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:tcp", "tcp", "unix", "shm", "pipe"})
    void otherRowsShareTheirCodeAndTheirWarmUp(String name) {
        Cell row = BARE.with(Cell.ROW, name);
        assertThat(RoundTiming.isOfFramework(row)).isFalse();
        assertThat(RoundTiming.lapOf(row.with(Cell.SCOPE, Scope.IN_PROCESS))).isEqualTo(RoundTiming.lapOf(row));
    }

    private static final Cell TLS = BARE.with(Cell.ROW, "tls:tcp");

    /** JVMs whose compilers work all the time for some laps, and then no more. */
    private static final class CompilingJvms implements WarmUp.Jvms {

        private final int busyLaps;
        private final int brokenAfter;
        private int laps;

        CompilingJvms(int busyLaps, int brokenAfter) {
            this.busyLaps = busyLaps;
            this.brokenAfter = brokenAfter;
        }

        @Override
        public Sample measure(Cell cell, int round, RunLength length, Watch watch) {
            laps++;
            Sample failed = Sample.failed(cell, round, "it broke");
            return isBroken()
                    ? failed
                    : new Sample(
                            cell,
                            round,
                            Setup.NONE,
                            failed.latenciesNs(),
                            Counts.NONE,
                            Rates.NONE,
                            ResourceUse.UNKNOWN,
                            Optional.empty());
        }

        @Override
        public long compiledNs(Cell cell) {
            return Duration.ofHours(Math.min(laps, busyLaps)).toNanos();
        }

        @Override
        public boolean isBroken() {
            return laps >= brokenAfter;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "9, 11", "1000, 30"})
    void goesOnUntilTheCompilersHaveBeenAtRestTwiceButNotForEver(int busyLaps, int laps) {
        CompilingJvms jvms = new CompilingJvms(busyLaps, Integer.MAX_VALUE);
        assertThat(new WarmUp(jvms, List.of(TLS), 0).run(() -> false)).isEmpty();
        assertThat(jvms.laps).isEqualTo(laps);
    }

    @Test
    void endsWhenItIsStopped() {
        CompilingJvms jvms = new CompilingJvms(1000, Integer.MAX_VALUE);
        assertThat(new WarmUp(jvms, List.of(TLS), 0).run(() -> jvms.laps == 3)).isEmpty();
        assertThat(jvms.laps).isEqualTo(3);
    }

    @Test
    void endsWithTheReasonWhenAJvmHasEnded() {
        CompilingJvms jvms = new CompilingJvms(1000, 3);
        assertThat(new WarmUp(jvms, List.of(TLS), 7).run(() -> false))
                .hasValueSatisfying(sample -> assertThat(sample)
                        .extracting(Sample::cell, Sample::round, Sample::failure)
                        .containsExactly(TLS, 7, Optional.of("it broke")));
        assertThat(jvms.laps).isEqualTo(3);
    }

    private static RoundTiming timing(Cell... cells) {
        return new RoundTiming(new Schedule(List.of(cells), List.of(), Settings.DEFAULT, Budget.QUICK));
    }

    @Test
    void isPartOfTheTimeThatIsAnnounced() {
        RoundTiming timing = timing(BARE, BARE.with(Cell.ROW, "tls:tcp"), BARE.with(Cell.ROW, "netty:nio"));
        Duration warmUps = AS_A_RULE.multipliedBy(2);

        assertThat(timing(BARE).estimate()).isLessThan(warmUps.multipliedBy(Budget.QUICK.rounds()));
        assertThat(timing.estimate()).isGreaterThan(warmUps.multipliedBy(Budget.QUICK.rounds()));
        assertThat(timing.longestEstimate()).isGreaterThan(warmUps.multipliedBy(Budget.QUICK.mostRounds()));
    }
}
