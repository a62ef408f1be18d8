package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.result.GateResult;
import dev.ipcdemo.compare.result.GateResult.State;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.RowTraits;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {

    /** Rounds around a median of so many microseconds, of which each lost so many messages. */
    private static List<Round> rounds(int count, double medianUs, long lost) {
        return IntStream.range(0, count)
                .mapToObj(round ->
                        MadeUp.round(round, Math.round(1_000 * medianUs * (1 + (round % 5 - 2) * 0.01)), lost))
                .toList();
    }

    /** unix takes 10 µs and its bare channel 9; udp takes 20 and loses one message of eleven. */
    private static Report report(int count) {
        return MadeUp.report(List.of(
                MadeUp.row(MadeUp.cell("unix"), MadeUp.socket("unix"), rounds(count, 10, 0)),
                MadeUp.row(MadeUp.cell("raw:unix"), MadeUp.bareOf("unix"), rounds(count, 9, 0)),
                MadeUp.row(MadeUp.cell("udp"), MadeUp.socket("udp"), rounds(count, 20, 100))));
    }

    private static List<GateResult> judge(int count, Optional<Report> baseline, String... conditions) {
        return new Gates(List.of(conditions).stream().map(Gate::parse).toList(), baseline).judge(report(count));
    }

    private static final RowCatalog CATALOG = new RowCatalog() {
        @Override
        public String description(String row) {
            return row;
        }

        @Override
        public RowTraits traits(String row) {
            return MadeUp.socket(row);
        }
    };

    @ParameterizedTest
    @CsvSource({
        "unix p50 > 9us, FAILED",
        "unix p50 > 10us, PASSED",
        "unix p50 > 11us, PASSED",
        "unix p99 > 19us, FAILED",
        "unix p99 > 0.03ms, PASSED",
        "unix p90 < 11us, FAILED",
        "unix throughput < 110k/s, FAILED",
        "unix throughput < 90000/s, PASSED",
        "udp loss > 5%, FAILED",
        "udp loss > 10%, PASSED",
        "udp loss > 0%, FAILED",
        "unix loss > 0%, PASSED",
        "unix p50 > 1.05 x raw, FAILED",
        "unix p50 > 1.2 x raw, PASSED",
        "unix throughput < 0.95 x raw, FAILED"
    })
    void failsIfTheConditionHoldsBeyondDoubt(String condition, State state) {
        assertThat(judge(12, Optional.empty(), condition))
                .singleElement()
                .satisfies(result -> assertThat(result.state()).isEqualTo(state));
    }

    /** Which the bare channel itself, and udp here, do not have. */
    @Test
    void ofAllRowsThoseHaveToKeepADistanceFromTheBareChannelThatHaveOne() {
        assertThat(judge(12, Optional.empty(), "all p50 > 1.2 x raw"))
                .singleElement()
                .satisfies(result -> assertThat(result.row().row()).isEqualTo("unix"))
                .satisfies(result -> assertThat(result.state()).isEqualTo(State.PASSED));
    }

    @ParameterizedTest
    @CsvSource({
        "unix p50 > 1.1 x baseline, FAILED",
        "unix p50 > 1.3 x baseline, PASSED",
        "unix throughput < 0.9 x baseline, FAILED",
        "udp p50 > 1 x baseline, UNKNOWN",
        "udp p50 > 1 x raw, UNKNOWN"
    })
    void comparesWithABaseline(String condition, State state) {
        Report before =
                MadeUp.report(List.of(MadeUp.row(MadeUp.cell("unix"), MadeUp.socket("unix"), rounds(12, 8, 0))));
        assertThat(judge(12, Optional.of(before), condition))
                .singleElement()
                .satisfies(result -> assertThat(result.state()).isEqualTo(state));
    }

    @Test
    void aThroughputOfNothingIsBelowAnyLimit() {
        List<Round> silent = IntStream.range(0, 6)
                .mapToObj(round -> new Round(
                        round,
                        0,
                        100,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        Report report = MadeUp.report(List.of(MadeUp.row(MadeUp.cell("udp"), MadeUp.socket("udp"), silent)));
        assertThat(new Gates(List.of(Gate.parse("udp throughput < 1/s")), Optional.empty()).judge(report))
                .singleElement()
                .satisfies(result -> assertThat(result.state()).isEqualTo(State.FAILED));
    }

    /** The latencies of what was lost are not known; how much arrived is. */
    @ParameterizedTest
    @CsvSource({
        "udp p50 > 9us, UNKNOWN",
        "udp p99 > 1ms, UNKNOWN",
        "udp p50 > 1.1 x baseline, UNKNOWN",
        "udp throughput < 1M/s, FAILED",
        "udp throughput < 2 x baseline, FAILED",
        "udp loss > 50%, FAILED"
    })
    void aRowThatLostMostMessagesIsJudgedByHowManyArrivedOnly(String condition, State state) {
        Report report =
                MadeUp.report(List.of(MadeUp.row(MadeUp.cell("udp"), MadeUp.socket("udp"), rounds(12, 10, 1_001))));
        assertThat(new Gates(List.of(Gate.parse(condition)), Optional.of(report)).judge(report))
                .singleElement()
                .satisfies(result -> assertThat(result.state()).isEqualTo(state));
    }

    /** Five rounds are all above with a probability of 1/32, which is not enough for two conditions. */
    @Test
    void judgesAllConditionsTogether() {
        assertThat(judge(5, Optional.empty(), "unix p50 > 9us"))
                .singleElement()
                .satisfies(result -> assertThat(result.pValue()).isCloseTo(1 / 32.0, within(1e-9)))
                .satisfies(result -> assertThat(result.state()).isEqualTo(State.FAILED));
        assertThat(judge(5, Optional.empty(), "unix p50 > 9us", "udp p50 > 9us"))
                .extracting(GateResult::state)
                .containsExactly(State.PASSED, State.PASSED);
        assertThat(judge(6, Optional.empty(), "unix p50 > 9us", "udp p50 > 9us"))
                .extracting(GateResult::state)
                .containsExactly(State.FAILED, State.FAILED);
    }

    @Test
    void rowsOnWhichAConditionTurnsAreMeasuredAgain() {
        Gates gates = new Gates(List.of(Gate.parse("udp p50 > 19us"), Gate.parse("unix p50 > 50us")), Optional.empty());
        assertThat(gates.undecided(report(5))).containsExactly(MadeUp.cell("udp"));
    }

    @Test
    void tooFewRoundsTellNothing() {
        assertThat(judge(4, Optional.empty(), "unix p50 > 9us"))
                .extracting(GateResult::state)
                .containsExactly(State.UNKNOWN);
    }

    @Test
    void saysWhatCanNeverBeJudged() {
        List<Cell> cells = List.of(MadeUp.cell("unix"));
        assertThat(Gates.obstacle(Gate.parse("unix in-process 64B p50 > 9us"), cells, false, CATALOG))
                .isEmpty();
        assertThat(Gates.obstacle(Gate.parse("tcp p50 > 9us"), cells, false, CATALOG))
                .contains("'tcp p50 > 9us': no row that is measured is called tcp and has p50");
        assertThat(Gates.obstacle(Gate.parse("unix p50 > 2 x baseline"), cells, false, CATALOG))
                .contains("'unix p50 > 2 x baseline' needs --baseline, which says what to compare with");
        assertThat(Gates.obstacle(Gate.parse("unix p50 > 2 x A"), cells, false, CATALOG))
                .contains("'unix p50 > 2 x A' needs --ab, which says what A is");
        assertThat(Gates.obstacle(Gate.parse("unix p50 > 2 x raw"), cells, false, CATALOG))
                .contains("'unix p50 > 2 x raw': the bare channel is not measured");
    }
}
