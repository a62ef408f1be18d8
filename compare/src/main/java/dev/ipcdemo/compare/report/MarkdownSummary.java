package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.GateResult;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.statistics.Contrast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as Markdown, short enough for the summary of a job: what was decided first, the figures folded beneath it. */
public final class MarkdownSummary {

    private final List<String> lines = new ArrayList<>();

    private MarkdownSummary() {}

    /**
     * Writes a summary.
     *
     * @param report the report
     * @return Markdown
     */
    public static String write(Report report) {
        MarkdownSummary summary = new MarkdownSummary();
        summary.add(report);
        return String.join("\n", summary.lines) + "\n";
    }

    private void add(Report report) {
        lines.add("## ipc-demo compare");
        addGates(report.gates());
        addWays(report);
        report.changes().ifPresent(this::addChanges);
        addList("Verdict", report.verdict());
        addList("Before you believe it", report.warnings());
        addFigures(report);
        addList("What the sockets say of their options", report.effectiveSocketOptions());
        Environment on = report.environment();
        lines.add("");
        lines.add(text("Measured " + report.started() + " on " + on.kernel() + ", " + on.processors() + ", with "
                + on.jdk() + "."));
    }

    private void addGates(List<GateResult> gates) {
        if (gates.isEmpty()) {
            return;
        }
        addHead("condition", "row", "figure [95 %]", "result");
        for (GateResult gate : gates) {
            addLine(
                    gate.condition(),
                    gate.row().toString(),
                    GateLines.figure(gate).replaceFirst("^: ", ""),
                    gate.state() == GateResult.State.FAILED
                            ? "**failed**"
                            : gate.state().toString());
        }
    }

    private void addWays(Report report) {
        report.twoWays().ifPresent(two -> {
            lines.add("");
            lines.add(text("A: " + two.a().words() + " (" + two.a().jdk() + "). B: "
                    + two.b().words() + " (" + two.b().jdk() + ")."));
            addHead("row", "time for each message, B/A [95 %]", "B is");
            for (Row row : report.rows()) {
                row.intervals()
                        .versusA()
                        .ifPresent(versus -> addLine(
                                row.key().words(Cell.VARIANT),
                                versus.ratio()
                                        .map(Interval::toString)
                                        .orElseGet(() -> Contrast.obstacle(row).toString()),
                                versus.effect().toString()));
            }
        });
    }

    private void addChanges(Changes changes) {
        addHead("row", "time for each message, now / baseline [95 %]", "result");
        changes.withoutFigures().forEach(row -> addLine(row.toString(), "", "**no figures any more**"));
        for (Changes.Change change : changes.rows()) {
            addLine(
                    change.key().toString(),
                    change.ratio()
                            .map(Interval::toString)
                            .orElseGet(() ->
                                    change.obstacle().map(Obstacle::toString).orElse("")),
                    change.decision() == Decision.SLOWER
                            ? "**slower**"
                            : change.decision().toString());
        }
    }

    private void addList(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            lines.add("");
            lines.add("### " + title);
            lines.add("");
            sentences.forEach(
                    sentence -> lines.add((sentence.startsWith(" ") ? "  - " : "- ") + text(sentence.strip())));
        }
    }

    private void addFigures(Report report) {
        lines.add("");
        lines.add("<details><summary>Figures</summary>");
        Common.explanations(report).forEach(sentence -> {
            lines.add("");
            lines.add(text(sentence) + ".");
        });
        Map<Cell, List<Row>> groups = report.rows().stream()
                .collect(Collectors.groupingBy(row -> row.key().group(), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, rows) -> {
            lines.add("");
            lines.add("**" + text(group.words()) + "**");
            addHead("row", "p50", "p90", "p99", "messages/s", "lost", "rounds", "vs raw [95 %]");
            rows.forEach(row -> addLine(
                    row.key().name(),
                    micros(row, "p50"),
                    micros(row, "p90"),
                    micros(row, "p99"),
                    row.hasFigures() ? whole(row.rates().perSecond()) : "failed",
                    Long.toString(row.messages().lost()),
                    Long.toString(row.goodRounds()),
                    row.intervals().overRaw().map(Interval::toString).orElse("")));
            addDirections(rows);
            addMemory(rows);
        });
        lines.add("");
        lines.add("</details>");
    }

    private void addDirections(List<Row> rows) {
        List<Row> measured = rows.stream()
                .filter(row -> row.rates().receivedPerSecond().isPresent())
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        addHead("row", "messages/s to the server", "messages/s to the client");
        for (Row row : measured) {
            Sides each = row.rates().receivedPerSecond().orElseThrow();
            addLine(row.key().name(), whole(each.server()), whole(each.client()));
        }
    }

    private void addMemory(List<Row> rows) {
        List<Row> known = rows.stream()
                .filter(row -> row.costs().memoryPerConnection().isPresent())
                .toList();
        if (known.isEmpty()) {
            return;
        }
        addHead("a connection takes", "of the server's heap", "of its JVM's memory", "of the kernel's, for both ends");
        for (Row row : known) {
            MemoryPerConnection memory = row.costs().memoryPerConnection().orElseThrow();
            addLine(
                    row.key().name(),
                    whole(memory.heapBytes()) + " B",
                    memory.residentBytes().map(bytes -> whole(bytes) + " B").orElse(""),
                    memory.kernelBytes().map(bytes -> whole(bytes) + " B").orElse(""));
        }
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String micros(Row row, String percentile) {
        return row.latency()
                .ns(percentile)
                .map(ns -> String.format(Locale.ROOT, "%.1f µs", ns / 1e3))
                .orElse("");
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

    /** What a machine or a peer says of itself is text, and no markup. */
    private static String text(String raw) {
        return raw.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
    }
}
