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

/** How long the row of a framework warms up. The module compare has no such row. */
class FrameworkLapTest {

    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Cell BARE = Cell.of(Pattern.ROUND_TRIP, "raw:tcp", Scope.INTER_PROCESS);

    static Stream<Cell> rows() {
        return Carriers.frameworks().stream().map(row -> BARE.with(Cell.ROW, row.name()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isLongHoweverManyRowsThereAre(Cell row) {
        assertThat(RoundTiming.lapNs(row, 1)).isEqualTo(LONG.toNanos());
        assertThat(RoundTiming.lapNs(row, 1_000)).isEqualTo(LONG.toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:tcp", "tcp", "unix", "shm", "pipe"})
    void ofOtherRowsIsShort(String row) {
        assertThat(RoundTiming.lapNs(BARE.with(Cell.ROW, row), 1)).isLessThan(LONG.toNanos());
    }

    private static RoundTiming timing(Cell... cells) {
        return new RoundTiming(new Schedule(List.of(cells), List.of(), Settings.DEFAULT, Budget.QUICK));
    }

    @Test
    void isPartOfTheTimeThatIsAnnounced() {
        RoundTiming timing = timing(BARE, BARE.with(Cell.ROW, "tls:tcp"), BARE.with(Cell.ROW, "netty:nio"));
        Duration laps = LONG.multipliedBy(2);

        assertThat(timing(BARE).estimate()).isLessThan(laps.multipliedBy(Budget.QUICK.rounds()));
        assertThat(timing.estimate()).isGreaterThan(laps.multipliedBy(Budget.QUICK.rounds()));
        assertThat(timing.longestEstimate()).isGreaterThan(laps.multipliedBy(Budget.QUICK.mostRounds()));
    }
}
