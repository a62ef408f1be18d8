package dev.ipcdemo.report;

import dev.ipcdemo.bench.Elsewhere;
import dev.ipcdemo.bench.Environment;
import dev.ipcdemo.report.Document.Key;
import dev.ipcdemo.report.Document.Row;
import dev.ipcdemo.report.Document.Sides;
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

/** A document for people, in at most 100 columns. */
public final class Table {

    static final int WIDTH = 100;

    private final PrintWriter out;

    /**
     * Prepares to print.
     *
     * @param out where to
     */
    public Table(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints all of it: what it was measured on, the figures, what could not be measured, the verdict.
     *
     * @param document the report
     */
    public void print(Document document) {
        printHead(document);
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : document.rows()) {
            groups.computeIfAbsent(row.key().group(), key -> new ArrayList<>()).add(row);
        }
        groups.forEach(this::printGroup);
        document.refused().forEach(refused -> wrap("Not measured: " + refused.what() + ": " + refused.reason(), "  "));
        if (!document.refused().isEmpty()) {
            out.println();
        }
        document.verdict().forEach(sentence -> wrap(sentence, sentence.startsWith(" ") ? "    " : "  "));
        out.flush();
    }

    private void printHead(Document document) {
        Environment on = document.environment();
        wrap("Measured " + document.started() + " on " + on.kernel() + ", " + on.cpus() + " × " + on.cpu(), "  ");
        wrap(
                "with " + on.jdk() + ", " + String.join(", ", on.libraries()) + ", java "
                        + String.join(" ", on.jvmOptions()),
                "  ");
        Map<String, List<String>> elsewhere = document.elsewhere().stream()
                .collect(Collectors.groupingBy(
                        Elsewhere::environment,
                        LinkedHashMap::new,
                        Collectors.mapping(other -> other.scope() + " on " + other.where(), Collectors.toList())));
        elsewhere.forEach((environment, places) -> wrap(String.join(", ", places) + ": " + environment, "  "));
        Document.Shared settings = document.settings();
        wrap(
                settings.rounds() + " rounds, " + settings.threads() + " threads, TCP_NODELAY "
                        + (settings.noDelay() ? "on" : "off")
                        + (settings.stallMillis() > 0
                                ? ", and a server that pauses " + settings.stallMillis() + " ms once a second"
                                : ""),
                "  ");
        Map<String, List<String>> buffers = document.rows().stream()
                .filter(row -> !row.buffers().isEmpty())
                .collect(Collectors.groupingBy(
                        Row::buffers,
                        LinkedHashMap::new,
                        Collectors.mapping(row -> row.key().row(), Collectors.toList())));
        buffers.forEach((sizes, rows) ->
                wrap(sizes + " bytes: " + rows.stream().distinct().collect(Collectors.joining(", ")), "  "));
        out.println();
    }

    private void printGroup(Key group, List<Row> rows) {
        Set<String> places = rows.stream()
                .filter(Row::hasFigures)
                .map(row -> "client " + row.clientPlace() + ", server " + row.serverPlace())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        wrap(Verdict.words(group) + " (" + String.join("; ", places) + ")", "  ");
        boolean latencies = rows.stream().anyMatch(Row::isLatency);
        out.println(latencies ? latencyHead() : rateHead());
        for (Row row : rows) {
            out.println(line(row, latencies));
        }
        rows.forEach(this::printNotes);
        out.println();
    }

    private static String latencyHead() {
        return String.format(
                Locale.ROOT,
                "%-14s %7s %7s %7s %7s %7s %9s %7s %7s %19s",
                "row",
                "p50 µs",
                "p90",
                "p99",
                "p99.9",
                "max",
                "cpu µs",
                "alloc B",
                "n",
                "to raw [95 %]");
    }

    private static String rateHead() {
        return String.format(
                Locale.ROOT,
                "%-14s %11s %9s %10s %8s %9s %7s %22s",
                "row",
                "messages/s",
                "MB/s",
                "received",
                "lost",
                "cpu µs",
                "alloc B",
                "to raw [95 %]");
    }

    private static String line(Row row, boolean latencies) {
        if (!row.hasFigures()) {
            return String.format(Locale.ROOT, "%-14s failed", row.key().row());
        }
        String cpu = sides(row.cpuNsPerMessage(), 1e3, "%.1f+%.1f");
        String allocated = sides(row.allocatedBytesPerMessage(), 1, "%.0f+%.0f");
        String overRaw = row.overRaw().map(Interval::toString).orElse("");
        if (!latencies) {
            return String.format(
                            Locale.ROOT,
                            "%-14s %11.0f %9.1f %10d %8d %9s %7s %22s",
                            row.key().row(),
                            row.perSecond(),
                            row.bytesPerSecond() / 1e6,
                            row.messages().received(),
                            row.messages().lost(),
                            cpu,
                            allocated,
                            overRaw)
                    .stripTrailing();
        }
        return String.format(
                        Locale.ROOT,
                        "%-14s %7s %7s %7s %7s %7s %9s %7s %7d %19s",
                        row.key().row(),
                        micros(row, "p50"),
                        micros(row, "p90"),
                        micros(row, "p99"),
                        micros(row, "p99.9"),
                        micros(row, "max"),
                        cpu,
                        allocated,
                        row.messages().received(),
                        overRaw)
                .stripTrailing();
    }

    private static String sides(Optional<Sides> sides, double unit, String format) {
        return sides.map(each -> String.format(Locale.ROOT, format, each.client() / unit, each.server() / unit))
                .orElse("-");
    }

    private static String micros(Row row, String percentile) {
        Long ns = row.latencyNs().get(percentile);
        if (ns == null) {
            return "-";
        }
        double micros = ns / 1e3;
        return String.format(Locale.ROOT, micros < 1_000 ? "%.1f" : "%.0f", micros);
    }

    private void printNotes(Row row) {
        Document.Messages messages = row.messages();
        List<String> notes = new ArrayList<>();
        if (row.isLatency() && messages.lost() > 0) {
            notes.add(messages.lost() + " of " + messages.sent() + " messages lost");
        }
        if (messages.duplicated() + messages.reordered() + messages.corrupted() > 0) {
            notes.add(messages.duplicated() + " doubled, " + messages.reordered() + " reordered, "
                    + messages.corrupted() + " corrupted");
        }
        row.achievedPerSecond().ifPresent(achieved -> {
            if (achieved < row.key().ratePerSecond() * 0.99) {
                notes.add(String.format(
                        Locale.ROOT, "%d/s offered, %.0f/s achieved", row.key().ratePerSecond(), achieved));
            }
        });
        if (!notes.isEmpty()) {
            wrap("  " + row.key().row() + ": " + String.join("; ", notes), "    ");
        }
    }

    /** Prints a text in lines that are not too long. */
    private void wrap(String text, String indent) {
        String rest = text;
        String before = "";
        while (before.length() + rest.length() > WIDTH) {
            int space = rest.lastIndexOf(' ', WIDTH - before.length());
            if (space <= 0) {
                break;
            }
            out.println(before + rest.substring(0, space));
            rest = rest.substring(space + 1);
            before = indent;
        }
        out.println(before + rest);
    }
}
