package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
