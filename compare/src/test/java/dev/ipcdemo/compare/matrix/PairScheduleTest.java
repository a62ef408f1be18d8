package dev.ipcdemo.compare.matrix;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class PairScheduleTest {

    private static final long SEED = 7;

    static IntStream upToSixtyNodes() {
        return IntStream.rangeClosed(2, 60);
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(node -> "node-" + node).toList();
    }

    private static PairSchedule all(int nodes) {
        return PairSchedule.of(nodes(nodes));
    }

    private static List<List<NodePair>> rounds(PairSchedule schedule) {
        return IntStream.range(0, schedule.rounds()).mapToObj(schedule::round).toList();
    }

    private static List<NodePair> pairs(PairSchedule schedule) {
        return rounds(schedule).stream().flatMap(List::stream).toList();
    }

    private static Stream<String> bothNodes(NodePair pair) {
        return Stream.of(pair.from(), pair.to());
    }

    private static void assertThatNoRoundHasANodeTwice(PairSchedule schedule) {
        assertThat(rounds(schedule))
                .allSatisfy(round -> assertThat(round.stream().flatMap(PairScheduleTest::bothNodes))
                        .doesNotHaveDuplicates());
    }

    /** As often client as it is server, and that as often as every other node. */
    private static void assertThatEachNodeIsMeasuredEquallyOften(PairSchedule schedule, int nodes) {
        List<NodePair> pairs = pairs(schedule);
        Map<String, Long> asClient = pairs.stream().collect(groupingBy(NodePair::from, counting()));
        assertThat(asClient)
                .hasSize(nodes)
                .allSatisfy((node, times) -> assertThat(times).isEqualTo(schedule.partners()));
        assertThat(pairs.stream().collect(groupingBy(NodePair::to, counting()))).isEqualTo(asClient);
    }

    private static Set<String> reachedFromTheFirst(List<NodePair> pairs) {
        Map<String, Set<String>> partners = new HashMap<>();
        pairs.forEach(pair ->
                partners.computeIfAbsent(pair.from(), node -> new HashSet<>()).add(pair.to()));
        Set<String> reached = new HashSet<>(Set.of(pairs.get(0).from()));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            partners.get(open.remove()).stream().filter(reached::add).forEach(open::add);
        }
        return reached;
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void measuresEveryOrderedPairOnce(int nodes) {
        assertThat(pairs(all(nodes)))
                .doesNotHaveDuplicates()
                .hasSize(nodes * (nodes - 1))
                .noneMatch(NodePair::isSameNode);
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void hasEachNodeInOnePairOfARoundOnly(int nodes) {
        assertThatNoRoundHasANodeTwice(all(nodes));
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void hasAsFewRoundsAsThereCanBe(int nodes) {
        int atOnce = nodes / 2;
        assertThat(all(nodes).rounds()).isEqualTo(nodes * (nodes - 1) / atOnce);
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void measuresTheOtherDirectionInTheNextRound(int nodes) {
        PairSchedule schedule = all(nodes);
        assertThat(IntStream.range(0, schedule.rounds() / 2).boxed())
                .isNotEmpty()
                .allSatisfy(meeting -> assertThat(schedule.round(2 * meeting + 1))
                        .isEqualTo(schedule.round(2 * meeting).stream()
                                .map(NodePair::reversed)
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void keepsPairsWithinANodeApart(int nodes) {
        assertThat(all(nodes).sameNode()).hasSize(nodes).doesNotHaveDuplicates().allMatch(NodePair::isSameNode);
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void samplesEachNodeEquallyOftenInBothDirections(int nodes) {
        PairSchedule every = all(nodes);
        assertThat(IntStream.iterate(
                        (int) every.fewestPairs(), pairs -> pairs <= every.pairs(), pairs -> pairs + nodes))
                .isNotEmpty()
                .allSatisfy(most -> {
                    PairSchedule sample = every.atMost(most, SEED);
                    List<NodePair> pairs = pairs(sample);
                    assertThat(pairs)
                            .doesNotHaveDuplicates()
                            .hasSize((int) sample.pairs())
                            .hasSizeLessThanOrEqualTo(most)
                            .hasSizeGreaterThan(most - 2 * nodes);
                    assertThat(pairs.stream().map(NodePair::reversed)).containsExactlyInAnyOrderElementsOf(pairs);
                    assertThatEachNodeIsMeasuredEquallyOften(sample, nodes);
                    assertThatNoRoundHasANodeTwice(sample);
                });
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void connectsAllNodesByASample(int nodes) {
        PairSchedule sample = all(nodes).atMost(2L * nodes, SEED);
        assertThat(reachedFromTheFirst(pairs(sample))).hasSize(nodes);
    }

    @ParameterizedTest
    @MethodSource("upToSixtyNodes")
    void splitsRoundsWithoutLosingAPair(int nodes) {
        PairSchedule every = all(nodes);
        assertThat(IntStream.rangeClosed(1, nodes)).allSatisfy(atOnce -> {
            PairSchedule split = every.atOnce(atOnce);
            assertThat(pairs(split)).containsExactlyInAnyOrderElementsOf(pairs(every));
            assertThat(rounds(split)).allSatisfy(round -> assertThat(round).hasSizeBetween(1, atOnce));
        });
    }

    @Test
    void drawsEveryPairEquallyOften() {
        int seeds = 4_000;
        Map<NodePair, Long> drawn = IntStream.range(0, seeds)
                .boxed()
                .flatMap(seed -> pairs(all(9).atMost(18, seed)).stream())
                .collect(groupingBy(pair -> pair, counting()));
        // a quarter of the pairs each time; six standard deviations
        assertThat(drawn)
                .hasSize(72)
                .allSatisfy((pair, times) -> assertThat(times).isBetween(seeds / 4 - 165L, seeds / 4 + 165L));
    }

    @Test
    void drawsTheSameForTheSameSeed() {
        assertThat(rounds(all(20).atMost(100, SEED)))
                .isEqualTo(rounds(all(20).atMost(100, SEED)))
                .isNotEqualTo(rounds(all(20).atMost(100, SEED + 1)));
    }

    @Test
    void measuresAllPairsIfTheyAreNotMoreThanTheBound() {
        assertThat(rounds(all(20).atMost(380, SEED))).isEqualTo(rounds(all(20)));
    }

    @Test
    void refusesABoundThatWouldLeaveNodesOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all(1_000).atMost(999, SEED))
                .withMessage("at most 999 pairs cannot measure each of 1,000 nodes equally often in both directions:"
                        + " at least 1,000 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all(7).atMost(13, SEED))
                .withMessageEndingWith("at least 14 are needed");
    }

    @Test
    void hasNoRoundForASingleNode() {
        assertThat(all(1).rounds()).isZero();
        assertThat(all(1).pairs()).isZero();
        assertThat(all(1).sameNode()).containsExactly(new NodePair("node-0", "node-0"));
    }

    @Test
    void refusesNoNodesAndOneTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> PairSchedule.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairSchedule.of(List.of("a", "b", "a")))
                .withMessageContaining("twice");
    }

    @Test
    void hasNoRoundBeyondTheLast() {
        assertThatThrownBy(() -> all(4).round(6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> all(4).round(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** How it grows: with 20 s for each pair. */
    @ParameterizedTest
    @CsvSource({
        "    2,       2,     2, PT40S",
        "    3,       6,     6, PT2M",
        "   10,      90,    18, PT6M",
        "   20,     380,    38, PT12M40S",
        "  100,   9_900,   198, PT1H6M",
        "  101,  10_100,   202, PT1H7M20S",
        "1_000, 999_000, 1_998, PT11H6M",
    })
    void growsInRoundsAsTheNodesDo(String nodes, String pairs, String rounds, Duration time) {
        PairSchedule every = all(number(nodes));
        assertThat(every.pairs()).isEqualTo(number(pairs));
        assertThat(every.rounds()).isEqualTo(number(rounds));
        assertThat(every.time(Duration.ofSeconds(20))).isEqualTo(time);
    }

    @Test
    void runsThroughAThousandNodes() {
        PairSchedule every = all(1_000);
        BitSet measured = new BitSet(1_000_000);
        assertThat(IntStream.range(0, every.rounds())).hasSize(1_998).allSatisfy(round -> {
            BitSet busy = new BitSet(1_000);
            every.round(round).forEach(pair -> {
                int from = indexOf(pair.from());
                int to = indexOf(pair.to());
                busy.set(from);
                busy.set(to);
                measured.set(from * 1_000 + to);
            });
            assertThat(busy.cardinality()).isEqualTo(1_000);
        });
        assertThat(measured.cardinality()).isEqualTo(999_000);
    }

    @Test
    void samplesAThousandNodesInMinutes() {
        PairSchedule sample = all(1_000).atMost(10_000, SEED);
        assertThat(sample.rounds()).isEqualTo(20);
        assertThat(sample.time(Duration.ofSeconds(20))).isEqualTo(Duration.parse("PT6M40S"));
        assertThat(sample.atOnce(50).time(Duration.ofSeconds(20))).isEqualTo(Duration.parse("PT1H6M40S"));
        assertThatEachNodeIsMeasuredEquallyOften(sample, 1_000);
        assertThatNoRoundHasANodeTwice(sample);
        assertThat(reachedFromTheFirst(pairs(sample))).hasSize(1_000);
    }

    private static int indexOf(String node) {
        return Integer.parseInt(node.substring("node-".length()));
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }
}
