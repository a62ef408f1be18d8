package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.plan.Gate.Against;
import dev.ipcdemo.compare.plan.Gate.Figure;
import dev.ipcdemo.compare.result.GateResult;
import dev.ipcdemo.compare.result.GateResult.State;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import dev.ipcdemo.compare.result.row.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges conditions. All conditions, for all their rows, are one family: one fails only if it holds beyond doubt among all.
 * Figures are tested with the sign test, ratios of the same run with signed ranks, and ratios to a baseline with rank sums.
 */
public final class Gates {

    /** So that a loss of nothing has a logarithm, and a throughput of nothing. */
    private static final double NEXT_TO_NOTHING = 1e-9;

    private final List<Gate> gates;
    private final Map<Cell, Row> before;

    /**
     * Prepares to judge.
     *
     * @param gates the conditions
     * @param baseline the older report that some may compare with
     */
    public Gates(List<Gate> gates, Optional<Report> baseline) {
        this.gates = gates;
        before = baseline.map(Report::rows).orElse(List.of()).stream()
                .filter(Row::hasFigures)
                .collect(Collectors.toMap(Row::key, Function.identity(), (one, same) -> one));
    }

    /** One condition for one row: where the figure lies, and how likely that is if the condition does not hold. */
    private record Test(Gate gate, Row row, Optional<Row> other, Optional<MedianInterval> figure, double pValue) {

        boolean isBeyond() {
            return figure.filter(each -> gate.isUpper() ? each.low() > limit(gate) : each.high() < limit(gate))
                    .isPresent();
        }
    }

    /**
     * Judges.
     *
     * @param report what was measured
     * @return what became of each condition, for each row that it is about
     */
    public List<GateResult> judge(Report report) {
        List<Test> tests = tests(report);
        LastRound last = LastRound.of(report);
        double[] adjusted = Holm.adjusted(tests.stream()
                .mapToDouble(test -> last.has(test.row()) ? test.pValue() : 1)
                .toArray());
        List<GateResult> results = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Test test = tests.get(i);
            boolean hasFailed = test.isBeyond() && adjusted[i] <= Holm.ERROR_RATE;
            results.add(new GateResult(
                    test.gate().text(),
                    test.row().key(),
                    test.figure().map(each -> new RoundsMedian(each.estimate(), each.low(), each.high())),
                    adjusted[i],
                    test.figure().isEmpty() ? State.UNKNOWN : hasFailed ? State.FAILED : State.PASSED));
        }
        return results;
    }

    /** The rows of which more rounds may decide whether a condition holds. */
    Set<Cell> undecided(Report soFar) {
        LastRound last = LastRound.of(soFar);
        Set<Cell> cells = new LinkedHashSet<>();
        tests(soFar).stream()
                .filter(test -> last.has(test.row()) && test.pValue() <= SecondLook.HOPELESS)
                .forEach(test -> {
                    cells.add(test.row().key());
                    test.other().ifPresent(other -> cells.add(other.key()));
                });
        return cells;
    }

    private List<Test> tests(Report report) {
        RatioTests pairs = new RatioTests(report);
        return gates.stream()
                .flatMap(gate -> rows(gate, report).stream().map(row -> test(gate, row, pairs)))
                .toList();
    }

    /** Those that a condition is about. What has nothing beneath it is not meant by one that compares with that. */
    private static List<Row> rows(Gate gate, Report report) {
        List<Row> rows =
                report.rows().stream().filter(row -> gate.isAbout(row.key())).toList();
        List<Row> comparable = rows.stream()
                .filter(row ->
                        gate.against() != Against.RAW || report.rows().stream().anyMatch(bare -> isBeneath(bare, row)))
                .toList();
        return comparable.isEmpty() ? rows : comparable;
    }

    private static boolean isBeneath(Row bare, Row row) {
        return row.traits().isOver(row.key().row(), bare.key().row(), bare.traits())
                && bare.key().group().equals(row.key().group());
    }

    private Test test(Gate gate, Row row, RatioTests pairs) {
        return switch (gate.against()) {
            case NOTHING -> absolute(gate, row);
            case BASELINE ->
                Optional.ofNullable(before.get(row.key()))
                        .map(then -> independent(gate, row, then))
                        .orElse(unknown(gate, row));
            case A ->
                pairs.row(Contrast.inA(row.key()))
                        .map(other -> paired(gate, row, other))
                        .orElse(unknown(gate, row));
            case RAW -> pairs.bareOf(row).map(other -> paired(gate, row, other)).orElse(unknown(gate, row));
        };
    }

    private static Test unknown(Gate gate, Row row) {
        return new Test(gate, row, Optional.empty(), Optional.empty(), 1);
    }

    private static Test absolute(Gate gate, Row row) {
        double[] figures = RoundMedians.values(row.rounds(), figure(gate.figure()));
        if (isUnknown(gate, row) || isUnfit(gate, row, figures)) {
            return unknown(gate, row);
        }
        long beyond = Arrays.stream(figures)
                .filter(each -> gate.isUpper() ? each > limit(gate) : each < limit(gate))
                .count();
        return new Test(
                gate,
                row,
                Optional.empty(),
                MedianInterval.of(figures),
                MedianInterval.signTest(figures.length - (int) beyond, figures.length));
    }

    private static Test paired(Gate gate, Row row, Row other) {
        Ratios ratios = Ratios.of(row, other, figure(gate.figure()));
        if (isUnknown(gate, row, other) || ratios.obstacle().isPresent()) {
            return unknown(gate, row);
        }
        Optional<MedianInterval> interval = MedianInterval.of(ratios.perRound());
        boolean isBeyond = gate.isUpper() == interval.orElseThrow().estimate() > gate.limit();
        double pValue = ratios.pValue(gate.limit()) / 2;
        return new Test(gate, row, Optional.of(other), interval, isBeyond ? pValue : 1 - pValue);
    }

    private static Test independent(Gate gate, Row row, Row then) {
        double[] now = RoundMedians.values(row.rounds(), figure(gate.figure()));
        double[] limits = Arrays.stream(RoundMedians.values(then.rounds(), figure(gate.figure())))
                .map(each -> each * gate.limit())
                .toArray();
        if (isUnknown(gate, row, then) || isUnfit(gate, row, now) || isUnfit(gate, then, limits)) {
            return unknown(gate, row);
        }
        return new Test(
                gate,
                row,
                Optional.empty(),
                RankSumInterval.of(now, RoundMedians.values(then.rounds(), figure(gate.figure())))
                        .map(ratio ->
                                new MedianInterval(ratio.estimate(), ratio.low(), ratio.high(), ratio.confidence())),
                gate.isUpper() ? RankSumTest.pAbove(now, limits) : RankSumTest.pAbove(limits, now));
    }

    /** Of a row that lost most messages, latencies say little of those; how much arrived is known of any row. */
    private static boolean isUnknown(Gate gate, Row... rows) {
        return gate.figure() != Figure.THROUGHPUT
                && gate.figure() != Figure.LOSS
                && Stream.of(rows).anyMatch(Row::lostMost);
    }

    /** Loss comes in bursts, of which none is like another. */
    private static boolean isUnfit(Gate gate, Row row, double[] figures) {
        return gate.figure() == Figure.LOSS
                ? figures.length < MedianInterval.FEWEST_VALUES
                : RoundCheck.obstacle(figures, row.setup().isMoved()).isPresent();
    }

    private static Function<Round, Optional<Double>> figure(Figure figure) {
        return switch (figure) {
            case LOSS -> Gates::loss;
            case THROUGHPUT -> round -> Optional.of(Math.max(NEXT_TO_NOTHING, round.perSecond()));
            default -> RoundMedians.FIGURES.get(figure.toString());
        };
    }

    private static Optional<Double> loss(Round round) {
        double share = round.lost() / (double) Math.max(1, round.lost() + round.messages());
        return Optional.of(Math.max(NEXT_TO_NOTHING, share));
    }

    private static double limit(Gate gate) {
        return gate.figure() == Figure.LOSS ? Math.max(NEXT_TO_NOTHING, gate.limit()) : gate.limit();
    }

    /**
     * Why a condition cannot be judged, whatever is measured.
     *
     * @param gate the condition
     * @param cells what will be measured
     * @param hasBaseline whether there is an older report
     * @param catalog what the rows are
     * @return a sentence; empty if it can be judged
     */
    public static Optional<String> obstacle(Gate gate, List<Cell> cells, boolean hasBaseline, RowCatalog catalog) {
        if (cells.stream().noneMatch(gate::isAbout)) {
            return Optional.of("'" + gate.text() + "': no row that is measured is called "
                    + String.join(" ", gate.words()) + " and has " + gate.figure());
        }
        if (gate.against() == Against.BASELINE && !hasBaseline) {
            return Optional.of("'" + gate.text() + "' needs --baseline, which says what to compare with");
        }
        if (gate.against() == Against.A && cells.stream().noneMatch(cell -> cell.equals(Contrast.inA(cell)))) {
            return Optional.of("'" + gate.text() + "' needs --ab, which says what A is");
        }
        if (gate.against() == Against.RAW
                && cells.stream()
                        .noneMatch(cell -> gate.isAbout(cell)
                                && cells.stream().anyMatch(other -> isBareOf(other, cell, catalog)))) {
            return Optional.of("'" + gate.text() + "': the bare channel is not measured");
        }
        return Optional.empty();
    }

    private static boolean isBareOf(Cell bare, Cell cell, RowCatalog catalog) {
        return catalog.traits(cell.row()).isOver(cell.row(), bare.row(), catalog.traits(bare.row()))
                && bare.group().equals(cell.group());
    }
}
