package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.Report.Sides;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A report for people, in at most 100 columns. */
public final class TerminalTable {

    static final int WIDTH = 100;

    private static final int BAR_WIDTH = 7;

    /** The columns from the left: their heads, and where each ends. */
    private static final String[] LATENCY_HEADS = {
        "row", "p50 µs", "", "p90", "p99", "p99.9", "max", "cpu µs", "alloc B", "n", "vs raw [95 %]"
    };

    private static final int[] LATENCY_ENDS = {14, 20, 28, 35, 42, 49, 55, 65, 73, 80, WIDTH};

    private static final String[] RATE_HEADS = {
        "row", "messages/s", "", "MB/s", "received", "lost", "cpu µs", "alloc B", "vs raw [95 %]"
    };

    private static final int[] RATE_ENDS = {14, 25, 33, 43, 54, 63, 73, 81, WIDTH};

    private final PrintWriter out;
    private final Bars bars;

    /**
     * Prepares to print.
     *
     * @param out where to
     * @param bars which the terminal can show
     */
    public TerminalTable(PrintWriter out, Bars bars) {
        this.out = out;
        this.bars = bars;
    }

    /**
     * Prints all of it: what it was measured on, the figures, what could not be measured, the verdict, and what makes all
     * that doubtful.
     *
     * @param report the report
     */
    public void print(Report report) {
        printHead(report);
        if (report.highestRates().isEmpty()) {
            report.twoWays()
                    .ifPresentOrElse(
                            two -> TwoWaysTable.print(report, two, out),
                            () -> report.rows().stream()
                                    .collect(Collectors.groupingBy(
                                            row -> row.key().group(), LinkedHashMap::new, Collectors.toList()))
                                    .forEach(this::printGroup));
        } else {
            HighestRatesTable.print(report, out);
        }
        report.refused().forEach(refused -> wrap("Not measured: " + refused.what() + ": " + refused.reason(), "  "));
        if (!report.refused().isEmpty()) {
            out.println();
        }
        List<String> verdict =
                report.twoWays().isPresent() || !report.highestRates().isEmpty()
                        ? List.of()
                        : report.verdict(); // the table of two says it
        verdict.forEach(sentence -> wrap(sentence, sentence.startsWith(" ") ? "    " : "  "));
        if (!report.gates().isEmpty()) {
            out.println();
            out.println("Conditions, all judged together:");
            GateLines.of(report.gates()).forEach(line -> wrap(line, "  "));
        }
        if (!report.warnings().isEmpty()) {
            out.println();
            out.println("Before you believe it:");
            report.warnings().forEach(warning -> wrap("! " + warning, "  "));
        }
        out.flush();
    }

    private void printHead(Report report) {
        Environment on = report.environment();
        wrap("Measured " + report.started() + " on " + on.kernel() + ", " + on.cpus() + " × " + on.cpu(), "  ");
        wrap(
                "with " + on.jdk() + ", " + String.join(", ", on.libraries()) + ", java "
                        + String.join(" ", on.jvmOptions()),
                "  ");
        Map<String, List<String>> elsewhere = report.elsewhere().stream()
                .collect(Collectors.groupingBy(
                        Elsewhere::environment,
                        LinkedHashMap::new,
                        Collectors.mapping(other -> other.scope() + " on " + other.where(), Collectors.toList())));
        elsewhere.forEach((environment, places) -> wrap(String.join(", ", places) + ": " + environment, "  "));
        Report.Shared settings = report.settings();
        wrap(
                rounds(settings) + ", " + settings.threads() + " threads, TCP_NODELAY "
                        + (settings.noDelay() ? "on" : "off")
                        + (settings.stallMillis() > 0
                                ? ", server pausing for " + settings.stallMillis() + " ms once a second"
                                : ""),
                "  ");
        Map<String, List<String>> buffers = report.rows().stream()
                .filter(row -> !row.buffers().isEmpty())
                .collect(Collectors.groupingBy(
                        Row::buffers,
                        LinkedHashMap::new,
                        Collectors.mapping(row -> nameWithBuffers(row, report.rows()), Collectors.toList())));
        buffers.forEach((sizes, rows) ->
                wrap(sizes + " bytes: " + rows.stream().distinct().collect(Collectors.joining(", ")), "  "));
        Map<String, List<String>> calls = new LinkedHashMap<>();
        report.rows()
                .forEach(row -> row.calls()
                        .ifPresent(names -> calls.computeIfAbsent(names, unused -> new ArrayList<>())
                                .add(row.key().row())));
        calls.forEach((names, rows) ->
                wrap(names + ": batches of " + rows.stream().distinct().collect(Collectors.joining(", ")), "  "));
        out.println();
    }

    private static String rounds(Report.Shared settings) {
        return settings.rounds() + " rounds"
                + (settings.mostRounds() > settings.rounds()
                        ? ", up to " + settings.mostRounds() + " of what was not clear"
                        : "");
    }

    /** The row, and its scope if the system gives other buffers elsewhere: TCP's depend on what the route carries. */
    private static String nameWithBuffers(Row row, List<Row> rows) {
        boolean isSameEverywhere = rows.stream()
                .filter(other -> other.key().row().equals(row.key().row()))
                .allMatch(other -> other.buffers().isEmpty() || other.buffers().equals(row.buffers()));
        return row.key().row() + (isSameEverywhere ? "" : " " + row.key().scope());
    }

    private void printGroup(Cell group, List<Row> rows) {
        Set<String> places = rows.stream()
                .filter(Row::hasFigures)
                .map(row -> "client " + row.clientPlace() + ", server " + row.serverPlace())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        wrap(group.words() + " (" + String.join("; ", places) + ")", "  ");
        boolean latencies = rows.stream().anyMatch(Row::isLatency);
        out.println(latencies ? aligned(LATENCY_ENDS, LATENCY_HEADS) : aligned(RATE_ENDS, RATE_HEADS));
        double longest =
                rows.stream().mapToDouble(row -> length(row, latencies)).max().orElse(0);
        for (Row row : rows) {
            out.println(line(row, latencies, longest));
        }
        rows.forEach(this::printNotes);
        out.println();
    }

    private String line(Row row, boolean latencies, double longest) {
        if (!row.hasFigures()) {
            return String.format(Locale.ROOT, "%-14s failed", row.key().row());
        }
        String bar = bars.draw(length(row, latencies) / longest, BAR_WIDTH);
        String cpu = sides(row.cpuNsPerMessage(), 1e3, 1);
        String allocated = sides(row.allocatedBytesPerMessage(), 1, 0);
        String overRaw = row.overRaw().map(Interval::toString).orElse("");
        return latencies
                ? aligned(
                        LATENCY_ENDS,
                        row.key().row(),
                        micros(row, "p50"),
                        bar,
                        micros(row, "p90"),
                        micros(row, "p99"),
                        micros(row, "p99.9"),
                        micros(row, "max"),
                        cpu,
                        allocated,
                        count(row.messages().received()),
                        overRaw)
                : aligned(
                        RATE_ENDS,
                        row.key().row(),
                        figure(row.perSecond(), 0),
                        bar,
                        figure(row.bytesPerSecond() / 1e6, 1),
                        count(row.messages().received()),
                        count(row.messages().lost()),
                        cpu,
                        allocated,
                        overRaw);
    }

    /** What a row's bar shows: the figure beside it. */
    private static double length(Row row, boolean latencies) {
        return !row.hasFigures() ? 0 : latencies ? row.latencyNs().getOrDefault("p50", 0L) : row.perSecond();
    }

    /** Cells that end at given columns, but for the first, which begins the line; a long one takes the next one's space. */
    private static String aligned(int[] ends, String... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + ends[0] + "s", cells[0]));
        for (int i = 1; i < cells.length; i++) {
            line.append(" ".repeat(Math.max(1, ends[i] - line.length() - cells[i].length())))
                    .append(cells[i]);
        }
        return line.toString().stripTrailing();
    }

    private static String sides(Optional<Sides> sides, double unit, int digits) {
        return sides.map(each -> figure(each.client() / unit, digits) + "+" + figure(each.server() / unit, digits))
                .orElse("-");
    }

    private static String micros(Row row, String percentile) {
        Long ns = row.latencyNs().get(percentile);
        return ns == null ? "-" : ns < 999_999_500L ? figure(ns / 1e3, 1) : figure(ns / 1e9, 2) + "s";
    }

    /** Large figures without digits that mean nothing. */
    private static String figure(double figure, int digits) {
        return String.format(Locale.ROOT, "%." + (figure < 1_000 ? digits : 0) + "f", figure);
    }

    private static String count(long count) {
        return count < 1_000_000 ? Long.toString(count) : figure(count / 1e6, 1) + "M";
    }

    private void printNotes(Row row) {
        Report.Messages messages = row.messages();
        List<String> notes = new ArrayList<>();
        if (row.isLatency() && messages.lost() > 0) {
            notes.add(messages.lost() + " of " + messages.sent() + " messages lost");
        }
        if (messages.duplicated() + messages.reordered() + messages.corrupted() > 0) {
            notes.add(messages.duplicated() + " duplicated, " + messages.reordered() + " reordered, "
                    + messages.corrupted() + " corrupted");
        }
        row.achievedPerSecond().ifPresent(achieved -> {
            if (achieved < row.key().ratePerSecond() * 0.99) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d/s offered, %,.0f/s achieved",
                        row.key().ratePerSecond(),
                        achieved));
            }
        });
        if (!notes.isEmpty()) {
            wrap("  " + row.key().row() + ": " + String.join("; ", notes), "    ");
        }
    }

    private void wrap(String text, String indent) {
        WordWrap.wrap(text, WIDTH, indent).forEach(out::println);
    }
}
