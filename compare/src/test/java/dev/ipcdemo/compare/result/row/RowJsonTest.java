package dev.ipcdemo.compare.result.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.JsonDocument;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Readers of a report do not see the parts of a row. */
class RowJsonTest {

    private static final Place CPU = Place.pinnedTo(1);
    private static final Optional<Sides> BOTH = Optional.of(new Sides(2, 3));
    private static final Optional<Interval> RATIO = Optional.of(new Interval(1.25, 1.2, 1.3));

    private static final Row EVERYTHING = new Row(
            new Subject(Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS), "what tcp is", RowTraits.FLOOR),
            new Setup(
                    CPU,
                    CPU,
                    "SO_SNDBUF 1",
                    Optional.of("sendmmsg"),
                    Optional.of(new SocketOptions(Map.of("DSCP", "46"), Map.of("DSCP", "0")))),
            List.of(),
            new Messages(6, 5, 4, 3, 2, 1),
            new Latency(Map.of("p50", 9_000L), "HIST"),
            new Rates(1_000, 64_000, Optional.of(990.0), BOTH),
            new Costs(BOTH, BOTH, Optional.of(new MemoryPerConnection(1, Optional.of(2.0), Optional.of(3.0)))),
            new Intervals(
                    Map.of("p50", new RoundsMedian(9_000, 8_000, 10_000)),
                    Optional.of(Obstacle.DRIFT),
                    RATIO,
                    Optional.of(new Versus(Versus.Effect.SLOWER, RATIO, Optional.of(Obstacle.DRIFT)))));

    private static final Row LEAST = new Row(
            new Subject(EVERYTHING.key(), "", RowTraits.FLOOR),
            Setup.NONE,
            List.of(),
            new Messages(0, 0, 0, 0, 0, 0),
            new Latency(Map.of(), ""),
            Rates.NONE,
            Costs.UNKNOWN,
            Intervals.NONE);

    private static List<String> fields(Row row) throws IOException {
        List<String> names = new ArrayList<>();
        new ObjectMapper().readTree(JsonDocument.compact(row)).fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void fieldsOfAllPartsStandSideBySideInTheOrderTheyAlwaysHad() throws IOException {
        assertThat(fields(EVERYTHING))
                .containsExactly(
                        "key",
                        "description",
                        "clientPlace",
                        "serverPlace",
                        "buffers",
                        "rounds",
                        "messages",
                        "latencyNs",
                        "perSecond",
                        "bytesPerSecond",
                        "achievedPerSecond",
                        "cpuNsPerMessage",
                        "allocatedBytesPerMessage",
                        "overRaw",
                        "histogram",
                        "traits",
                        "versusA",
                        "medians",
                        "obstacle",
                        "calls",
                        "socketOptions",
                        "memoryPerConnection",
                        "receivedPerSecond");
    }

    @Test
    void whatIsAbsentIsNotWritten() throws IOException {
        assertThat(fields(LEAST))
                .containsExactly(
                        "key",
                        "description",
                        "clientPlace",
                        "serverPlace",
                        "buffers",
                        "rounds",
                        "messages",
                        "latencyNs",
                        "perSecond",
                        "bytesPerSecond",
                        "histogram",
                        "traits",
                        "medians");
    }

    @Test
    void aRowInAPageHasNoWhiteSpaceOfItsOwn() {
        assertThat(JsonDocument.compact(EVERYTHING))
                .contains("\"messages\":{\"sent\":6,\"received\":5,")
                .doesNotContain("\n");
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(readBack(EVERYTHING)).isEqualTo(EVERYTHING);
        assertThat(readBack(LEAST)).isEqualTo(LEAST);
    }

    private static Row readBack(Row row) throws IOException {
        String document = "{\"schema\":\"any\",\"row\":" + JsonDocument.compact(row) + "}";
        return JsonDocument.of("a test", document.getBytes(UTF_8))
                .as(OfOneRow.class, "any", new ObjectMapper().createObjectNode())
                .row();
    }

    /** A report that has a row, and nothing else. */
    private record OfOneRow(String schema, Row row) {}
}
