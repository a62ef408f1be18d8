package dev.ipcdemo.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Shared;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.RowTraits.Alternative;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.result.row.Subject;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sentences on rounds that are made up. */
class VerdictTest {

    private static final RowTraits SOCKET = socket();
    private static final Environment HERE = new Environment(
            "Linux 6", "a CPU", 2, "a JDK", List.of(), List.of(), 0, Optional.empty(), Optional.empty());

    private static RowTraits socket(Alternative... insteadOf) {
        return new RowTraits(Optional.of("s"), Optional.empty(), List.of(insteadOf), false);
    }

    private static Cell cell(String row) {
        return Cell.of(Pattern.ROUND_TRIP, row, Scope.IN_PROCESS);
    }

    private static Row row(Cell cell, RowTraits traits, long... p50sNs) {
        long medianNs = LongStream.of(p50sNs)
                .sorted()
                .skip(p50sNs.length / 2)
                .findFirst()
                .orElseThrow();
        return row(medianNs, cell, traits, p50sNs);
    }

    /** @param medianNs of all latencies, which need not be that of the rounds */
    private static Row row(long medianNs, Cell cell, RowTraits traits, long... p50sNs) {
        return row(new Messages(1, 1, 0, 0, 0, 0), medianNs, cell, traits, p50sNs);
    }

    /** Of throughput, what one message takes is no latency, but how many there are a second. */
    private static Row row(Messages messages, long medianNs, Cell cell, RowTraits traits, long... p50sNs) {
        boolean isLatency = !cell.pattern().countsAtServer();
        List<Round> rounds = new ArrayList<>();
        for (long p50Ns : p50sNs) {
            rounds.add(new Round(
                    rounds.size(),
                    1_000,
                    messages.lost(),
                    Optional.of(p50Ns).filter(ns -> isLatency && ns > 0),
                    Optional.empty(),
                    Optional.empty(),
                    1e9 / p50Ns,
                    Optional.of(new Sides(0, 0)),
                    Optional.of("it failed").filter(why -> p50Ns == 0)));
        }
        return new Row(
                new Subject(cell, "", traits),
                Setup.of(Place.pinnedTo(1), Place.pinnedTo(1)),
                rounds,
                messages,
                new Latency(isLatency ? Map.of("p50", medianNs) : Map.of(), ""),
                Rates.of(1e9 / medianNs, cell.messageBytes()),
                new Costs(Optional.empty(), Optional.of(new Sides(0, 0)), Optional.empty()),
                Intervals.NONE);
    }

    /** Fifteen rounds, which carry a claim among so few rows. */
    private static long[] thrice(long... p50sNs) {
        return Stream.of(p50sNs, p50sNs, p50sNs).flatMapToLong(LongStream::of).toArray();
    }

    private static List<String> verdictOn(Row... rows) {
        Report figures = Report.ofFigures(
                "", true, HERE, List.of(), new Shared("platform", true, 0, 0, 0, 5, 5), List.of(rows), List.of());
        return Verdict.on(figures, new RatioTests(figures).test()).stream()
                .map(Finding::sentences)
                .flatMap(List::stream)
                .toList();
    }

    private static final String GROUP = "round-trip, 64 B, in-process, block, cpus same (client cpu 1, server cpu 1): ";

    /** Of each row alone the rounds scatter evenly, but in half of them the one took as long as the other. */
    @Test
    void saysWhyTwoRowsCarryNoIntervalTogetherAlthoughEachDoes() {
        long[] bare = {14_000, 10_000, 18_000, 12_000, 16_000, 11_000, 17_000, 13_000, 15_000, 10_500};
        long[] ours = new long[bare.length];
        Arrays.setAll(ours, i -> i % 2 == 0 ? bare[i] : bare[i] * 5 / 4);
        assertThat(verdictOn(row(cell("a"), SOCKET, ours), row(cell("raw:a"), MadeUp.bareOf("a"), bare)))
                .contains("This project's API over the bare channel (1 row): rounds of two kinds: a.");
    }

    @Test
    void namesNoWinnerWhereOthersAreWithinNoise() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 11_000, 10_000, 11_000, 10_500)),
                        row(cell("b"), SOCKET, thrice(11_000, 10_000, 11_000, 10_000, 10_600)),
                        row(cell("c"), SOCKET, thrice(20_000, 20_000, 20_000, 20_000, 20_000))))
                .first()
                .asString()
                .startsWith(GROUP + "no clear winner: a and b are within noise (best: a, p50 10.5 µs); the slowest is c"
                        + " (p50 20.0 µs, ×1.90, 95 % CI ");
    }

    /** The interval of their ratio holds 1, because it is as wide as the rounds of the one scatter. */
    @Test
    void doesNotCallARowFarFromTheBestAsGoodWhereRoundsScatter() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, 10_000, 11_000, 10_000, 900_000, 10_000),
                        row(cell("b"), SOCKET, 500_000, 500_000, 500_000, 500_000, 500_000)))
                .first()
                .isEqualTo(GROUP + "no winner beyond doubt (best so far: a, p50 10.0 µs); not clear: b ×50.00"
                        + " (0.56–50.00).");
    }

    @Test
    void namesNoRowAmongTheBestThatIsSlowerThanOneOfThem() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_100, 15_000, 9_900, 13_000)),
                        row(cell("b"), SOCKET, thrice(10_400, 10_500, 10_400, 10_500, 10_400)),
                        row(cell("c"), SOCKET, thrice(10_800, 10_900, 10_800, 10_900, 10_800))))
                .first()
                .asString()
                .startsWith(GROUP + "no clear winner: a and b are within noise (best: a, p50 10.1 µs); not clear: c ×");
    }

    @Test
    void namesNoWinnerWhereARowThatCannotBeComparedMayBeIt() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(cell("b"), SOCKET, thrice(20_000, 20_000, 20_000, 20_000, 20_000)),
                        row(30_000, cell("c"), SOCKET, thrice(0, 0, 0, 0, 10_000))))
                .first()
                .isEqualTo(GROUP + "no winner beyond doubt (best so far: a, p50 10.0 µs); too few rounds to compare"
                        + " c.");
    }

    @Test
    void namesNoWinnerWhereRoundsContradictTheMedianOfAll() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(11_000, cell("b"), SOCKET, thrice(9_000, 9_000, 9_000, 9_000, 9_000))))
                .first()
                .asString()
                .startsWith(GROUP + "no clear winner: a and b are within noise");
    }

    @Test
    void namesNoWinnerAmongRowsThatLostMostOfTheirMessages() {
        Messages nearlyAllLost = new Messages(82_907, 186, 82_721, 0, 0, 0);
        assertThat(verdictOn(
                        row(nearlyAllLost, 10_000, cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(cell("b"), SOCKET, thrice(20_000, 20_000, 20_000, 20_000, 20_000)),
                        row(cell("c"), SOCKET, thrice(30_000, 30_000, 30_000, 30_000, 30_000))))
                .first()
                .asString()
                .startsWith(GROUP + "the fastest socket is b (p50 20.0 µs); the slowest is c")
                .endsWith("most messages lost to compare a.");
    }

    @Test
    void saysWhichRowsItCannotCompareWithTheFastest() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(cell("b"), SOCKET, thrice(20_000, 20_000, 20_000, 20_000, 20_000)),
                        row(30_000, cell("c"), SOCKET, thrice(0, 0, 0, 0, 30_000))))
                .first()
                .isEqualTo(GROUP + "the fastest socket is a (p50 10.0 µs); too few rounds to compare c.");
    }

    @Test
    void answersEachAlternative() {
        RowTraits insteadOfB = socket(new Alternative("b", Optional.empty()));
        assertThat(verdictOn(
                        row(cell("a"), insteadOfB, thrice(10_000, 11_000, 10_000, 11_000, 10_500)),
                        row(cell("b"), SOCKET, thrice(11_000, 10_000, 11_000, 10_000, 10_500)),
                        row(cell("c"), insteadOfB, thrice(15_000, 15_000, 15_000, 15_000, 15_000))))
                .element(1)
                .asString()
                .matches("  Which to choose: a vs b: no measurable difference \\(×1.00, 95 % CI .*\\);"
                        + " use b rather than c, which takes 43 % more time \\(×1.43, 95 % CI .*\\)\\.");
    }

    @Test
    void claimsNothingOfTheApiWhereNoBareChannelWasMeasured() {
        assertThat(verdictOn(row(cell("a"), SOCKET, 10_000))).containsExactly("No row allocates memory per message.");
    }

    @Test
    void saysWhatAnotherValueOfADimensionCosts() {
        Cell spinning = cell("a").with(Cell.WAIT, Wait.SPIN);
        Cell split = cell("a").with(Cell.CPUS, Cpus.SPLIT).with(Cell.MESSAGE_BYTES, 4096);
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(spinning, SOCKET, thrice(5_000, 5_000, 5_000, 5_000, 5_000)),
                        row(split, SOCKET, thrice(40_000, 40_000, 40_000, 40_000, 40_000)),
                        row(split.with(Cell.CPUS, Cpus.SAME), SOCKET, thrice(20_000, 20_000, 20_000, 20_000, 20_000))))
                .contains("spin instead of block: a 64 B cpus same ×0.50 (0.50–0.50).")
                .contains("cpus split instead of same: a 4 KiB block ×2.00 (2.00–2.00).");
    }

    @Test
    void saysWhatABatchBuysInMessagesASecond() {
        Cell one = cell("a").with(Cell.PATTERN, Pattern.THROUGHPUT);
        assertThat(verdictOn(
                        row(one, SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(one.with(Cell.BATCH, 8), SOCKET, thrice(5_000, 5_000, 5_000, 5_000, 5_000)),
                        row(one.with(Cell.BATCH, 32), SOCKET, thrice(2_500, 2_500, 2_500, 2_500, 2_500))))
                .contains("batch 8 instead of 1, in messages/s: a ×2.00 (2.00–2.00).")
                .contains("batch 32 instead of 1, in messages/s: a ×4.00 (4.00–4.00).");
    }

    @Test
    void saysOfEachRowOfAMixedListWhetherItIsOfMessagesASecond() {
        Cell throughput = cell("a").with(Cell.PATTERN, Pattern.THROUGHPUT);
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(cell("a").with(Cell.WAIT, Wait.SPIN), SOCKET, thrice(5_000, 5_000, 5_000, 5_000, 5_000)),
                        row(throughput, SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(throughput.with(Cell.WAIT, Wait.SPIN), SOCKET, thrice(5_000, 5_000, 5_000, 5_000, 5_000))))
                .contains("spin instead of block: a round-trip ×0.50 (0.50–0.50), a throughput ×2.00 (2.00–2.00) in"
                        + " messages/s.");
    }

    @Test
    void everyFindingIsASentence() {
        Finding finding = new Finding(
                "x",
                List.of("one", "two"),
                Stream.of("three").map(text -> Finding.of("", List.of(text))).toList());
        assertThat(finding.sentences()).containsExactly("x: one; two.", "  three.");
    }

    @Test
    void claimsNothingOfRoundsThatAreTooFewForSoManyQuestions() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, 10_000, 10_000, 10_000, 10_000, 10_000),
                        row(cell("b"), SOCKET, 20_000, 20_000, 20_000, 20_000, 20_000)))
                .containsExactly(
                        GROUP + "no winner beyond doubt (best so far: a, p50 10.0 µs); not clear: b ×2.00 (2.00–2.00).",
                        "No row allocates memory per message.",
                        "How sure that is: 1 pair of rows tested, each kind together, in up to 5 rounds; at most one run in"
                                + " 20 makes any false claim of a kind; a claim on a pair of rows needs at least 6 rounds here.");
    }

    /** With as many pairs as twenty frameworks make, a claim on one of those needs 14 rounds. */
    @Test
    void frameworksTakeNoClaimAwayFromSockets() {
        long[] tenRounds = {10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000};
        List<Row> rows = new ArrayList<>(List.of(
                row(cell("a"), SOCKET, tenRounds),
                row(cell("b"), SOCKET, times(2, tenRounds)),
                row(cell("raw:b"), MadeUp.bareOf("b"), tenRounds)));
        for (int i = 0; i < 20; i++) {
            rows.add(row(cell("over-b-" + i), MadeUp.over("b"), times(3, tenRounds)));
        }
        assertThat(verdictOn(rows.toArray(Row[]::new)))
                .startsWith(
                        GROUP + "the fastest socket is a (p50 10.0 µs); the slowest is b (p50 20.0 µs, ×2.00, 95 % CI"
                                + " 2.00–2.00).")
                .anyMatch(line -> line.startsWith("Frameworks included, " + GROUP
                        + "no winner beyond doubt (best so far: a, p50 10.0 µs); not clear: over-b-0 ×3.00"))
                .anyMatch(line -> line.startsWith(
                        "This project's API over the bare channel (1 row): measurable" + " difference: b ×2.00"))
                .anyMatch(line -> line.startsWith(
                        "A framework over the socket beneath it (20 rows): measurable" + " difference: over-b-0 ×1.50"))
                .last()
                .isEqualTo("How sure that is: 1 pair of rows, 1 row with its bare channel, 20 frameworks with the"
                        + " socket beneath them and 210 pairs with a framework tested, each kind together, in up to 10"
                        + " rounds; at most one run in 20 makes any false claim of a kind; a claim on a pair with a"
                        + " framework needs at least 14 rounds here.");
    }

    /** A framework that is slower than the best socket leaves that the best, and it was held against the floor already. */
    @Test
    void tellsOnceWhatTheBestTakesAboveTheFloor() {
        long[] rounds = thrice(10_000, 11_000, 10_500, 10_200, 10_900);
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, times(2, rounds)),
                        row(cell("b"), SOCKET, times(3, rounds)),
                        row(cell("floor"), RowTraits.FLOOR, rounds),
                        row(cell("over-b"), MadeUp.over("b"), times(4, rounds))))
                .containsOnlyOnce("  For scale: a vs floor (p50 10.5 µs): ×2.00, 95 % CI 2.00–2.00.");
    }

    @Test
    void tellsOfAFrameworkThatIsTheBestWhatItTakesAboveTheFloor() {
        long[] rounds = thrice(10_000, 11_000, 10_500, 10_200, 10_900);
        assertThat(verdictOn(
                        row(cell("b"), SOCKET, times(3, rounds)),
                        row(cell("a"), SOCKET, times(4, rounds)),
                        row(cell("floor"), RowTraits.FLOOR, rounds),
                        row(cell("over-b"), MadeUp.over("b"), times(2, rounds))))
                .contains(
                        "  For scale: b vs floor (p50 10.5 µs): ×3.00, 95 % CI 3.00–3.00.",
                        "  For scale: over-b vs floor (p50 10.5 µs): ×2.00, 95 % CI 2.00–2.00.");
    }

    private static long[] times(int factor, long[] p50sNs) {
        return LongStream.of(p50sNs).map(p50Ns -> p50Ns * factor).toArray();
    }

    @Test
    void comparesNothingWhereRoundsAreOfTwoKinds() {
        assertThat(verdictOn(
                        row(cell("a"), SOCKET, thrice(10_000, 10_000, 10_000, 10_000, 10_000)),
                        row(cell("b"), SOCKET, thrice(20_000, 50_000, 20_000, 50_000, 20_000))))
                .containsExactly(
                        GROUP + "rounds of two kinds, so no winner can be named (best so far: a, p50 10.0 µs).",
                        "No row allocates memory per message.");
    }
}
