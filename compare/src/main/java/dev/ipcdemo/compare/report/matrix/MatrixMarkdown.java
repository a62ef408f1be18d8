package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Asymmetry;
import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.Matrix.Figure;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.PairFailure;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.report.Common;
import dev.ipcdemo.compare.result.row.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A matrix as Markdown, short enough for the summary of a job: what stands out first, heat maps folded beneath it. */
public final class MatrixMarkdown {

    private static final int MOST_PAIRS = 10;
    private static final int MOST_FAILURES = 20;

    /** In a wider table nobody finds a column. */
    private static final int MOST_NODES = 20;

    private final MatrixReport report;
    private final Dimension<?>[] common;
    private final List<String> lines = new ArrayList<>();

    private MatrixMarkdown(MatrixReport report) {
        this.report = report;
        common = MatrixSummary.common(report);
    }

    /**
     * Writes a summary.
     *
     * @param report the report
     * @return Markdown
     */
    public static String write(MatrixReport report) {
        MatrixMarkdown markdown = new MatrixMarkdown(report);
        markdown.add();
        return String.join("\n", markdown.lines) + "\n";
    }

    private void add() {
        lines.add("## ipc-demo cluster compare");
        addList("What stands out", MatrixSummary.findings(report).stream());
        addList(
                "Before you believe it",
                report.warnings().entrySet().stream()
                        .map(warning -> warning.getKey() + " (" + warning.getValue() + " results)"));
        addOverview();
        addWorst();
        addDirections();
        addMaps();
        addFailures();
        addMissing();
        lines.add("");
        lines.add(text(String.format(
                Locale.ROOT,
                "%,d nodes, %,d results asked for, started %s.",
                report.nodes().size(),
                report.expected(),
                report.started())));
    }

    private void addOverview() {
        if (report.matrices().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("**" + text(Common.words(report.matrices().get(0).key(), common)) + "**");
        addHead("path", "pairs", "median", "best pair", "worst pair", "p99", "lost");
        report.matrices()
                .forEach(matrix -> addLine(
                        name(matrix),
                        Integer.toString(matrix.pairs().size()),
                        matrix.isLatency() ? micros(matrix.costNs()) : MatrixSummary.rate(1e9 / matrix.costNs()) + "/s",
                        MatrixSummary.best(matrix)
                                .map(pair -> MatrixSummary.figure(matrix, pair))
                                .orElse(""),
                        MatrixSummary.worst(matrix)
                                .map(pair -> MatrixSummary.figure(matrix, pair))
                                .orElse(""),
                        matrix.medianP99Ns().map(MatrixMarkdown::micros).orElse(""),
                        MatrixSummary.percent(matrix.lostShare())));
    }

    private void addWorst() {
        List<WorstPairs.Ranked> worst = WorstPairs.of(report, MOST_PAIRS);
        if (worst.isEmpty()) {
            return;
        }
        addTitle("Worst pairs");
        addHead("pair", "path", "figure", "to the median", "p99", "lost");
        worst.forEach(each -> addLine(
                each.pair().pair().toString(),
                name(each.matrix()),
                MatrixSummary.figure(each.matrix(), each.pair()),
                MatrixSummary.toMedian(each),
                each.pair().p99Ns().map(MatrixMarkdown::micros).orElse(""),
                MatrixSummary.percent(each.pair().lostShare())));
    }

    private void addDirections() {
        List<WorstPairs.Lopsided> directions = WorstPairs.directions(report, MOST_PAIRS);
        if (directions.isEmpty()) {
            return;
        }
        addTitle("Directions that differ beyond doubt");
        addHead("pair", "path", "there", "back", "ratio [95 %]");
        directions.forEach(each -> {
            Asymmetry asymmetry = each.asymmetry();
            addLine(
                    asymmetry.from() + " → " + asymmetry.to(),
                    name(each.matrix()),
                    micros(asymmetry.costNs()),
                    micros(asymmetry.backNs()),
                    asymmetry.ratio().map(Interval::toString).orElse(""));
        });
    }

    private void addMaps() {
        if (report.nodes().isEmpty() || report.nodes().size() > MOST_NODES) {
            return;
        }
        List<String> names = report.names();
        report.matrices().stream().filter(matrix -> !matrix.isWithinNodes()).forEach(matrix -> {
            HeatMap map = new HeatMap(report, matrix, Figure.MEDIAN);
            lines.add("");
            lines.add("<details><summary>" + html(name(matrix) + ": " + HeatMap.words(matrix, Figure.MEDIAN))
                    + "</summary>");
            addHead(Stream.concat(Stream.of("from \\ to"), names.stream()).toArray(String[]::new));
            names.forEach(from ->
                    addLine(Stream.concat(Stream.of(from), names.stream().map(to -> cell(map, from, to)))
                            .toArray(String[]::new)));
            lines.add("");
            lines.add("</details>");
        });
    }

    /** Bold from where a terminal shows the two warmest colours. */
    private static String cell(HeatMap map, String from, String to) {
        String text = map.text(from, to, 1);
        boolean isHot = map.heat(from, to)
                .filter(heat -> heat.compareTo(Heat.HIGH) >= 0)
                .isPresent();
        return isHot || text.equals(HeatMap.FAILED) ? "**" + text + "**" : text;
    }

    private void addFailures() {
        List<PairFailure> failures = report.failures();
        if (failures.isEmpty()) {
            return;
        }
        addList(
                "Failures",
                Stream.concat(
                        failures.stream().limit(MOST_FAILURES).map(MatrixSummary::words),
                        failures.size() > MOST_FAILURES
                                ? Stream.of(failures.size() - MOST_FAILURES + " more")
                                : Stream.empty()));
    }

    private void addMissing() {
        long more =
                report.missingCount() - Math.min(MOST_FAILURES, report.missing().size());
        if (report.missingCount() > 0) {
            addList(
                    MatrixSummary.missingBecause(report),
                    Stream.concat(
                            report.missing().stream().limit(MOST_FAILURES).map(MatrixSummary::words),
                            more > 0 ? Stream.of(more + " more") : Stream.empty()));
        }
    }

    private String name(Matrix matrix) {
        return matrix.path() + ", " + matrix.key().words(common);
    }

    private static String micros(double ns) {
        return MatrixSummary.micros(ns) + " µs";
    }

    private void addTitle(String title) {
        lines.add("");
        lines.add("### " + title);
    }

    private void addList(String title, Stream<String> sentences) {
        List<String> all = sentences.map(sentence -> "- " + text(sentence)).toList();
        if (!all.isEmpty()) {
            addTitle(title);
            lines.add("");
            lines.addAll(all);
        }
    }

    private void addHead(String... cells) {
        lines.add("");
        addLine(cells);
        lines.add("|" + "---|".repeat(cells.length));
    }

    private void addLine(String... cells) {
        lines.add(Stream.of(cells)
                .map(cell -> cell.startsWith("**") ? cell : text(cell))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String html(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What a node or a failure says is text, and no markup. */
    private static String text(String raw) {
        return raw.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
    }
}
