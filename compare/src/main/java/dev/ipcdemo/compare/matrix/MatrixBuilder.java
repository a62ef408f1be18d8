package dev.ipcdemo.compare.matrix;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.sockets.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects results of pairs one by one, in any order, and makes a {@link MatrixReport} of them.
 *
 * <pre>{@code
 * MatrixBuilder builder = new MatrixBuilder(nodes, Instant.now());
 * builder.expect("pod network", schedule.round(0));
 * builder.add(pair, "pod network", report);
 * builder.fail(other, "pod network", "the pod was evicted");
 * MatrixReport matrix = builder.build(true);
 * }</pre>
 *
 * <p>Of a report, it keeps what {@link PairFigures} has: some 500 bytes for each row of a pair with seven rounds, so 20,000
 * pairs with four rows take some 40 MB. The histograms are not kept. May be used by several threads.
 */
public final class MatrixBuilder {

    /** More text about a failure is cut off. */
    private static final int LONGEST_REASON = 500;

    /** Further kinds of warnings are counted together. */
    private static final int MOST_WARNINGS = 20;

    private static final Pattern FIGURE = Pattern.compile("\\d[\\d.,]*");

    private static final String OTHER_WARNINGS = "Other warnings.";

    private final Instant started;
    private final List<String> nodes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> environments = new HashMap<>();

    /** A bit for each pair that a result was asked for, by path. */
    private final Map<String, BitSet> expected = new LinkedHashMap<>();

    private final Map<Slot, List<PairFailure>> failures = new LinkedHashMap<>();
    private final Map<Grid, Map<Integer, PairFigures>> figures = new LinkedHashMap<>();

    /** By what they say without their figures, so that those that differ in figures only are one. */
    private final Map<String, Warning> warnings = new LinkedHashMap<>();

    /** Equal texts and keys of different results, kept once. */
    private final Map<String, String> texts = new HashMap<>();

    private final Map<Cell, Cell> keys = new HashMap<>();

    private record Warning(String first, int results) {
        Warning andOneMore() {
            return new Warning(first, results + 1);
        }
    }

    private static final String NO_RESULT = "no result";

    private static final String STOPPED = "not measured: the run was stopped before its end";

    private record Grid(String path, Cell key) {}

    private record Slot(String path, int pair) {}

    /**
     * Begins with no results.
     *
     * @param nodes the names of all nodes, in the order in which they are to be shown
     * @param started when the run started
     */
    public MatrixBuilder(List<String> nodes, Instant started) {
        this.nodes = List.copyOf(nodes);
        this.started = started;
        this.nodes.forEach(node -> numbers.put(node, numbers.size()));
    }

    /**
     * Notes that results will be added, so that those that are not are known to be missing.
     *
     * @param path the way between the nodes
     * @param pairs of which pairs
     * @throws IllegalArgumentException if a node is not known
     */
    public synchronized void expect(String path, Collection<NodePair> pairs) {
        pairs.forEach(pair -> expect(path, numberOf(pair)));
    }

    private void expect(String path, int pair) {
        expected.computeIfAbsent(path, each -> new BitSet()).set(pair);
    }

    /**
     * Adds what was measured. It takes the place of an earlier result of the same pair and path. A report has one server for
     * each row, which is the one on the second node.
     *
     * @param pair the nodes
     * @param path the way between them, such as {@code pod network}
     * @param report what the client on the first node has found
     * @throws IllegalArgumentException if a node is not known
     */
    public synchronized void add(NodePair pair, String path, Report report) {
        int number = numberOf(pair);
        forget(path, number);
        expect(path, number);
        environments.put(number / nodes.size(), kept(words(report.environment())));
        report.warnings().forEach(this::warn);
        report.refused().forEach(refused -> warn("Not measured: " + refused.what() + ": " + refused.reason() + "."));
        report.rows().forEach(row -> add(number, path, row));
        if (report.rows().isEmpty()) {
            note(path, number, Optional.empty(), "the report has no rows");
        }
    }

    /** Which server it was is known from the pair, so all pairs of a matrix have the same key. */
    private void add(int pair, String path, Row row) {
        Cell key = keys.computeIfAbsent(row.key().ofAnyPeer(), same -> same);
        if (!row.hasFigures()) {
            note(path, pair, Optional.of(key), reason(row));
            return;
        }
        if (!Double.isFinite(row.costNs())) {
            note(path, pair, Optional.of(key), "nothing arrived in most rounds");
            return;
        }
        PairFigures before = figures.computeIfAbsent(new Grid(kept(path), key), each -> new HashMap<>())
                .putIfAbsent(pair, PairFigures.of(new NodePair(from(pair), to(pair)), row));
        if (before != null) {
            warn("Several servers of one row between two nodes along one path: only the first counts.");
        }
    }

    private static String reason(Row row) {
        return row.rounds().stream()
                .flatMap(round -> round.failure().stream())
                .findFirst()
                .orElse("no round was measured");
    }

    /**
     * Adds that nothing could be measured. It takes the place of an earlier result of the same pair and path.
     *
     * @param pair the nodes
     * @param path the way between them
     * @param reason why not
     * @throws IllegalArgumentException if a node is not known
     */
    public synchronized void fail(NodePair pair, String path, String reason) {
        int number = numberOf(pair);
        forget(path, number);
        expect(path, number);
        note(path, number, Optional.empty(), reason);
    }

    /**
     * Makes a report of all results that have been added.
     *
     * @param complete whether the run came to its end, and was not stopped before
     * @return the report, with what stands out; more may be added after it
     */
    public synchronized MatrixReport build(boolean complete) {
        List<Matrix> matrices = figures.entrySet().stream()
                .filter(grid -> !grid.getValue().isEmpty())
                .map(grid ->
                        MatrixAnalysis.of(grid.getKey().path(), grid.getKey().key(), inOrder(grid.getValue())))
                .toList();
        List<PairFailure> failed =
                failures.values().stream().flatMap(List::stream).toList();
        Map<String, BitSet> missing = missing();
        MatrixReport report = new MatrixReport(
                MatrixReport.SCHEMA,
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                complete,
                nodes(),
                count(expected),
                matrices,
                failed,
                named(missing, complete ? NO_RESULT : STOPPED),
                count(missing),
                warnings.values().stream()
                        .collect(Collectors.toMap(Warning::first, Warning::results, Integer::sum, LinkedHashMap::new)),
                List.of());
        return MatrixFindings.added(report);
    }

    private List<MatrixReport.Node> nodes() {
        List<MatrixReport.Node> all = new ArrayList<>();
        for (String node : nodes) {
            all.add(new MatrixReport.Node(node, environments.getOrDefault(all.size(), "")));
        }
        return all;
    }

    private static List<PairFigures> inOrder(Map<Integer, PairFigures> pairs) {
        return pairs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private Map<String, BitSet> missing() {
        Map<String, BitSet> missing = new LinkedHashMap<>();
        expected.forEach((path, pairs) -> missing.put(path, (BitSet) pairs.clone()));
        figures.forEach((grid, pairs) ->
                pairs.keySet().forEach(pair -> missing.get(grid.path()).clear(pair)));
        failures.keySet().forEach(slot -> missing.get(slot.path()).clear(slot.pair()));
        return missing;
    }

    private List<MatrixReport.MissingPair> named(Map<String, BitSet> missing, String reason) {
        return missing.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .mapToObj(pair ->
                                new MatrixReport.MissingPair(from(pair), to(pair), each.getKey(), Optional.of(reason))))
                .limit(MatrixReport.MOST_MISSING)
                .toList();
    }

    private static long count(Map<String, BitSet> pairs) {
        return pairs.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    private void forget(String path, int pair) {
        failures.remove(new Slot(path, pair));
        figures.forEach((grid, pairs) -> {
            if (grid.path().equals(path)) {
                pairs.remove(pair);
            }
        });
    }

    private void note(String path, int pair, Optional<Cell> key, String reason) {
        String visible = Printable.text(reason);
        String shown = visible.length() <= LONGEST_REASON ? visible : visible.substring(0, LONGEST_REASON) + "…";
        failures.computeIfAbsent(new Slot(kept(path), pair), each -> new ArrayList<>())
                .add(new PairFailure(from(pair), to(pair), kept(path), key, kept(shown)));
    }

    private void warn(String sentence) {
        String visible = Printable.text(sentence);
        String kind = FIGURE.matcher(visible).replaceAll("#");
        boolean isNamed = warnings.containsKey(kind) || warnings.size() < MOST_WARNINGS;
        warnings.merge(
                isNamed ? kind : OTHER_WARNINGS,
                new Warning(isNamed ? visible : OTHER_WARNINGS, 1),
                (known, same) -> known.andOneMore());
    }

    private static String words(Environment on) {
        return Printable.text(on.kernel() + ", " + on.cpus() + " × " + on.cpu() + ", " + on.jdk());
    }

    private String kept(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }

    private int numberOf(NodePair pair) {
        return number(pair.from()) * nodes.size() + number(pair.to());
    }

    private int number(String node) {
        return Optional.ofNullable(numbers.get(node))
                .orElseThrow(() -> new IllegalArgumentException("'" + node + "' is none of the nodes"));
    }

    private String from(int pair) {
        return nodes.get(pair / nodes.size());
    }

    private String to(int pair) {
        return nodes.get(pair % nodes.size());
    }
}
