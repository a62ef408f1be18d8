package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.HistogramText;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** The latencies of a report as a log of HdrHistogram, for its tools: a line with a tag for each row. */
public final class HlogFile {

    private HlogFile() {}

    /**
     * Writes the latencies of all good rounds of each row. Values are nanoseconds, and the maximum of a line milliseconds.
     *
     * @param report the report; rows without latencies are left out
     * @return the log
     */
    public static String write(Report report) {
        long startMs = Instant.parse(report.started()).toEpochMilli();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(bytes);
        log.outputComment("[Latencies of ipc-demo compare, in nanoseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startMs);
        log.setBaseTime(startMs);
        log.outputLegend();
        report.rows().stream().filter(Row::isLatency).forEach(row -> log.outputIntervalHistogram(tagged(row, startMs)));
        log.close();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Histogram tagged(Row row, long startMs) {
        Histogram latenciesNs = HistogramText.decode(row.latency().histogram());
        latenciesNs.setTag(row.key().words().replace(", ", ";").replaceAll("[\\s,]", "_"));
        latenciesNs.setStartTimeStamp(startMs);
        latenciesNs.setEndTimeStamp(startMs + measuredMs(row));
        return latenciesNs;
    }

    private static long measuredMs(Row row) {
        return Math.round(row.rounds().stream()
                .filter(round -> round.failure().isEmpty())
                .mapToDouble(round -> 1e3 * round.messages() / round.perSecond())
                .sum());
    }
}
