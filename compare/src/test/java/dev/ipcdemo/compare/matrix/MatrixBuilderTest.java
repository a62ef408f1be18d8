package dev.ipcdemo.compare.matrix;

import static dev.ipcdemo.compare.matrix.MadeUpCluster.HOST_NETWORK;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.POD_NETWORK;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.ROUNDS;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.SAME_NODE;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.STARTED;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.TCP;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.UDP;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.failed;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.rates;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.report;
import static dev.ipcdemo.compare.matrix.MadeUpCluster.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.ipcdemo.compare.matrix.MatrixReport.MissingPair;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class MatrixBuilderTest {

    private static final NodePair A_TO_B = new NodePair("a", "b");
    private static final NodePair B_TO_A = new NodePair("b", "a");

    private static MatrixBuilder builder(String... nodes) {
        return new MatrixBuilder(List.of(nodes), STARTED);
    }

    private static List<NodePair> pairs(MatrixReport report, String path, Cell key) {
        return matrix(report, path, key).pairs().stream().map(PairFigures::pair).toList();
    }

    private static Matrix matrix(MatrixReport report, String path, Cell key) {
        return report.matrices().stream()
                .filter(matrix -> matrix.path().equals(path) && matrix.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsTheFiguresOfEachPathAndRowApart() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0), row(UDP, 50_000, ROUNDS, 5)));
        builder.add(A_TO_B, HOST_NETWORK, report(row(TCP, 40_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(TCP, 70_000, ROUNDS, 0)));
        MatrixReport report = builder.build(true);
        assertThat(report.matrices())
                .extracting(Matrix::path, Matrix::key)
                .containsExactly(tuple(POD_NETWORK, TCP), tuple(POD_NETWORK, UDP), tuple(HOST_NETWORK, TCP));
        assertThat(pairs(report, POD_NETWORK, TCP)).containsExactly(A_TO_B, B_TO_A);
        PairFigures udp = matrix(report, POD_NETWORK, UDP).pairs().get(0);
        assertThat(udp.p50Ns()).contains(50_000L);
        assertThat(udp.p99Ns()).contains(200_000L);
        assertThat(udp.lostShare()).isCloseTo(0.0005, within(1e-9));
        assertThat(udp.roundsNs()).hasSize(ROUNDS);
        assertThat(report.nodes().get(0).environment()).isEqualTo("Linux 6.1, 4 × EPYC, OpenJDK 17");
    }

    @Test
    void hasTheSameReportWhateverTheOrderOfResults() {
        List<NodePair> pairs = new ArrayList<>();
        PairSchedule schedule = PairSchedule.of(MadeUpCluster.nodes(6));
        IntStream.range(0, schedule.rounds()).forEach(round -> pairs.addAll(schedule.round(round)));
        MatrixReport inOrder = ofTcp(pairs);
        Collections.shuffle(pairs, new Random(1));
        assertThat(ofTcp(pairs)).isEqualTo(inOrder);
    }

    private static MatrixReport ofTcp(List<NodePair> pairs) {
        List<String> nodes = MadeUpCluster.nodes(6);
        MatrixBuilder builder = new MatrixBuilder(nodes, STARTED);
        pairs.forEach(pair ->
                builder.add(pair, POD_NETWORK, report(row(TCP, MadeUpCluster.medianNs(pair, nodes), ROUNDS, 0))));
        return builder.build(true);
    }

    /** Each pair has a server of its own. */
    @Test
    void putsPairsIntoOneMatrixWhateverTheirServersAreCalled() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP.with(Cell.NODE, "b"), 60_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(TCP.with(Cell.NODE, "a"), 60_000, ROUNDS, 0)));
        assertThat(pairs(builder.build(true), POD_NETWORK, TCP)).containsExactly(A_TO_B, B_TO_A);
    }

    @Test
    void saysThatOnlyOneOfSeveralServersCounts() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(
                A_TO_B,
                POD_NETWORK,
                report(
                        row(TCP.with(Cell.PEER, "tcp://10.0.0.1:7000"), 60_000, ROUNDS, 0),
                        row(TCP.with(Cell.PEER, "tcp://10.0.0.2:7000"), 90_000, ROUNDS, 0)));
        MatrixReport report = builder.build(true);
        assertThat(matrix(report, POD_NETWORK, TCP).pairs().get(0).p50Ns()).contains(60_000L);
        assertThat(report.warnings())
                .containsOnlyKeys(
                        "Several servers of one row between two nodes along one path: only the first counts.");
    }

    @Test
    void saysWhatFailedAndWhy() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0), failed(UDP, "refused")));
        builder.fail(B_TO_A, POD_NETWORK, "the pod was\u001b[2Jevicted");
        MatrixReport report = builder.build(true);
        assertThat(report.failures())
                .containsExactly(
                        new PairFailure("a", "b", POD_NETWORK, Optional.of(UDP), "refused"),
                        new PairFailure("b", "a", POD_NETWORK, Optional.empty(), "the pod was?[2Jevicted"));
        assertThat(report.findings()).containsExactly("2 results failed: 1 × refused; 1 × the pod was?[2Jevicted.");
        assertThat(report.missing()).isEmpty();
    }

    @Test
    void replacesAnEarlierResultOfThePair() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0)));
        builder.fail(A_TO_B, POD_NETWORK, "the node went away");
        assertThat(builder.build(true).matrices()).isEmpty();
        builder.add(A_TO_B, POD_NETWORK, report(row(UDP, 50_000, ROUNDS, 0)));
        MatrixReport report = builder.build(true);
        assertThat(report.failures()).isEmpty();
        assertThat(report.matrices()).extracting(Matrix::key).containsExactly(UDP);
    }

    @Test
    void saysWhatIsMissing() {
        MatrixBuilder builder = builder("a", "b", "c");
        PairSchedule schedule = PairSchedule.of(List.of("a", "b", "c"));
        IntStream.range(0, schedule.rounds()).forEach(round -> builder.expect(POD_NETWORK, schedule.round(round)));
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0)));
        builder.fail(B_TO_A, POD_NETWORK, "refused");
        MatrixReport report = builder.build(false);
        assertThat(report.expected()).isEqualTo(6);
        assertThat(report.missingCount()).isEqualTo(4);
        assertThat(report.missing())
                .containsExactly(missing("a", "c"), missing("b", "c"), missing("c", "a"), missing("c", "b"));
        assertThat(report.findings())
                .contains("4 of 6 results are missing, because the run was stopped before its end.");
    }

    private static MissingPair missing(String from, String to) {
        return new MissingPair(from, to, POD_NETWORK, Optional.of("not measured: the run was stopped before its end"));
    }

    @Test
    void refusesANodeThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("a", "b").fail(new NodePair("a", "c"), POD_NETWORK, "refused"))
                .withMessage("'c' is none of the nodes");
    }

    @Test
    void countsWarningsInsteadOfListingThem() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(List.of("Not pinned."), row(TCP, 60_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(List.of("Not pinned."), row(TCP, 60_000, ROUNDS, 0)));
        for (char kind = 'a'; kind <= 'z'; kind++) {
            for (int load = 1; load <= 3; load++) {
                builder.add(A_TO_B, HOST_NETWORK, report(List.of(kind + " load " + load), row(TCP, 60_000, ROUNDS, 0)));
            }
        }
        assertThat(builder.build(true).warnings())
                .hasSize(21)
                .containsEntry("Not pinned.", 2)
                .containsEntry("s load 1", 3)
                .containsEntry("Other warnings.", 3 * ('z' - 's'));
    }

    @Test
    void claimsAnAsymmetryThatIsBeyondDoubt() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(TCP, 90_000, ROUNDS, 0)));
        MatrixReport report = builder.build(true);
        Asymmetry asymmetry = matrix(report, POD_NETWORK, TCP).asymmetries().get(0);
        assertThat(asymmetry.from()).isEqualTo("b");
        assertThat(asymmetry.to()).isEqualTo("a");
        assertThat(asymmetry.decision()).isEqualTo(Decision.SLOWER);
        assertThat(asymmetry.ratio().orElseThrow().low()).isBetween(1.45, 1.5);
        assertThat(asymmetry.ratio().orElseThrow().high()).isBetween(1.5, 1.55);
        assertThat(report.findings())
                .singleElement()
                .asString()
                .startsWith("In 1 of 1 pairs of nodes the directions differ beyond doubt"
                        + " (pod network, tcp), most in b → a: ×1.");
    }

    @Test
    void claimsNoAsymmetryAsSmallAsBetweenTwoRuns() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(TCP, 61_800, ROUNDS, 0)));
        MatrixReport report = builder.build(true);
        assertThat(matrix(report, POD_NETWORK, TCP).asymmetries())
                .extracting(Asymmetry::decision)
                .containsExactly(Decision.NOT_SHOWN);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void givesNoIntervalWithoutRoundsToCarryIt() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, 3, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(TCP, 90_000, 3, 0)));
        MatrixReport report = builder.build(true);
        Asymmetry asymmetry = matrix(report, POD_NETWORK, TCP).asymmetries().get(0);
        assertThat(asymmetry.ratio()).isEmpty();
        assertThat(asymmetry.obstacle()).contains(Obstacle.TOO_FEW);
        assertThat(asymmetry.decision()).isEqualTo(Decision.UNKNOWN);
        assertThat(asymmetry.estimate()).isCloseTo(1.5, within(1e-9));
        assertThat(report.findings())
                .containsExactly(
                        "Nothing can be claimed about directions (pod network, tcp): with 1 pair of nodes it takes at least 5 rounds of each, not 3.");
    }

    @Test
    void comparesNoDirectionThatLostMostOfItsMessages() {
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(row(UDP, 60_000, ROUNDS, 0)));
        builder.add(B_TO_A, POD_NETWORK, report(row(UDP, 90_000, ROUNDS, 9_000)));
        MatrixReport report = builder.build(true);
        assertThat(matrix(report, POD_NETWORK, UDP).asymmetries()).isEmpty();
        assertThat(report.findings()).singleElement().asString().endsWith("45 % in all, at worst 90 % between b → a.");
    }

    @Test
    void findsTheNodeThatIsSlowWithEveryone() {
        MatrixReport report = MadeUpCluster.cluster(8);
        assertThat(matrix(report, POD_NETWORK, TCP).nodes())
                .filteredOn(NodeFigures::standsOut)
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.node()).isEqualTo("node-03");
                    assertThat(node.ratio()).isBetween(1.7, 2.0);
                    assertThat(node.pairs()).isEqualTo(14);
                });
        assertThat(report.findings())
                .filteredOn(sentence -> sentence.contains("slow"))
                .singleElement()
                .asString()
                .startsWith("node-03 is slow with most nodes: its median pair takes 1.")
                .contains("host network, tcp", "pod network, tcp", "pod network, udp")
                .doesNotContain("same node");
    }

    @Test
    void blamesNoNodeForASinglePair() {
        List<String> nodes = MadeUpCluster.nodes(6);
        MatrixBuilder builder = new MatrixBuilder(nodes, STARTED);
        PairSchedule schedule = PairSchedule.of(nodes);
        IntStream.range(0, schedule.rounds())
                .boxed()
                .flatMap(round -> schedule.round(round).stream())
                .forEach(pair -> builder.add(
                        pair,
                        POD_NETWORK,
                        report(row(
                                TCP,
                                Set.of(pair.from(), pair.to()).equals(Set.of("node-01", "node-02")) ? 900_000 : 60_000,
                                ROUNDS,
                                0))));
        assertThat(matrix(builder.build(true), POD_NETWORK, TCP).nodes()).noneMatch(NodeFigures::standsOut);
    }

    @Test
    void blamesNobodyAmongThreeNodes() {
        MatrixBuilder builder = builder("a", "b", "c");
        builder.add(A_TO_B, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0)));
        builder.add(new NodePair("a", "c"), POD_NETWORK, report(row(TCP, 600_000, ROUNDS, 0)));
        builder.add(new NodePair("b", "c"), POD_NETWORK, report(row(TCP, 600_000, ROUNDS, 0)));
        assertThat(matrix(builder.build(true), POD_NETWORK, TCP).nodes()).noneMatch(NodeFigures::standsOut);
    }

    @Test
    void namesTheNodeWithWhichEveryPairFails() {
        List<String> nodes = MadeUpCluster.nodes(4);
        MatrixBuilder builder = new MatrixBuilder(nodes, STARTED);
        PairSchedule schedule = PairSchedule.of(nodes);
        IntStream.range(0, schedule.rounds())
                .boxed()
                .flatMap(round -> schedule.round(round).stream())
                .forEach(pair -> Stream.of(pair)
                        .filter(each -> Stream.of(each.from(), each.to()).noneMatch("node-04"::equals))
                        .findFirst()
                        .ifPresentOrElse(
                                each -> builder.add(each, POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0))),
                                () -> builder.fail(pair, POD_NETWORK, "no route to host")));
        assertThat(builder.build(true).findings())
                .containsExactly("node-04: all 6 of its results are failures (no route to host).");
    }

    @Test
    void saysIfNothingWasMeasured() {
        MatrixBuilder builder = builder("a", "b");
        builder.fail(A_TO_B, POD_NETWORK, "refused");
        builder.fail(B_TO_A, POD_NETWORK, "refused");
        assertThat(builder.build(true).findings())
                .containsExactly("Nothing was measured: every result is a failure (refused).");
    }

    @Test
    void saysHowPathsDifferPairByPair() {
        assertThat(MadeUpCluster.cluster(6).findings())
                .contains(
                        "host network instead of pod network, tcp: ×0.80 in time, the median of 28 pairs (from ×0.80 to"
                                + " ×0.80).");
    }

    @Test
    void putsTheWorstPairsFirst() {
        MatrixBuilder builder = builder("a", "b", "c");
        builder.add(A_TO_B, POD_NETWORK, report(row(UDP, 60_000, ROUNDS, 300)));
        builder.add(B_TO_A, POD_NETWORK, report(row(UDP, 90_000, ROUNDS, 0)));
        builder.add(new NodePair("a", "c"), POD_NETWORK, report(row(UDP, 10_000, ROUNDS, 9_990)));
        Matrix matrix = matrix(builder.build(true), POD_NETWORK, UDP);
        assertThat(matrix.worstFirst(Matrix.Figure.MEDIAN))
                .extracting(pair -> pair.pair().toString())
                .containsExactly("a → c", "b → a", "a → b");
        assertThat(matrix.worstFirst(Matrix.Figure.P99))
                .extracting(pair -> pair.pair().toString())
                .containsExactly("a → c", "b → a", "a → b");
        assertThat(matrix.worstFirst(Matrix.Figure.LOSS))
                .extracting(pair -> pair.pair().toString())
                .containsExactly("a → c", "a → b", "b → a");
    }

    @Test
    void judgesRatesByTheTimeForEachMessage() {
        Cell throughput = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.CROSS_HOST);
        MatrixBuilder builder = builder("a", "b");
        builder.add(A_TO_B, POD_NETWORK, report(rates(throughput, 1_000_000)));
        builder.add(B_TO_A, POD_NETWORK, report(rates(throughput, 500_000)));
        Matrix matrix = matrix(builder.build(true), POD_NETWORK, throughput);
        assertThat(matrix.isLatency()).isFalse();
        assertThat(matrix.asymmetries().get(0).from()).isEqualTo("b");
        assertThat(matrix.asymmetries().get(0).ratio().orElseThrow().ratio()).isCloseTo(2, within(1e-9));
    }

    @Test
    void comparesNoDirectionInARoundOfWhichNothingArrived() {
        MatrixReport report = MadeUpCluster.withEmptyRounds();
        Matrix matrix = report.matrices().get(0);
        assertThat(matrix.pairs())
                .extracting(
                        pair -> pair.pair().toString(), pair -> pair.roundsNs().size(), PairFigures::emptyRounds)
                .containsExactly(tuple("a → b", 7, 2), tuple("b → a", 9, 0), tuple("c → a", 9, 0));
        assertThat(matrix.asymmetries())
                .singleElement()
                .satisfies(each -> assertThat(each.obstacle()).contains(Obstacle.EMPTY_ROUND))
                .satisfies(each -> assertThat(each.decision()).isEqualTo(Decision.UNKNOWN));
        assertThat(report.failures())
                .containsExactly(new PairFailure(
                        "a", "c", POD_NETWORK, Optional.of(matrix.key()), "nothing arrived in most rounds"));
        assertThat(matrix.nodes())
                .allSatisfy(node -> assertThat(node.ratio()).isFinite())
                .allSatisfy(node -> assertThat(node.costNs()).isFinite());
    }

    @Test
    void keepsPairsWithinNodesInAMatrixOfTheirOwn() {
        MatrixReport report = MadeUpCluster.cluster(4);
        assertThat(report.matrices())
                .filteredOn(Matrix::isWithinNodes)
                .extracting(Matrix::path)
                .containsOnly(SAME_NODE);
        assertThat(matrix(report, SAME_NODE, TCP).asymmetries()).isEmpty();
    }

    /** So 20,000 sampled pairs with five rows each take at most 100 MB, if each object has a head of 16 bytes and 8 a field. */
    @Test
    void keepsAThousandBytesOfARowAtMost() {
        List<String> nodes = IntStream.range(0, 1_000)
                .mapToObj(node -> "pool-a-5f7d9c-" + node + ".example.internal")
                .toList();
        PairSchedule sample = PairSchedule.of(nodes).atMost(5_000, 1);
        MatrixBuilder builder = new MatrixBuilder(nodes, STARTED);
        IntStream.range(0, sample.rounds()).forEach(round -> {
            builder.expect(POD_NETWORK, sample.round(round));
            sample.round(round)
                    .forEach(pair ->
                            builder.add(pair, POD_NETWORK, report(row(TCP, 60_000, 7, 0), row(UDP, 50_000, 7, 0))));
        });
        MatrixReport report = builder.build(true);
        assertThat(report.matrices())
                .hasSize(2)
                .allSatisfy(matrix -> assertThat(matrix.pairs()).hasSize(5_000));
        Map<Object, Boolean> seen = new IdentityHashMap<>();
        assertThat(Retained.bytes(report, seen) / 10_000).isBetween(300L, 1_000L);
        assertThat(seen.keySet().stream()
                        .filter(String.class::isInstance)
                        .map(Object::toString)
                        .mapToInt(String::length))
                .allSatisfy(length -> assertThat(length).isLessThan(1_000));
    }
}
