package dev.ipcdemo.compare.matrix;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Subject;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Results of pairs of nodes that nobody measured. */
public final class MadeUpCluster {

    public static final String POD_NETWORK = "pod network";
    public static final String HOST_NETWORK = "host network";
    public static final String SAME_NODE = "same node";

    static final Cell TCP = between("tcp");
    static final Cell UDP = between("udp");
    static final Cell UNIX = between("unix");
    static final int ROUNDS = 9;
    static final Instant STARTED = Instant.parse("2026-11-27T09:00:00Z");

    private static final long USUAL_NS = 60_000;

    private MadeUpCluster() {}

    static Cell between(String row) {
        return Cell.of(Pattern.ROUND_TRIP, row, Scope.CROSS_HOST);
    }

    public static List<String> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(node -> String.format("node-%02d", node))
                .toList();
    }

    /** A row with rounds that scatter by 1 % about a median, and with a long histogram. */
    static Row row(Cell cell, double medianNs, int rounds, long lost) {
        Random noise = new Random(Math.round(medianNs));
        List<Round> all = IntStream.range(0, rounds)
                .mapToObj(number -> round(number, Math.round(medianNs * (0.99 + 0.02 * noise.nextDouble()))))
                .toList();
        return row(
                cell,
                all,
                new Messages(10_000, 10_000 - lost, lost, 0, 0, 0),
                latencies(Math.round(medianNs), Math.round(4 * medianNs)));
    }

    /** The same cluster, of which the pairs from the first node were measured with too few messages for a p99. */
    public static MatrixReport withoutSomeP99(int count) {
        MatrixReport whole = cluster(count);
        String first = nodes(count).get(0);
        return new MatrixReport(
                whole.schema(),
                whole.started(),
                whole.complete(),
                whole.nodes(),
                whole.expected(),
                whole.matrices().stream()
                        .map(matrix -> new Matrix(
                                matrix.path(),
                                matrix.key(),
                                matrix.costNs(),
                                matrix.pairs().stream()
                                        .map(pair -> pair.from().equals(first) ? withoutP99(pair) : pair)
                                        .toList(),
                                matrix.asymmetries(),
                                matrix.directionsCompared(),
                                matrix.nodes()))
                        .toList(),
                whole.failures(),
                whole.missing(),
                whole.missingCount(),
                whole.warnings(),
                whole.findings());
    }

    private static PairFigures withoutP99(PairFigures pair) {
        return new PairFigures(
                pair.from(),
                pair.to(),
                pair.p50Ns(),
                Optional.empty(),
                pair.perSecond(),
                pair.sent(),
                pair.lost(),
                pair.moved(),
                pair.roundsNs(),
                pair.failedRounds(),
                pair.emptyRounds());
    }

    private static Map<String, Long> latencies(long p50Ns, long p99Ns) {
        Map<String, Long> latencies = new LinkedHashMap<>();
        latencies.put("p50", p50Ns);
        latencies.put("p99", p99Ns);
        return latencies;
    }

    private static Round round(int number, long p50Ns) {
        return new Round(
                number,
                1_000,
                0,
                Optional.of(p50Ns),
                Optional.of(2 * p50Ns),
                Optional.of(4 * p50Ns),
                1e9 / p50Ns,
                Optional.empty(),
                Optional.empty());
    }

    static Row rates(Cell cell, double perSecond) {
        return rates(cell, perSecond, 0);
    }

    /** @param emptyRounds in how many of the rounds nothing arrived */
    static Row rates(Cell cell, double perSecond, int emptyRounds) {
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(number -> new Round(
                        number,
                        1_000,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        number < ROUNDS - emptyRounds ? perSecond : 0,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return row(cell, rounds, new Messages(9_000, 9_000, 0, 0, 0, 0), Map.of(), rounds.get(ROUNDS / 2));
    }

    static Row failed(Cell cell, String reason) {
        Round failure = new Round(
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(reason));
        return row(cell, List.of(failure), new Messages(0, 0, 0, 0, 0, 0), Map.of());
    }

    private static Row row(Cell cell, List<Round> rounds, Messages messages, Map<String, Long> latencyNs) {
        return row(cell, rounds, messages, latencyNs, rounds.get(0));
    }

    private static Row row(
            Cell cell, List<Round> rounds, Messages messages, Map<String, Long> latencyNs, Round median) {
        return new Row(
                new Subject(cell, "", new RowTraits(Optional.of(cell.row()), Optional.empty(), List.of(), false)),
                Setup.of(Place.pinnedTo(0), Place.pinnedTo(1)),
                rounds,
                messages,
                new Latency(latencyNs, "HISTFAAA".repeat(500)),
                Rates.of(median.perSecond(), 64),
                Costs.UNKNOWN,
                Intervals.NONE);
    }

    static Report report(Row... rows) {
        return report(List.of(), rows);
    }

    static Report report(List<String> warnings, Row... rows) {
        return Report.ofFigures(
                        STARTED.toString(),
                        true,
                        new Environment(
                                "Linux 6.1",
                                "EPYC",
                                4,
                                "OpenJDK 17",
                                List.of(),
                                List.of(),
                                0.1,
                                Optional.empty(),
                                Optional.empty()),
                        List.of(),
                        new Report.Shared("platform", true, 0, 0, 0, ROUNDS, ROUNDS),
                        List.of(rows),
                        List.of())
                .saying(warnings, List.of(), List.of());
    }

    /** What a pair takes: each has its own latency, the third node is slow, and from the first to the second it takes longer. */
    static double medianNs(NodePair pair, List<String> nodes) {
        int from = nodes.indexOf(pair.from());
        int to = nodes.indexOf(pair.to());
        double own =
                0.85 + 0.3 * new Random(7_919L * (31 * Math.min(from, to) + Math.max(from, to)) << 20).nextDouble();
        double slow = Math.min(from, to) == 2 || Math.max(from, to) == 2 ? 1.9 : 1;
        double direction = from == 0 && to == 1 ? 1.5 : 1;
        return USUAL_NS * own * slow * direction;
    }

    /** From a to b nothing arrived in two rounds of nine, to c in most. */
    public static MatrixReport withEmptyRounds() {
        Cell throughput = Cell.of(Pattern.THROUGHPUT, "udp", Scope.CROSS_HOST);
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b", "c"), STARTED);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(rates(throughput, 1_000_000, 2)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(rates(throughput, 500_000)));
        builder.add(new NodePair("a", "c"), POD_NETWORK, report(rates(throughput, 500_000, 5)));
        builder.add(new NodePair("c", "a"), POD_NETWORK, report(rates(throughput, 500_000)));
        return builder.build(true);
    }

    /** Round trips over TCP, and a flood over UDP. */
    public static MatrixReport withLatenciesAndRates() {
        Cell flood = Cell.of(Pattern.THROUGHPUT, "udp", Scope.CROSS_HOST);
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b"), STARTED);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0), rates(flood, 1_000_000)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(row(TCP, 60_000, ROUNDS, 0), rates(flood, 500_000)));
        return builder.build(true);
    }

    /** From a to b most messages were lost, and the others came fastest; from c to a most were lost, and they came last. */
    public static MatrixReport withLossOfMost() {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b", "c"), STARTED);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(row(UDP, 20_000, ROUNDS, 6_000)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(row(UDP, 60_000, ROUNDS, 0)));
        builder.add(new NodePair("a", "c"), POD_NETWORK, report(row(UDP, 70_000, ROUNDS, 0)));
        builder.add(new NodePair("c", "a"), POD_NETWORK, report(row(UDP, 90_000, ROUNDS, 9_000)));
        return builder.build(true);
    }

    /**
     * All that can be seen in a matrix: a slow node, an asymmetry, loss, a row that failed, a pair that failed and a missing
     * one, along two paths and within nodes.
     */
    public static MatrixReport cluster(int count) {
        List<String> nodes = nodes(count);
        MatrixBuilder builder = new MatrixBuilder(nodes, STARTED);
        PairSchedule schedule = PairSchedule.of(nodes);
        NodePair unreachable = new NodePair(nodes.get(1), nodes.get(3));
        NodePair missing = new NodePair(nodes.get(3), nodes.get(0));
        builder.expect(POD_NETWORK, List.of(missing));
        IntStream.range(0, schedule.rounds())
                .boxed()
                .flatMap(round -> schedule.round(round).stream())
                .filter(pair -> !pair.equals(missing))
                .forEach(pair -> {
                    double ns = medianNs(pair, nodes);
                    long lost = pair.from().equals(nodes.get(1)) ? 120 : 0;
                    builder.add(pair, POD_NETWORK, report(row(TCP, ns, ROUNDS, 0), row(UDP, 0.9 * ns, ROUNDS, lost)));
                    builder.add(pair, HOST_NETWORK, report(row(TCP, 0.8 * ns, ROUNDS, 0)));
                });
        builder.fail(unreachable, POD_NETWORK, "connect tcp://10.1.0.7:7000: timed out after 10 s");
        schedule.sameNode()
                .forEach(pair -> builder.add(
                        pair,
                        SAME_NODE,
                        report(
                                List.of("Not pinned to a CPU, so times will not repeat well: unix."),
                                row(UNIX, 9_000, ROUNDS, 0),
                                row(TCP, 15_000, ROUNDS, 0))));
        return builder.build(true);
    }
}
