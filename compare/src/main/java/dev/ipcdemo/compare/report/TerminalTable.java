package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Sides;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All of a report for people; what does not fit the width is left out of its tables. */
public final class TerminalTable {

    private static final int BAR_WIDTH = 7;

    private final PrintWriter out;
    private final int width;
    private final Bars bars;

    /**
     * Prepares to print.
     *
     * @param out where to
     * @param width how many characters a line may have
     * @param bars which the terminal can show
     */
    public TerminalTable(PrintWriter out, int width, Bars bars) {
        this.out = out;
        this.width = width;
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
                            two -> TwoWaysTable.print(report, two, Integer.MAX_VALUE, out, width),
                            () -> report.rows().stream()
                                    .collect(Collectors.groupingBy(
                                            row -> row.key().group(), LinkedHashMap::new, Collectors.toList()))
                                    .forEach(this::printGroup));
        } else {
            HighestRatesTable.print(report, out, width);
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
        wrap("Measured " + report.started() + " on " + on.kernel() + ", " + on.processors(), "  ");
        wrap(
                "with " + on.jdk() + ", " + String.join(", ", on.libraries()) + ", java "
                        + String.join(" ", on.jvmOptions()),
                "  ");
        Map<String, List<String>> elsewhere = report.elsewhere().stream()
                .collect(Collectors.groupingBy(
                        Elsewhere::environment,
                        LinkedHashMap::new,
                        Collectors.mapping(other -> other.scope() + " on " + other.place(), Collectors.toList())));
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
                .filter(row -> !row.setup().buffers().isEmpty())
                .collect(Collectors.groupingBy(
                        row -> row.setup().buffers(),
                        LinkedHashMap::new,
                        Collectors.mapping(row -> nameWithBuffers(row, report.rows()), Collectors.toList())));
        buffers.forEach((sizes, rows) ->
                wrap(sizes + " bytes: " + rows.stream().distinct().collect(Collectors.joining(", ")), "  "));
        report.effectiveSocketOptions().forEach(line -> wrap("socket options in effect: " + line, "  "));
        Common.explanations(report).forEach(line -> wrap(line, "  "));
        Map<String, List<String>> calls = new LinkedHashMap<>();
        report.rows()
                .forEach(row -> row.setup()
                        .calls()
                        .ifPresent(names -> calls.computeIfAbsent(names, unused -> new ArrayList<>())
                                .add(row.key().name())));
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
                .filter(other -> other.key().name().equals(row.key().name()))
                .allMatch(other -> other.setup().buffers().isEmpty()
                        || other.setup().buffers().equals(row.setup().buffers()));
        return row.key().name() + (isSameEverywhere ? "" : " " + row.key().scope());
    }

    private void printGroup(Cell group, List<Row> rows) {
        Set<String> places = rows.stream()
                .filter(Row::hasFigures)
                .map(row -> "client " + row.setup().clientPlace() + ", server "
                        + row.setup().serverPlace())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        wrap(group.words() + (places.isEmpty() ? "" : " (" + String.join("; ", places) + ")"), "  ");
        (group.pattern().countsAtServer() ? rates(rows) : latencies(rows))
                .lines(width)
                .forEach(out::println);
        rows.forEach(this::printNotes);
        out.println();
    }

    private Columns latencies(List<Row> rows) {
        return new Columns()
                .text("row", cells(rows, row -> row.key().name()), 15, Columns.ALWAYS)
                .numbers("p50 µs", cells(rows, row -> ifMeasured(row, Figures.micros(row, "p50"))), 7, Columns.ALWAYS)
                .text("", bars(rows, row -> row.latency().ns("p50").orElse(0L)), 8, 5)
                .numbers("p90", cells(rows, row -> Figures.micros(row, "p90")), 7, 7)
                .numbers("p99", cells(rows, row -> Figures.micros(row, "p99")), 7, Columns.ALWAYS)
                .numbers("p99.9", cells(rows, row -> Figures.micros(row, "p99.9")), 7, 6)
                .numbers("max", cells(rows, row -> Figures.micros(row, "max")), 6, 1)
                .numbers("cpu µs", cells(rows, TerminalTable::cpu), 10, 4)
                .numbers("alloc B", cells(rows, TerminalTable::allocated), 8, 2)
                .numbers("n", cells(rows, row -> Figures.count(row.messages().received())), 7, 3)
                .numbers("vs raw [95 %]", cells(rows, TerminalTable::overRaw), 19, 8);
    }

    private Columns rates(List<Row> rows) {
        return new Columns()
                .text("row", cells(rows, row -> row.key().name()), 15, Columns.ALWAYS)
                .numbers(
                        "messages/s",
                        cells(
                                rows,
                                row -> ifMeasured(
                                        row, Figures.number(row.rates().perSecond(), 0))),
                        11,
                        Columns.ALWAYS)
                .text("", bars(rows, row -> row.rates().perSecond()), 8, 5)
                .numbers(
                        "MB/s",
                        cells(rows, row -> Figures.number(row.rates().bytesPerSecond() / 1e6, 1)),
                        10,
                        Columns.ALWAYS)
                .numbers(
                        "received",
                        cells(rows, row -> Figures.count(row.messages().received())),
                        11,
                        3)
                .numbers("lost", cells(rows, row -> Figures.count(row.messages().lost())), 9, 6)
                .numbers("cpu µs", cells(rows, TerminalTable::cpu), 10, 4)
                .numbers("alloc B", cells(rows, TerminalTable::allocated), 8, 2)
                .numbers("vs raw [95 %]", cells(rows, TerminalTable::overRaw), 19, 8);
    }

    private static List<String> cells(List<Row> rows, Function<Row, String> cell) {
        return rows.stream().map(cell).toList();
    }

    /** Each as long as the figure beside it. */
    private List<String> bars(List<Row> rows, ToDoubleFunction<Row> figure) {
        double most =
                rows.stream().filter(Row::hasFigures).mapToDouble(figure).max().orElse(0);
        return cells(rows, row -> bars.draw(row.hasFigures() ? figure.applyAsDouble(row) / most : 0, BAR_WIDTH));
    }

    private static String ifMeasured(Row row, String figure) {
        return row.hasFigures() ? figure : "failed";
    }

    private static String cpu(Row row) {
        return sides(row.costs().cpuNsPerMessage(), 1e3, 1);
    }

    private static String allocated(Row row) {
        return sides(row.costs().allocatedBytesPerMessage(), 1, 0);
    }

    private static String overRaw(Row row) {
        return row.intervals().overRaw().map(Interval::toString).orElse("");
    }

    private static String sides(Optional<Sides> sides, double unit, int digits) {
        return sides.map(each -> Figures.number(each.client() / unit, digits) + "+"
                        + Figures.number(each.server() / unit, digits))
                .orElse(Figures.NONE);
    }

    private void printNotes(Row row) {
        Messages messages = row.messages();
        List<String> notes = new ArrayList<>();
        if (row.isLatency() && messages.lost() > 0) {
            notes.add(messages.lost() + " of " + messages.sent() + " messages lost");
        }
        if (messages.duplicated() + messages.reordered() + messages.corrupted() > 0) {
            notes.add(messages.duplicated() + " duplicated, " + messages.reordered() + " reordered, "
                    + messages.corrupted() + " corrupted");
        }
        row.rates().achievedPerSecond().ifPresent(achieved -> {
            if (achieved < row.key().ratePerSecond() * 0.99) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d/s offered, %,.0f/s achieved",
                        row.key().ratePerSecond(),
                        achieved));
            }
        });
        row.rates()
                .receivedPerSecond()
                .ifPresent(each -> notes.add(Figures.number(each.server(), 0) + "/s to the server and "
                        + Figures.number(each.client(), 0) + "/s to the client"));
        row.costs().memoryPerConnection().ifPresent(memory -> notes.add(inWords(memory)));
        if (!notes.isEmpty()) {
            wrap("  " + row.key().name() + ": " + String.join("; ", notes), "    ");
        }
    }

    private static String inWords(MemoryPerConnection memory) {
        return "a connection takes " + Figures.number(memory.heapBytes(), 0) + " B of the server's heap"
                + memory.residentBytes()
                        .map(bytes -> ", " + Figures.number(bytes, 0) + " B of its JVM's memory")
                        .orElse("")
                + memory.kernelBytes()
                        .map(bytes -> ", and " + Figures.number(bytes, 0) + " B of the kernel's for both ends")
                        .orElse("");
    }

    private void wrap(String text, String indent) {
        WordWrap.wrap(text, width, indent).forEach(out::println);
    }
}
