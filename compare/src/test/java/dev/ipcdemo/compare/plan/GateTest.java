package dev.ipcdemo.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Gate.Against;
import dev.ipcdemo.compare.plan.Gate.Figure;
import dev.ipcdemo.demo.spi.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    @Test
    void readsWhatItIsAbout() {
        assertThat(Gate.parse(" inter-process unix p99>50.5us "))
                .isEqualTo(new Gate(
                        "inter-process unix p99>50.5us",
                        List.of("inter-process", "unix"),
                        Figure.P99,
                        true,
                        50_500,
                        Against.NOTHING));
        assertThat(Gate.parse("tcp p50 > 1.1 x baseline").against()).isEqualTo(Against.BASELINE);
        assertThat(Gate.parse("tcp throughput < 1.5M/s").limit()).isEqualTo(1_500_000);
        assertThat(Gate.parse("udp loss > 1%").limit()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix",
                "p99 > 50us",
                "unix p98 > 50us",
                "unix p99 = 50us",
                "unix p99 > -1us",
                "unix p99 > 50",
                "unix p99 > 50%",
                "unix p99 > 0us",
                "unix loss > 2 x baseline",
                "unix throughput < 5us",
                "unix p99 > 1.1 x tcp"
            })
    void refusesWhatIsNoCondition(String text) {
        assertThatThrownBy(() -> Gate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "unix p50 > 1us, true",
        "all p50 > 1us, true",
        "unix in-process block 1K p50 > 1us, true",
        "unix 1KiB p50 > 1us, true",
        "unix 64B p50 > 1us, false",
        "unix inter-process p50 > 1us, false",
        "raw:unix p50 > 1us, false"
    })
    void isAboutTheRowsWhoseValuesItsWordsAre(String condition, boolean isAbout) {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "unix", Scope.IN_PROCESS).with(Cell.MESSAGE_BYTES, 1_024);
        assertThat(Gate.parse(condition).isAbout(cell)).isEqualTo(isAbout);
    }

    @Test
    void throughputHasNoLatency() {
        Cell cell = Cell.of(Pattern.THROUGHPUT, "unix", Scope.IN_PROCESS);
        assertThat(Gate.parse("unix p50 > 1us").isAbout(cell)).isFalse();
        assertThat(Gate.parse("unix throughput < 1/s").isAbout(cell)).isTrue();
    }

    @Test
    void neverWritesAFigureThatIsBeyondTheLimitAsTheLimit() {
        Gate gate = Gate.parse("unix p50 > 50us");
        assertThat(gate.inWords(50_000)).isEqualTo("50.0 µs");
        assertThat(gate.inWords(50_020)).isEqualTo("50.020 µs");
        assertThat(gate.inWords(61_234)).isEqualTo("61.2 µs");
    }
}
