package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.MemoryPerConnection;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.Report.Sides;
import dev.ipcdemo.compare.result.TwoWays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a report as CSV (RFC 4180), one line each; what a row does not have is empty. */
public final class CsvFile {

    private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]");
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r]");

    private static final List<Column> COLUMNS = columns();

    /**
     * A column.
     *
     * @param name its head
     * @param field what stands in it
     */
    private record Column(String name, Function<Row, Object> field) {}

    private CsvFile() {}

    /** A column for each dimension, and the figures. */
    private static List<Column> columns() {
        Stream<Column> dimensions =
                Cell.COLUMNS.stream().map(dimension -> new Column(dimension.csvName(), row -> dimension.of(row.key())));
        Stream<Column> figures = Stream.of(
                new Column("client_place", Row::clientPlace),
                new Column("server_place", Row::serverPlace),
                new Column("good_rounds", Row::goodRounds),
                new Column("sent", row -> row.messages().sent()),
                new Column("received", row -> row.messages().received()),
                new Column("lost", row -> row.messages().lost()),
                new Column("duplicated", row -> row.messages().duplicated()),
                new Column("reordered", row -> row.messages().reordered()),
                new Column("corrupted", row -> row.messages().corrupted()),
                new Column("p50_ns", row -> percentile(row, "p50")),
                new Column("p90_ns", row -> percentile(row, "p90")),
                new Column("p99_ns", row -> percentile(row, "p99")),
                new Column("p99_9_ns", row -> percentile(row, "p99.9")),
                new Column("max_ns", row -> percentile(row, "max")),
                new Column("per_second", row -> row.hasFigures() ? number(row.perSecond()) : ""),
                new Column(
                        "client_received_per_second",
                        row -> optional(row.receivedPerSecond().map(Sides::client))),
                new Column(
                        "server_received_per_second",
                        row -> optional(row.receivedPerSecond().map(Sides::server))),
                new Column("bytes_per_second", row -> row.hasFigures() ? number(row.bytesPerSecond()) : ""),
                new Column("achieved_per_second", row -> optional(row.achievedPerSecond())),
                new Column(
                        "client_cpu_ns", row -> optional(row.cpuNsPerMessage().map(Sides::client))),
                new Column(
                        "server_cpu_ns", row -> optional(row.cpuNsPerMessage().map(Sides::server))),
                new Column(
                        "client_allocated_bytes",
                        row -> optional(row.allocatedBytesPerMessage().map(Sides::client))),
                new Column(
                        "server_allocated_bytes",
                        row -> optional(row.allocatedBytesPerMessage().map(Sides::server))),
                new Column("heap_bytes_per_connection", row -> optional(memory(row, m -> Optional.of(m.heapBytes())))),
                new Column(
                        "resident_bytes_per_connection",
                        row -> optional(memory(row, MemoryPerConnection::residentBytes))),
                new Column(
                        "kernel_bytes_per_connection", row -> optional(memory(row, MemoryPerConnection::kernelBytes))),
                new Column("over_raw", row -> optional(row.overRaw().map(Interval::ratio))),
                new Column("over_raw_low", row -> optional(row.overRaw().map(Interval::low))),
                new Column("over_raw_high", row -> optional(row.overRaw().map(Interval::high))),
                new Column(
                        "versus_a",
                        row -> row.versusA()
                                .map(versus -> versus.effect().toString())
                                .orElse("")),
                new Column("over_a", row -> optional(overA(row).map(Interval::ratio))),
                new Column("over_a_low", row -> optional(overA(row).map(Interval::low))),
                new Column("over_a_high", row -> optional(overA(row).map(Interval::high))));
        return Stream.concat(dimensions, figures).toList();
    }

    /**
     * Writes the rows.
     *
     * @param report the report
     * @return a head and a line for each row
     */
    public static String write(Report report) {
        Stream<String> head = Stream.of(COLUMNS.stream().map(Column::name).collect(Collectors.joining(",")));
        return Stream.concat(head, report.rows().stream().map(CsvFile::line))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String line(Row row) {
        return COLUMNS.stream()
                .map(column -> quoted(column.field().apply(row).toString()))
                .collect(Collectors.joining(","));
    }

    private static Optional<Interval> overA(Row row) {
        return row.versusA().flatMap(TwoWays.Versus::ratio);
    }

    private static Optional<Double> memory(Row row, Function<MemoryPerConnection, Optional<Double>> figure) {
        return row.memoryPerConnection().flatMap(figure);
    }

    private static String percentile(Row row, String name) {
        return row.latencyNs().containsKey(name) ? row.latencyNs().get(name).toString() : "";
    }

    private static String optional(Optional<Double> figure) {
        return figure.map(CsvFile::number).orElse("");
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, "%.4f", figure);
    }

    private static String quoted(String field) {
        String cell = harmless(field);
        return QUOTED.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    /** A spreadsheet takes a cell that begins so for a formula, and a formula can do much. No figure of ours is negative. */
    private static String harmless(String field) {
        return FORMULA.matcher(field).lookingAt() ? "'" + field : field;
    }
}
