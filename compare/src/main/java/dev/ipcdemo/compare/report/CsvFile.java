package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.result.row.SocketOptions;
import dev.ipcdemo.compare.result.row.Versus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a report as CSV (RFC 4180), one line each; what a row does not have is empty. */
public final class CsvFile {

    private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]");
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r]");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private static final List<Column<Row>> COLUMNS = columns();

    /**
     * A column.
     *
     * @param name its head
     * @param field what stands in it
     * @param <P> what it is taken from: a row, or a part of one
     */
    private record Column<P>(String name, Function<P, Object> field) {

        /** The column of a whole that has this part. */
        <R> Column<R> in(Function<R, P> part) {
            return new Column<>(name, part.andThen(field));
        }
    }

    private CsvFile() {}

    /** A column for each dimension, and those of each part of a row. */
    private static List<Column<Row>> columns() {
        return Stream.of(
                        Cell.COLUMNS.stream().map(CsvFile::dimension),
                        places().map(column -> column.in(Row::setup)),
                        messages(),
                        latency().map(column -> column.in(Row::latency)),
                        rates(),
                        costs().map(column -> column.in(Row::costs)),
                        overRaw().map(column -> column.in(Row::intervals)),
                        socketOptions().map(column -> column.in(Row::setup)),
                        overA().map(column -> column.in(Row::intervals)))
                .flatMap(Function.identity())
                .toList();
    }

    private static Column<Row> dimension(Dimension<?> dimension) {
        return new Column<>(dimension.csvName(), row -> dimension.of(row.key()));
    }

    private static Stream<Column<Setup>> places() {
        return Stream.of(
                new Column<>("client_place", Setup::clientPlace), new Column<>("server_place", Setup::serverPlace));
    }

    private static Stream<Column<Row>> messages() {
        return Stream.of(
                new Column<>("good_rounds", Row::goodRounds),
                new Column<>("sent", row -> row.messages().sent()),
                new Column<>("received", row -> row.messages().received()),
                new Column<>("lost", row -> row.messages().lost()),
                new Column<>("duplicated", row -> row.messages().duplicated()),
                new Column<>("reordered", row -> row.messages().reordered()),
                new Column<>("corrupted", row -> row.messages().corrupted()));
    }

    private static Stream<Column<Latency>> latency() {
        return Stream.of(
                new Column<>("p50_ns", latency -> percentile(latency, "p50")),
                new Column<>("p90_ns", latency -> percentile(latency, "p90")),
                new Column<>("p99_ns", latency -> percentile(latency, "p99")),
                new Column<>("p99_9_ns", latency -> percentile(latency, "p99.9")),
                new Column<>("max_ns", latency -> percentile(latency, "max")));
    }

    /** Those of a row without figures are not zero, but unknown. */
    private static Stream<Column<Row>> rates() {
        return Stream.of(
                new Column<>(
                        "per_second",
                        row -> row.hasFigures() ? number(row.rates().perSecond()) : ""),
                new Column<>(
                        "client_received_per_second", row -> client(row.rates().receivedPerSecond())),
                new Column<>(
                        "server_received_per_second", row -> server(row.rates().receivedPerSecond())),
                new Column<>(
                        "bytes_per_second",
                        row -> row.hasFigures() ? number(row.rates().bytesPerSecond()) : ""),
                new Column<>("achieved_per_second", row -> optional(row.rates().achievedPerSecond())));
    }

    private static Stream<Column<Costs>> costs() {
        return Stream.of(
                new Column<>("client_cpu_ns", costs -> client(costs.cpuNsPerMessage())),
                new Column<>("server_cpu_ns", costs -> server(costs.cpuNsPerMessage())),
                new Column<>("client_allocated_bytes", costs -> client(costs.allocatedBytesPerMessage())),
                new Column<>("server_allocated_bytes", costs -> server(costs.allocatedBytesPerMessage())),
                new Column<>(
                        "heap_bytes_per_connection",
                        costs -> optional(costs.memoryPerConnection().map(MemoryPerConnection::heapBytes))),
                new Column<>(
                        "resident_bytes_per_connection",
                        costs -> optional(costs.memoryPerConnection().flatMap(MemoryPerConnection::residentBytes))),
                new Column<>(
                        "kernel_bytes_per_connection",
                        costs -> optional(costs.memoryPerConnection().flatMap(MemoryPerConnection::kernelBytes))));
    }

    private static Stream<Column<Intervals>> overRaw() {
        return ratio("over_raw", Intervals::overRaw);
    }

    private static Stream<Column<Setup>> socketOptions() {
        return Stream.of(
                new Column<>("client_socket_options", setup -> socketOptions(setup, SocketOptions::client)),
                new Column<>("server_socket_options", setup -> socketOptions(setup, SocketOptions::server)));
    }

    private static Stream<Column<Intervals>> overA() {
        Column<Intervals> effect = new Column<>(
                "versus_a",
                intervals -> intervals
                        .versusA()
                        .map(versus -> versus.effect().toString())
                        .orElse(""));
        return Stream.concat(
                Stream.of(effect),
                ratio("over_a", intervals -> intervals.versusA().flatMap(Versus::ratio)));
    }

    /** A ratio and its interval. */
    private static Stream<Column<Intervals>> ratio(String name, Function<Intervals, Optional<Interval>> interval) {
        return Stream.of(
                new Column<>(
                        name, intervals -> optional(interval.apply(intervals).map(Interval::ratio))),
                new Column<>(
                        name + "_low",
                        intervals -> optional(interval.apply(intervals).map(Interval::low))),
                new Column<>(
                        name + "_high",
                        intervals -> optional(interval.apply(intervals).map(Interval::high))));
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

    /** All that are known, such as {@code DSCP=46 TCP_CONGESTION=reno}. */
    private static String socketOptions(Setup setup, Function<SocketOptions, Map<String, String>> side) {
        return setup.socketOptions().map(side).orElse(Map.of()).entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String percentile(Latency latency, String name) {
        return latency.ns(name).map(Object::toString).orElse("");
    }

    private static String client(Optional<Sides> sides) {
        return optional(sides.map(Sides::client));
    }

    private static String server(Optional<Sides> sides) {
        return optional(sides.map(Sides::server));
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

    /** A spreadsheet takes a cell that begins so for a formula, and a formula can do much. A number does nothing. */
    private static String harmless(String field) {
        boolean isFormula =
                FORMULA.matcher(field).lookingAt() && !NUMBER.matcher(field).matches();
        return isFormula ? "'" + field : field;
    }
}
