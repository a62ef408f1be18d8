package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Key;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.Report.Sides;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a document as CSV (RFC 4180), one line each; what a row does not have is empty. */
public final class CsvFile {

    private static final List<String> COLUMNS = List.of(
            "pattern",
            "row",
            "scope",
            "message_bytes",
            "wait",
            "cpus",
            "rate_per_second",
            "clients",
            "client_place",
            "server_place",
            "good_rounds",
            "sent",
            "received",
            "lost",
            "duplicated",
            "reordered",
            "corrupted",
            "p50_ns",
            "p90_ns",
            "p99_ns",
            "p99_9_ns",
            "max_ns",
            "per_second",
            "bytes_per_second",
            "achieved_per_second",
            "client_cpu_ns",
            "server_cpu_ns",
            "client_allocated_bytes",
            "server_allocated_bytes",
            "over_raw",
            "over_raw_low",
            "over_raw_high");

    private CsvFile() {}

    /**
     * Writes the rows.
     *
     * @param document the report
     * @return a head and a line for each row
     */
    public static String write(Report document) {
        return Stream.concat(
                        Stream.of(String.join(",", COLUMNS)),
                        document.rows().stream().map(CsvFile::line))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String line(Row row) {
        Key key = row.key();
        Report.Messages messages = row.messages();
        boolean good = row.hasFigures();
        return Stream.of(
                        key.pattern(),
                        key.row(),
                        key.scope(),
                        key.messageBytes(),
                        key.waiting(),
                        key.cpus(),
                        key.ratePerSecond(),
                        key.clients(),
                        row.clientPlace(),
                        row.serverPlace(),
                        row.goodRounds(),
                        messages.sent(),
                        messages.received(),
                        messages.lost(),
                        messages.duplicated(),
                        messages.reordered(),
                        messages.corrupted(),
                        percentile(row, "p50"),
                        percentile(row, "p90"),
                        percentile(row, "p99"),
                        percentile(row, "p99.9"),
                        percentile(row, "max"),
                        good ? number(row.perSecond()) : "",
                        good ? number(row.bytesPerSecond()) : "",
                        row.achievedPerSecond().map(CsvFile::number).orElse(""),
                        side(row.cpuNsPerMessage().map(Sides::client)),
                        side(row.cpuNsPerMessage().map(Sides::server)),
                        side(row.allocatedBytesPerMessage().map(Sides::client)),
                        side(row.allocatedBytesPerMessage().map(Sides::server)),
                        side(row.overRaw().map(Interval::ratio)),
                        side(row.overRaw().map(Interval::low)),
                        side(row.overRaw().map(Interval::high)))
                .map(Object::toString)
                .map(CsvFile::quoted)
                .collect(Collectors.joining(","));
    }

    private static String percentile(Row row, String name) {
        return row.latencyNs().containsKey(name) ? row.latencyNs().get(name).toString() : "";
    }

    private static String side(Optional<Double> figure) {
        return figure.map(CsvFile::number).orElse("");
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, "%.4f", figure);
    }

    private static String quoted(String field) {
        return field.matches(".*[\",\\r\\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }
}
