package dev.ipcdemo.junit.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.junit.performance.PairedOutcome.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** With a clock that only calls advance. */
class TimedCallAssertTest {

    private final Map<String, String> reported = new LinkedHashMap<>();
    private final Random noise = new Random(17);
    private long nowNs;

    private TimedCall costs(String name, long ns) {
        return TimedCall.of(name, () -> nowNs += ns);
    }

    /** Rounds of a few calls whose durations differ widely. */
    private TimedCall noisy(String name) {
        return TimedCall.of(name, () -> nowNs += 1_000_000 + noise.nextInt(9_000_000));
    }

    private TimedCallAssert judged(TimedCall call) {
        return TimedCallAssert.of(call, () -> nowNs).reportedTo(reported::putAll);
    }

    @Test
    void whatIsEquallyFastPasses() throws Exception {
        PairedOutcome outcome =
                judged(costs("new", 1_000)).isNotSlowerThan(costs("old", 1_000)).by(Performance.percent(10));
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAST_ENOUGH);
        assertThat(reported)
                .containsEntry("performance.verdict", "fast enough")
                .containsEntry("performance.candidate", "new")
                .containsEntry("performance.baseline", "old")
                .containsEntry("performance.tolerance", "10 %")
                .containsEntry("performance.rounds", "25");
    }

    @Test
    void whatIsSlowerByLessThanIsToleratedPasses() throws Exception {
        assertThat(judged(costs("new", 1_050))
                        .isNotSlowerThan(costs("old", 1_000))
                        .by(Performance.percent(10))
                        .verdict())
                .isEqualTo(Verdict.FAST_ENOUGH);
    }

    @Test
    void whatIsSlowerByMoreThanIsToleratedFails() {
        assertThatThrownBy(() -> judged(costs("new", 1_300))
                        .isNotSlowerThan(costs("old", 1_000))
                        .by(Performance.percent(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("slower by more than 10 %: new, compared with old: ×1.30")
                .hasMessageContaining("p50 1300 ns and 1000 ns, 25 rounds");
        assertThat(reported).containsEntry("performance.verdict", "too slow");
    }

    @Test
    void whatIsUndecidedPassesAndIsSaid() throws Exception {
        PairedOutcome outcome =
                judged(noisy("new")).isNotSlowerThan(noisy("old")).by(Performance.percent(1));
        assertThat(outcome.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(reported).containsEntry("performance.verdict", "undecided");
    }

    @Test
    void whatIsUndecidedFailsIfItMustBeDecided() {
        assertThatThrownBy(() -> judged(noisy("new"))
                        .mustBeDecided()
                        .isNotSlowerThan(noisy("old"))
                        .by(Performance.percent(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("whether it is slower by more than 1 % is undecided: new");
    }

    @Test
    void refusesFewerRoundsThanCanSayAnything() {
        assertThatThrownBy(() -> judged(costs("new", 1)).inRounds(TimedCallAssert.FEWEST_ROUNDS - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least 20 rounds are needed, not 19");
    }

    @Test
    void anExceptionOfACallIsThrown() {
        TimedCall failing = TimedCall.of("failing", () -> {
            throw new IllegalStateException("no answer");
        });
        assertThatThrownBy(
                        () -> judged(failing).isNotSlowerThan(costs("old", 1)).by(Performance.percent(10)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no answer");
    }
}
