package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Family;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The ratios that a report may claim something of, each tested together with all others of its family.
 *
 * <p>Which pairs of rows these are depends on what was measured alone, and not on the figures: each pair of sockets or
 * frameworks that were measured alike, and not only the fastest with each other one, because which is the fastest is
 * known only afterwards. A claim needs the test of its family ({@link SignedRankTest}, {@link Holm}) and an interval
 * that shows the difference.
 */
final class RatioTests {

    private final Map<Family, List<Pair>> pairs = new LinkedHashMap<>();
    private final Map<Cell, Row> rows = new LinkedHashMap<>();
    private final LastRound last;
    private final double value;
    private final int mostRounds;

    private record Pair(Row row, Row other, Ratios ratios) {
        static Pair of(Row row, Row other) {
            return new Pair(row, other, Ratios.of(row, other));
        }

        Set<Cell> keys() {
            return Set.of(row.key(), other.key());
        }

        boolean hasFramework() {
            return row.traits().isFramework() || other.traits().isFramework();
        }

        /**
         * Whether one row came near the figure of the other in no round, but for a factor. If the rounds of that other scatter,
         * the interval of their ratio may hold no difference all the same.
         */
        boolean isFarFrom(double factor) {
            return isFarAbove(row, other, factor) || isFarAbove(other, row, 1 / factor);
        }

        private static boolean isFarAbove(Row slow, Row fast, double factor) {
            return Ratios.good(slow.rounds())
                    .mapToDouble(Ratios::costNs)
                    .allMatch(costNs -> costNs >= RoundCheck.FAR * factor * fast.costNs());
        }
    }

    /**
     * What rows must have in common to be compared: besides what was asked for, where they really ran.
     *
     * @param group the cell without its row
     * @param client where the client ran
     * @param server where the server ran
     */
    record Alike(Cell group, Place client, Place server) {

        static Alike of(Row row) {
            return new Alike(
                    row.key().group(), row.setup().clientPlace(), row.setup().serverPlace());
        }

        String words() {
            return group.words() + " (client " + client + ", server " + server + ")";
        }
    }

    /** The families of a report, whatever it says already. */
    RatioTests(Report report) {
        this(report, 1);
    }

    /** Tests whether ratios are other than some value; of interest for two ways of running only. */
    RatioTests(Report report, double value) {
        this.value = value;
        report.rows().stream().filter(Row::hasFigures).forEach(row -> rows.put(row.key(), row));
        last = LastRound.of(report);
        mostRounds = report.settings().mostRounds();
        if (report.twoWays().isPresent()) {
            pairs.put(Family.WAYS, ways());
        } else {
            List<Pair> layers = layers();
            Set<Set<Cell>> known = layers.stream().map(Pair::keys).collect(Collectors.toSet());
            List<Pair> others = choices().stream()
                    .filter(pair -> !known.contains(pair.keys()))
                    .toList();
            pairs.put(Family.SOCKETS, having(others, pair -> !pair.hasFramework()));
            pairs.put(Family.LAYER, having(layers, pair -> !pair.hasFramework()));
            pairs.put(Family.BENEATH, having(layers, Pair::hasFramework));
            pairs.put(Family.FRAMEWORKS, having(others, Pair::hasFramework));
        }
    }

    private List<Pair> ways() {
        return rows.values().stream()
                .filter(row -> row.key().variant() == Variant.B && rows.containsKey(Contrast.inA(row.key())))
                .map(row -> Pair.of(row, rows.get(Contrast.inA(row.key()))))
                .toList();
    }

    private List<Pair> layers() {
        List<Pair> layers = new ArrayList<>();
        rows.values().forEach(row -> bareOf(row).ifPresent(bare -> layers.add(Pair.of(row, bare))));
        return layers;
    }

    private static List<Pair> having(List<Pair> pairs, Predicate<Pair> trait) {
        return pairs.stream().filter(trait).toList();
    }

    private List<Pair> choices() {
        List<Pair> all = new ArrayList<>();
        rows.values().stream()
                .filter(row -> row.traits().isChoice())
                .collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(alike -> {
                    for (int i = 0; i < alike.size(); i++) {
                        for (int j = i + 1; j < alike.size(); j++) {
                            all.add(Pair.of(alike.get(j), alike.get(i)));
                        }
                    }
                });
        for (Row row : rows.values()) {
            if (!row.traits().isBare()) {
                crossed(row).ifPresent(other -> all.add(Pair.of(row, other)));
                Cell.DIMENSIONS.forEach(
                        dimension -> usual(row, dimension).ifPresent(other -> all.add(Pair.of(row, other))));
            }
        }
        return all;
    }

    /** A row that has figures. */
    Optional<Row> row(Cell key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** The same measured over the bare channel, or over the socket beneath a framework. */
    Optional<Row> bareOf(Row row) {
        return rows.values().stream()
                .filter(other ->
                        row.traits().isOver(row.key().row(), other.key().row(), other.traits()))
                .filter(other -> other.key().group().equals(row.key().group()))
                .findFirst();
    }

    /** Of a row between containers, the same between processes of this host, if it ran in the same places. */
    Optional<Row> crossed(Row row) {
        return Optional.of(row)
                .filter(each -> each.key().scope() == Scope.CROSS_HOST)
                .map(each -> rows.get(each.key().with(Cell.SCOPE, Scope.INTER_PROCESS)))
                .filter(other -> other.setup().clientPlace().equals(row.setup().clientPlace())
                        && other.setup().serverPlace().equals(row.setup().serverPlace()));
    }

    /** The same with the usual value of a dimension, if the row has another one. */
    <T> Optional<Row> usual(Row row, Dimension<T> dimension) {
        return dimension
                .reference()
                .filter(value -> !value.equals(dimension.of(row.key())))
                .map(value -> rows.get(row.key().with(dimension, value)));
    }

    /** Tests each family, and decides. */
    List<TestedRatio> test() {
        List<TestedRatio> all = new ArrayList<>();
        pairs.forEach((family, members) -> {
            double[] adjusted =
                    Holm.adjusted(members.stream().mapToDouble(this::pValue).toArray());
            for (int i = 0; i < adjusted.length; i++) {
                all.add(decided(family, members.get(i), adjusted[i]));
            }
        });
        return all;
    }

    /** The test is one, with all rounds; a pair of which a row was dropped before the last has no claim any more. */
    private double pValue(Pair pair) {
        return isInLastRound(pair) ? pair.ratios().pValue(value) : 1;
    }

    private boolean isInLastRound(Pair pair) {
        return last.has(pair.row()) && last.has(pair.other());
    }

    private TestedRatio decided(Family family, Pair pair, double pValue) {
        Optional<Interval> ratio = pair.ratios().interval();
        return new TestedRatio(
                family,
                pair.row().key(),
                pair.other().key(),
                pair.ratios().perRound().length,
                ratio,
                pair.ratios().obstacle(),
                pValue,
                ratio.map(interval -> decision(interval, pValue, value))
                        .map(decision ->
                                decision == Decision.NOT_SHOWN && pair.isFarFrom(value) ? Decision.NOT_CLEAR : decision)
                        .orElse(Decision.UNKNOWN));
    }

    /** What an interval and an adjusted p-value say of a value. */
    static Decision decision(Interval ratio, double pValue, double value) {
        if (!ratio.isAbove(value) && !ratio.isBelow(value)) {
            return Decision.NOT_SHOWN;
        }
        return pValue > Holm.ERROR_RATE ? Decision.NOT_CLEAR : ratio.isAbove(value) ? Decision.SLOWER : Decision.FASTER;
    }

    /** The rows of those pairs for which more rounds may decide something. */
    Set<Cell> undecided() {
        Set<Cell> cells = new LinkedHashSet<>();
        pairs.values().stream()
                .filter(family -> Holm.fewestRounds(family.size()) <= mostRounds)
                .flatMap(List::stream)
                .filter(this::isInLastRound)
                .filter(pair -> SecondLook.isWorthMore(pair.ratios()))
                .forEach(pair -> {
                    cells.add(pair.row().key());
                    cells.add(pair.other().key());
                });
        return cells;
    }

    /** What was decided about pairs of rows, found from either side. */
    static final class Decided {

        private final Map<List<Cell>, TestedRatio> byPair = new HashMap<>();

        Decided(List<TestedRatio> tested) {
            tested.forEach(ratio -> byPair.put(List.of(ratio.row(), ratio.other()), ratio));
        }

        Optional<TestedRatio> of(Row row, Row other) {
            return Optional.ofNullable(byPair.get(List.of(row.key(), other.key())))
                    .or(() -> Optional.ofNullable(byPair.get(List.of(other.key(), row.key())))
                            .map(TestedRatio::inverse));
        }

        /** The same, if the rounds carry an interval. */
        Optional<TestedRatio> withInterval(Row row, Row other) {
            return of(row, other).filter(ratio -> ratio.ratio().isPresent());
        }
    }
}
