package dev.ipcdemo.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Shared;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.RowTraits.Alternative;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.SocketOptions;
import dev.ipcdemo.compare.statistics.Analysis;
import dev.ipcdemo.compare.statistics.Baseline;
import dev.ipcdemo.compare.statistics.Contrast;
import dev.ipcdemo.compare.statistics.Gates;
import dev.ipcdemo.compare.statistics.HighestRates;
import dev.ipcdemo.compare.statistics.RowCatalog;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From samples that are made up to what a reader gets. */
@Tag("once")
class ReportTest {

    private static final Environment ENVIRONMENT = new Environment(
            "Linux 6",
            "a CPU",
            2,
            "a JDK 17",
            List.of("junixsocket 2.11.1"),
            List.of("-Xint"),
            0.1,
            Optional.empty(),
            Optional.empty());

    @TempDir
    private Path directory;

    private static final RowCatalog CATALOG = new RowCatalog() {
        @Override
        public String description(String row) {
            return "what " + row + " is";
        }

        @Override
        public RowTraits traits(String row) {
            return TRAITS.get(row);
        }
    };

    private static final Map<String, RowTraits> TRAITS = Map.ofEntries(
            socket("tcp"),
            bare("tcp"),
            socket("tcp6"),
            socket("udp"),
            socket("unix", new Alternative("tcp", Optional.of("both ends share a kernel"))),
            bare("unix"),
            socket("unixpacket"),
            bare("unixpacket"),
            Map.entry("netty", new RowTraits(Optional.empty(), Optional.empty(), List.of(), false, Optional.of("tcp"))),
            Map.entry("pipe", RowTraits.FLOOR),
            Map.entry("shm", new RowTraits(Optional.empty(), Optional.empty(), List.of(), true)));

    private static Map.Entry<String, RowTraits> socket(String row, Alternative... insteadOf) {
        String transport = row.replace("6", "");
        return Map.entry(row, new RowTraits(Optional.of(transport), Optional.empty(), List.of(insteadOf), false));
    }

    private static Map.Entry<String, RowTraits> bare(String row) {
        return Map.entry("raw:" + row, new RowTraits(Optional.of(row), Optional.of(row), List.of(), false));
    }

    static Cell cell(String row) {
        return Cell.of(Pattern.ROUND_TRIP, row, Scope.IN_PROCESS);
    }

    /** Latencies around a median, a little different in each round; a thousand messages. */
    static Sample sample(Cell cell, int round, long medianNs, Optional<String> failure) {
        Histogram latenciesNs = new Histogram(60_000_000_000L, 3);
        long slower = medianNs * (round % 3) / 100;
        for (int i = 0; i < 1_000; i++) {
            latenciesNs.recordValue(medianNs + slower + i - 500);
        }
        return new Sample(
                cell,
                round,
                setup(cell),
                latenciesNs,
                new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0),
                Rates.of(1e9 / medianNs, cell.messageBytes()),
                ResourceUse.of(new Usage(5_000_000, 120), new Usage(4_000_000, 0)),
                failure);
    }

    private static Setup setup(Cell cell) {
        int sendBytes = cell.scope() == Scope.IN_PROCESS || !cell.row().equals("tcp") ? 1 : 3;
        return new Setup(
                Place.pinnedTo(1),
                Place.pinnedTo(1),
                "SO_SNDBUF " + sendBytes + ", SO_RCVBUF 2",
                Optional.of("sendmmsg, recvmmsg").filter(calls -> cell.batch() > 1),
                Optional.empty());
    }

    private static Setup withOptions(Setup setup, SocketOptions options) {
        return new Setup(
                setup.clientPlace(), setup.serverPlace(), setup.buffers(), setup.calls(), Optional.of(options));
    }

    @Test
    void buffersThatDependOnTheScopeNameIt() {
        List<Cell> cells = Stream.of("tcp", "unix")
                .flatMap(row -> Stream.of(Scope.IN_PROCESS, Scope.INTER_PROCESS)
                        .map(scope -> Cell.of(Pattern.ROUND_TRIP, row, scope)))
                .toList();
        List<Sample> samples = cells.stream()
                .map(cell -> sample(cell, 0, 9_000, Optional.empty()))
                .toList();
        assertThat(table(document(cells, samples), Bars.ASCII))
                .contains(
                        "SO_SNDBUF 1, SO_RCVBUF 2 bytes: tcp in-process, unix",
                        "SO_SNDBUF 3, SO_RCVBUF 2 bytes: tcp inter-process");
    }

    @Test
    void whatSocketsSayOfTheirOptionsStandsInEveryFormOfAReport() throws IOException {
        Settings reno = Settings.DEFAULT.withSocketOptions(
                Options.DEFAULT.with(Options.CONGESTION, "reno").with(Options.DSCP, 46));
        List<Cell> cells = List.of(cell("tcp"), cell("udp"), cell("unix"));
        List<Sample> samples = List.of(
                withOptions(
                        sample(cells.get(0), 0, 9_000, Optional.empty()),
                        Map.of("TCP_CONGESTION", "reno", "DSCP", "46", "SO_REUSEPORT", "false"),
                        Map.of("TCP_CONGESTION", "bbr", "DSCP", "46", "SO_REUSEPORT", "false")),
                withOptions(sample(cells.get(1), 0, 9_000, Optional.empty()), Map.of("DSCP", "46"), Map.of()),
                sample(cells.get(2), 0, 9_000, Optional.empty()));
        Report report = document(cells, samples, reno);

        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("options.json"), json)))
                .isEqualTo(report);
        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(tree.at("/settings/socketOptions/congestion").asText()).isEqualTo("reno");
        assertThat(tree.at("/rows/0/socketOptions/server/TCP_CONGESTION").asText())
                .isEqualTo("bbr");
        assertThat(tree.at("/rows/2/socketOptions").isMissingNode()).isTrue();
        assertThat(table(report, Bars.ASCII))
                .contains(
                        "socket options in effect: DSCP 46, TCP_CONGESTION reno (server: bbr): tcp",
                        "socket options in effect: DSCP 46 (server: unknown): udp")
                .doesNotContain("SO_REUSEPORT");
        assertThat(MarkdownSummary.write(report))
                .contains(
                        "- DSCP 46, TCP\\_CONGESTION reno (server: bbr): tcp\n", "- DSCP 46 (server: unknown): udp\n");
        assertThat(CsvFile.write(report))
                .contains(
                        ",client_socket_options,server_socket_options,",
                        ",DSCP=46 SO_REUSEPORT=false TCP_CONGESTION=reno,DSCP=46 SO_REUSEPORT=false TCP_CONGESTION=bbr,");
    }

    private static Sample withOptions(Sample sample, Map<String, String> client, Map<String, String> server) {
        return new Sample(
                sample.cell(),
                sample.round(),
                withOptions(sample.setup(), new SocketOptions(client, server)),
                sample.latenciesNs(),
                sample.counts(),
                sample.rates(),
                sample.use(),
                sample.failure());
    }

    static Report document(int rounds, Map<String, Long> mediansNs) {
        List<Cell> cells =
                mediansNs.keySet().stream().sorted().map(ReportTest::cell).toList();
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Cell cell : cells) {
                samples.add(sample(cell, round, mediansNs.get(cell.row()), Optional.empty()));
            }
        }
        return document(cells, samples);
    }

    static Report document(List<Cell> cells, List<Sample> samples) {
        return document(cells, samples, Settings.DEFAULT);
    }

    private static Report document(List<Cell> cells, List<Sample> samples, Settings settings) {
        Schedule plan = new Schedule(
                cells, List.of(new Schedule.Refusal(cell("pipe"), "a pipe has two ends")), settings, Budget.QUICK);
        return Analysis.analyse(plan, samples, CATALOG, ENVIRONMENT, List.of(), Instant.EPOCH, true);
    }

    private static final Map<String, Long> USUAL =
            Map.of("tcp", 15_000L, "raw:tcp", 15_000L, "udp", 12_000L, "unix", 9_000L, "raw:unix", 8_000L, "shm", 500L);

    private static List<Error> violations(String json) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonFile.schema(), InputFormat.JSON);
        return schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    @Test
    void jsonIsValidUnderItsSchema() {
        assertThat(violations(JsonFile.write(document(5, USUAL)))).isEmpty();
    }

    @Test
    void jsonOfFrameworksIsValidToo() {
        Report document = document(15, Map.of("tcp", 15_000L, "unix", 9_000L, "netty", 20_000L));
        assertThat(document.tested())
                .extracting(tested -> tested.family().toString())
                .containsExactlyInAnyOrder("sockets", "beneath", "frameworks");
        assertThat(violations(JsonFile.write(document))).isEmpty();
    }

    @Test
    void jsonOfFailuresIsValidToo() {
        Cell tcp = cell("tcp");
        Report document = document(List.of(tcp), List.of(sample(tcp, 0, 9_000, Optional.of("it broke"))));
        assertThat(violations(JsonFile.write(document))).isEmpty();
        assertThat(document.hasRowsWithoutFigures()).isTrue();
    }

    /** As with datagrams on a busy machine. There is no ratio to what never came, and JSON has no number for it. */
    @Test
    void jsonOfRoundsInWhichNothingArrivedIsValidToo() throws IOException {
        Cell tcp = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.IN_PROCESS);
        Cell udp = Cell.of(Pattern.THROUGHPUT, "udp", Scope.IN_PROCESS);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            samples.add(throughput(tcp, round, 1_000));
            samples.add(throughput(udp, round, round % 2 == 0 ? 1_000 : 0));
        }
        Report document = document(List.of(tcp, udp), samples);
        String json = JsonFile.write(document);

        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("r.json"), json)))
                .isEqualTo(document);
        assertThat(document.tested())
                .singleElement()
                .satisfies(ratio -> assertThat(ratio.obstacle()).contains(Obstacle.EMPTY_ROUND));
        assertThat(document.warnings())
                .anyMatch(warning -> warning.contains("because nothing arrived in one of the rounds"));
    }

    /** Jackson would write it as a text, which no schema takes. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void jsonIsNotWrittenOfWhatItHasNoNumberFor(double figure) {
        RoundsMedian median = new RoundsMedian(figure, 1, 2);
        Intervals intervals =
                new Intervals(Map.of("p50", median), Optional.empty(), Optional.empty(), Optional.empty());
        Row usual = document(5, USUAL).rows().get(0);
        Row row = new Row(
                usual.subject(),
                usual.setup(),
                usual.rounds(),
                usual.messages(),
                usual.latency(),
                usual.rates(),
                usual.costs(),
                intervals);
        for (Object value : List.of(median, row, List.of(Optional.of(figure)))) {
            assertThatThrownBy(() -> JsonDocument.write(value))
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("JSON has no number for " + figure);
            assertThatThrownBy(() -> JsonDocument.compact(value)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Sample throughput(Cell cell, int round, long received) {
        return new Sample(
                cell,
                round,
                setup(cell),
                new Histogram(60_000_000_000L, 3),
                new Counts(1_000, received, 1_000 - received, 0, 0, 0, 0, 0),
                Rates.of(received, cell.messageBytes()),
                ResourceUse.of(new Usage(5_000_000, 120), new Usage(4_000_000, 0)),
                Optional.empty());
    }

    @Test
    void schemaRefusesWhatIsNotSo() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(JsonFile.write(document(5, USUAL)));
        ((ObjectNode) json).put("schema", "ipc-demo.compare/0");
        ((ObjectNode) json.get("rows").get(0).get("key")).put("messageBytes", "64");
        ((ObjectNode) json.get("rows").get(1)).put("unknown", 1);
        assertThat(violations(json.toString())).hasSize(3);
    }

    @Test
    void jsonReadsBackAsItWasWritten() throws IOException {
        Report document = document(5, USUAL);
        Path file = Files.writeString(directory.resolve("r.json"), JsonFile.write(document));
        assertThat(JsonFile.read(file)).isEqualTo(document);
    }

    private static Report crossing(String kernelElsewhere) {
        List<Cell> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        Map<Scope, Long> tcpNs = Map.of(Scope.INTER_PROCESS, 10_000L, Scope.CROSS_HOST, 15_000L);
        for (Scope scope : List.of(Scope.INTER_PROCESS, Scope.CROSS_HOST)) {
            for (String row : List.of("tcp", "unix")) {
                Cell cell = Cell.of(Pattern.ROUND_TRIP, row, scope);
                cells.add(cell);
                for (int round = 0; round < 8; round++) {
                    samples.add(sample(cell, round, row.equals("tcp") ? tcpNs.get(scope) : 9_000L, Optional.empty()));
                }
            }
        }
        return Analysis.analyse(
                new Schedule(cells, List.of(), Settings.DEFAULT, Budget.QUICK),
                samples,
                CATALOG,
                ENVIRONMENT,
                List.of(Elsewhere.containers("two containers", kernelElsewhere + ", 2 × a CPU")),
                Instant.EPOCH,
                true);
    }

    /** B is slower over tcp, faster over unix, the same over udp, and fails over shm. */
    static Report twoWays() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("udp", 1.0);
        ratios.put("unix", 0.8);
        ratios.put("tcp", 1.25);
        ratios.put("shm", 0.0);
        return twoWays(8, ratios);
    }

    static Report twoWays(int rounds, Map<String, Double> ratios) {
        List<Cell> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        ratios.forEach((row, ratio) -> {
            Cell a = cell(row).with(Cell.VARIANT, Variant.A);
            Cell b = cell(row).with(Cell.VARIANT, Variant.B);
            cells.addAll(List.of(a, b));
            Optional<String> failure = Optional.of("it broke").filter(why -> ratio == 0);
            for (int round = 0; round < rounds; round++) {
                samples.add(sample(a, round, 10_000, Optional.empty()));
                samples.add(sample(b, round, (long) (10_000 * Math.max(ratio, 0.1)), failure));
            }
        });
        return twoWays(cells, samples);
    }

    private static Report twoWays(List<Cell> cells, List<Sample> samples) {
        Schedule schedule = new Schedule(cells, List.of(), Settings.DEFAULT, Budget.QUICK);
        Shared shared = Analysis.shared(Settings.DEFAULT, schedule);
        Map<Variant, TwoWays.Way> ways = Map.of(
                Variant.A, new TwoWays.Way("as-is", "JDK 17", List.of(), shared),
                Variant.B, new TwoWays.Way("jvm-args=-Xint", "JDK 25", List.of("-Xint"), shared));
        return Analysis.analyse(schedule, samples, ways, CATALOG, ENVIRONMENT, List.of(), Instant.EPOCH, true);
    }

    @Test
    void twoWaysAreComparedRowByRowAndWhatChangedComesFirst() {
        assertThat(table(twoWays(), Bars.ASCII))
                .containsSubsequence(
                        "B compared with A: 1 faster, 1 slower, 1 unchanged, 1 undecided.",
                        "A: as-is (JDK 17)",
                        "B: jvm-args=-Xint (JDK 25)",
                        "round-trip, 64 B, in-process, block, cpus same; B/A of p50, above 1 is slower.",
                        "row                    A         B B/A [95 %]",
                        "tcp              10.1 µs   12.6 µs 1.25 [1.25, 1.25]  slower",
                        "unix             10.1 µs    8.1 µs 0.80 [0.80, 0.80]  faster",
                        "udp              10.1 µs   10.1 µs 1.00 [1.00, 1.00]  unchanged",
                        "shm              10.1 µs    failed too few rounds     undecided")
                .doesNotContain("the fastest socket");
        assertThat(twoWays().verdict())
                .containsExactly(
                        "B (jvm-args=-Xint) compared with A (as-is): 1 faster, 1 slower, 1 unchanged, 1 undecided.",
                        "  slower: tcp, round-trip, 64 B, in-process, block, cpus same ×1.25 (1.25–1.25).",
                        "  faster: unix, round-trip, 64 B, in-process, block, cpus same ×0.80 (0.80–0.80).",
                        "How sure that is: 3 rows of B with A tested, each kind together, in up to 8 rounds; at most one run"
                                + " in 20 makes any false claim of a kind.");
    }

    /** Of each row alone the rounds scatter evenly, but in half of them B took as long as A. */
    @Test
    void saysWhyTwoWaysCarryNoIntervalTogetherAlthoughEachDoes() throws IOException {
        List<Long> mediansNs =
                List.of(14_000L, 10_000L, 18_000L, 12_000L, 16_000L, 11_000L, 17_000L, 13_000L, 15_000L, 10_500L);
        Cell a = cell("tcp").with(Cell.VARIANT, Variant.A);
        Cell b = cell("tcp").with(Cell.VARIANT, Variant.B);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < mediansNs.size(); round++) {
            samples.add(sample(a, round, mediansNs.get(round), Optional.empty()));
            samples.add(sample(b, round, mediansNs.get(round) * (4 + round % 2) / 4, Optional.empty()));
        }
        Report report = twoWays(List.of(a, b), samples);

        assertThat(report.rows())
                .extracting(row -> row.intervals().obstacle())
                .containsExactly(Optional.empty(), Optional.empty());
        assertThat(table(report, Bars.ASCII)).anyMatch(line -> line.matches("tcp .* rounds of two kinds +undecided"));
        assertThat(MarkdownSummary.write(report))
                .contains("| tcp, round-trip, 64 B, in-process, block, cpus same | rounds of two kinds | undecided |");
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(json)
                        .at("/rows/1/versusA/obstacle")
                        .asText())
                .isEqualTo("rounds of two kinds");
        assertThat(JsonFile.read(Files.writeString(directory.resolve("ways.json"), json)))
                .isEqualTo(report);
    }

    @Test
    void twoWaysStandInEveryFormOfAReport() throws IOException {
        Report report = twoWays();
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("two.json"), json)))
                .isEqualTo(report);
        assertThat(CsvFile.write(report).lines())
                .anyMatch(line -> line.startsWith("round-trip,tcp,in-process,64,block,same,0,1,1,0,1,1,,,one-way,,,,B,")
                        && line.contains(",slower,1.25"))
                .anyMatch(line -> line.startsWith("round-trip,shm,in-process,64,block,same,0,1,1,0,1,1,,,one-way,,,,B,")
                        && line.endsWith(",undecided,,,"))
                .anyMatch(line -> line.startsWith("round-trip,tcp,in-process,64,block,same,0,1,1,0,1,1,,,one-way,,,,A,")
                        && line.endsWith(",,,,"));
        assertThat(HtmlPage.write(List.of(new HtmlPage.Run("run", report)))).contains("\"words\":\"jvm-args=-Xint\"");
    }

    @Test
    void bIsSlowerThanAIfARowIsByMoreThanIsToleratedOrHasNoFigures() {
        assertThat(Contrast.isSlower(twoWays(), 10)).as("shm has no figures").isTrue();
        Report slower = twoWays(8, Map.of("tcp", 1.25, "udp", 1.0));
        assertThat(Contrast.isSlower(slower, 0.2)).isTrue();
        assertThat(Contrast.isSlower(slower, 0.3)).isFalse();
        assertThat(Contrast.isSlower(twoWays(8, Map.of("tcp", 0.8)), 0)).isFalse();
        assertThat(Contrast.isSlower(document(8, USUAL), 0)).isFalse();
        Cell a = cell("tcp").with(Cell.VARIANT, Variant.A);
        Cell b = cell("tcp").with(Cell.VARIANT, Variant.B);
        Report both = twoWays(List.of(a, b), List.of(Sample.failed(a, 0, "it broke"), Sample.failed(b, 0, "it broke")));
        assertThat(Contrast.isSlower(both, 0)).as("A has no figures either").isFalse();
    }

    @Test
    void ofTwoWaysNothingIsClaimedThatIsNotClearAmongAllRows() {
        Report five = twoWays(5, Map.of("tcp", 1.25));
        assertThat(five.twoWays().orElseThrow().summary()).isEqualTo("0 faster, 0 slower, 0 unchanged, 1 undecided");
        assertThat(five.tested()).extracting(TestedRatio::decision).containsExactly(Decision.NOT_CLEAR);
        assertThat(Contrast.isSlower(five, 0)).isFalse();
        assertThat(twoWays(8, Map.of("tcp", 1.25)).twoWays().orElseThrow().slower())
                .isEqualTo(1);
    }

    @Test
    void hlogHasATaggedHistogramForEachRowWithLatencies() {
        Report report = document(5, USUAL);
        HistogramLogReader reader = new HistogramLogReader(
                new ByteArrayInputStream(HlogFile.write(report).getBytes(StandardCharsets.UTF_8)));
        List<EncodableHistogram> histograms = new ArrayList<>();
        while (reader.hasNext()) {
            histograms.add(reader.nextIntervalHistogram());
        }
        assertThat(histograms).hasSize(USUAL.size());
        assertThat(histograms)
                .allSatisfy(histogram ->
                        assertThat(((Histogram) histogram).getTotalCount()).isEqualTo(5_000));
        assertThat(histograms)
                .extracting(EncodableHistogram::getTag)
                .contains("raw:tcp;round-trip;64_B;in-process;block;cpus_same");
    }

    @Test
    void theHighestRatesStandInEveryFormOfAReport() throws IOException {
        Cell tcp = Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS).with(Cell.RATE_PER_SECOND, 1_000);
        Cell unix = tcp.with(Cell.ROW, "unix");
        Schedule plan = new Schedule(List.of(tcp, unix), List.of(), Settings.DEFAULT, Budget.QUICK);
        Report report = HighestRates.report(
                plan,
                new RateBound("p99 < 200 µs", 99, 200_000),
                Map.of(tcp, List.of(2_000, 3_000, 2_000, 4_000, 2_500), unix, List.of(8_000, 0)),
                List.of(sample(tcp, 0, 9_000, Optional.empty()), sample(unix, 0, 9_000, Optional.of("too slow"))),
                List.of(),
                CATALOG,
                ENVIRONMENT,
                List.of(),
                Instant.EPOCH,
                true);
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("rates.json"), json)))
                .isEqualTo(report);
        assertThat(report.rows()).extracting(Row::key).containsExactly(tcp);
        assertThat(report.verdict())
                .containsExactly("Highest rate at which p99 < 200 µs: unix 4,000/s; tcp 2,500/s (2,000–4,000).");
        assertThat(table(report, Bars.ASCII))
                .containsSubsequence(
                        "rate, 64 B, in-process, block, cpus same",
                        "row                  median [95 %]",
                        "unix                  4,000 too few rounds",
                        "tcp                   2,500 [2,000, 4,000]");
    }

    @Test
    void aSearchWhoseRoundsAllFailedIsToldInEveryFormOfAReport() throws IOException {
        Cell tcp = Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS).with(Cell.RATE_PER_SECOND, 1_000);
        Report report = HighestRates.report(
                new Schedule(List.of(tcp), List.of(), Settings.DEFAULT, Budget.QUICK),
                new RateBound("p99 < 200 µs", 99, 200_000),
                Map.of(),
                List.of(),
                List.of(Sample.failed(tcp, 0, "the peer is away"), Sample.failed(tcp, 1, "the peer is away")),
                CATALOG,
                ENVIRONMENT,
                List.of(),
                Instant.EPOCH,
                true);
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("none.json"), json)))
                .isEqualTo(report);
        assertThat(report.hasRowsWithoutFigures()).isTrue();
        assertThat(report.warnings())
                .anyMatch(warning -> warning.endsWith(": 2 of 2 rounds discarded (the peer is away)."));
        assertThat(table(report, Bars.ASCII)).anyMatch(line -> line.matches("tcp +failed .*"));
    }

    @Test
    void aDisturbedRoundIsMarkedAndExplained() throws IOException {
        Report report = document(5, USUAL)
                .under(new Conditions(
                        Map.of("CPU governor", "performance"),
                        List.of(
                                new Conditions.Disturbed(0, List.of("it snowed", "it rained")),
                                new Conditions.Disturbed(3, List.of("it thundered")))));
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("c.json"), json)))
                .isEqualTo(report);
        assertThat(table(report, Bars.ASCII))
                .contains("! Disturbed rounds: 1 (it snowed; it rained), 4 (it thundered).");
        assertThat(HtmlPage.write(List.of(new HtmlPage.Run("run", report))))
                .contains("\"CPU governor\":\"performance\"");
    }

    @Test
    void saysWhatCrossingBetweenContainersCosts() {
        Report document = crossing("Linux 6");
        assertThat(violations(JsonFile.write(document))).isEmpty();
        assertThat(document.verdict())
                .contains("Between containers vs inter-process, round-trip, 64 B, block, cpus same:"
                        + " slower: tcp ×1.50 (1.50–1.50); no measurable difference: unix ×1.00 (1.00–1.00).");
    }

    @Test
    void doesNotCallAnotherKernelTheCostOfCrossing() {
        assertThat(crossing("Linux 7").verdict())
                .noneMatch(sentence -> sentence.startsWith("Between containers"))
                .anyMatch(sentence -> sentence.contains("on another kernel"));
    }

    @Test
    void saysWhatAFileIsNot() throws IOException {
        Path file = Files.writeString(directory.resolve("r.json"), "{\"schema\": \"other/1\"}");
        assertThatThrownBy(() -> JsonFile.read(file)).hasMessageContaining("is not a report of schema");
        Path empty = Files.writeString(directory.resolve("e.json"), "{");
        assertThatThrownBy(() -> JsonFile.read(empty)).hasMessageContaining("is not a report");
    }

    @Test
    void saysThatAFileIsCompressedOrADirectoryOrTooLarge() throws IOException {
        Path compressed = Files.write(directory.resolve("r.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertThatThrownBy(() -> JsonFile.read(compressed))
                .hasMessage(compressed + " is compressed: unpack it with gunzip");
        assertThatThrownBy(() -> JsonFile.read(directory)).hasMessage(directory + ": is a directory");
        Path endless = Path.of("/dev/zero");
        assumeTrue(Files.exists(endless), "there is no /dev/zero");
        assertThatThrownBy(() -> JsonFile.read(endless)).hasMessageMatching("/dev/zero: it has more than \\d+ bytes");
    }

    @Test
    void boundsHowMuchIsInAFile() throws IOException {
        Path many = Files.writeString(directory.resolve("many.json"), "[" + "0,".repeat(5_000_000) + "0]");
        assertThatThrownBy(() -> JsonFile.read(many))
                .hasMessageMatching(many + " is not a report .*: it has more in it than any report");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | it is empty",
                "'  '           | it is empty",
                "{              | it is not JSON \\(line 1, column 2\\)",
                "hello          | it is not JSON \\(line 1, column \\d+\\)",
                "'{\"schema\": }' | it is not JSON \\(line 1, column \\d+\\)",
            })
    void saysInItsOwnWordsWhyAFileIsNoReport(String text, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("r.json"), text);
        assertThatThrownBy(() -> JsonFile.read(file))
                .hasMessageMatching(file + " is not a report of 'ipc-demo compare --json': " + why);
    }

    @Test
    void takesNoMoreRowsThanAPageCanShow() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(JsonFile.write(document(5, USUAL)));
        JsonNode row = json.get("rows").get(0);
        ArrayNode rows = json.putArray("rows");
        for (int i = 0; i <= 10_000; i++) {
            rows.add(row);
        }
        Path file = Files.writeString(directory.resolve("r.json"), json.toString());
        assertThatThrownBy(() -> JsonFile.read(file))
                .hasMessageMatching(file + " is not a complete report: \\S*rows: .*10,?000.*");
    }

    @Test
    void tellsTheFirstOfThousandsOfViolations() throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(JsonFile.write(document(5, USUAL)));
        String rows = "\"rows\":[" + "{},".repeat(9_000) + "{}],";
        json.remove("rows");
        Path file = Files.writeString(
                directory.resolve("r.json"), "{" + rows + json.toString().substring(1));
        assertThatThrownBy(() -> JsonFile.read(file))
                .hasMessageMatching(
                        file + " is not a complete report: \\S*rows\\S*: required property '\\w+' not found");
    }

    @Test
    void readsWhatALaterVersionMayHaveAdded() throws IOException {
        Report document = document(5, USUAL);
        JsonNode json = new ObjectMapper().readTree(JsonFile.write(document));
        ((ObjectNode) json).put("more", 1);
        ((ObjectNode) json.get("rows").get(0)).put("more", 1);
        Path file = Files.writeString(directory.resolve("r.json"), json.toString());
        assertThat(JsonFile.read(file)).isEqualTo(document);
    }

    /** Whatever is missing or null: a sentence, or a report that can be shown and compared. */
    @Test
    void takesNoFileOfWhichTooLittleIsThere() throws IOException {
        JsonNode whole = new ObjectMapper().readTree(JsonFile.write(document(5, USUAL)));
        List<String> pointers = new ArrayList<>();
        collect(whole, "", pointers);
        int refused = 0;
        for (String pointer : pointers) {
            for (boolean isRemoved : List.of(true, false)) {
                JsonNode broken = without(whole.deepCopy(), pointer, isRemoved);
                Path file = Files.writeString(directory.resolve("r.json"), broken.toString());
                try {
                    show(JsonFile.read(file));
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith(file + " is not a ");
                    refused++;
                }
            }
        }
        assertThat(pointers).contains("/rows", "/environment", "/verdict", "/rows/0/key/wait");
        assertThat(refused).isGreaterThan(pointers.size());
    }

    /** The first of several like elements stands for all. */
    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        node.properties().forEach(field -> {
            String inner = pointer + "/" + field.getKey();
            pointers.add(inner);
            collect(field.getValue(), inner, pointers);
        });
        Stream.of(node)
                .filter(JsonNode::isArray)
                .filter(array -> !array.isEmpty())
                .forEach(array -> {
                    pointers.add(pointer + "/0");
                    collect(array.get(0), pointer + "/0", pointers);
                });
    }

    private static JsonNode without(JsonNode root, String pointer, boolean isRemoved) {
        int slash = pointer.lastIndexOf('/');
        String name = pointer.substring(slash + 1);
        JsonNode parent = root.at(pointer.substring(0, slash));
        Stream.of(parent)
                .filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast)
                .forEach(array -> array.set(0, isRemoved ? array.objectNode() : array.nullNode()));
        Stream.of(parent)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(object -> {
                    object.putNull(name);
                    object.retain(Stream.of(object)
                            .flatMap(each -> each.properties().stream())
                            .map(Map.Entry::getKey)
                            .filter(each -> !isRemoved || !each.equals(name))
                            .toList());
                });
        return root;
    }

    private static void show(Report document) {
        HtmlPage.write(List.of(new HtmlPage.Run("this", document)));
        new TerminalTable(new PrintWriter(new StringWriter()), 100, Bars.ASCII).print(document);
        new TerminalSummary(new PrintWriter(new StringWriter()), 80, Bars.ASCII, Emphasis.NONE).print(document);
        printed(new Baseline(document, 0).compare(document));
    }

    /** Of two functions with one name the page would have the later one only, wherever it calls one. */
    @Test
    void noTwoPartsOfThePagesScriptHaveOneName() {
        String page = HtmlPage.write(List.of(new HtmlPage.Run("this", document(5, USUAL))));
        String ours = page.substring(page.lastIndexOf("<script>"));
        assertThat(java.util.regex.Pattern.compile("(?m)^(?:async )?(?:function\\*?|const|let|class) (\\w+)")
                        .matcher(ours)
                        .results())
                .hasSizeGreaterThan(100)
                .extracting(name -> name.group(1))
                .doesNotHaveDuplicates();
    }

    @Test
    void csvHasALineForEachRowAndAFieldForEachColumn() {
        String[] lines = CsvFile.write(document(5, USUAL)).split("\r\n");
        assertThat(lines).hasSize(1 + USUAL.size());
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(54));
    }

    /** A spreadsheet would compute it, and a formula can start programs. */
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+1", "-A1", "@SUM(A1)", "\t=1", "\r=1"})
    void noCellOfTheCsvIsAFormula(String place) {
        Report report = document(5, USUAL);
        Row row = report.rows().get(0);
        Row placed = new Row(
                row.subject(),
                Setup.of(Place.parse(place), Place.FREE),
                row.rounds(),
                row.messages(),
                row.latency(),
                row.rates(),
                row.costs(),
                row.intervals());
        String csv = CsvFile.write(Report.ofFigures(
                report.started(),
                true,
                report.environment(),
                List.of(),
                report.settings(),
                List.of(placed),
                List.of()));
        String line = csv.split("\r\n")[1];
        assertThat(line).containsPattern("[,\"]'" + java.util.regex.Pattern.quote(place));
    }

    /** What a connection takes is a difference, which may be negative. */
    @Test
    void aNegativeFigureOfTheCsvIsANumber() {
        Cell tcp = cell("tcp");
        Sample usual = sample(tcp, 0, 9_000, Optional.empty());
        ResourceUse use = new ResourceUse(
                usual.use().client(),
                usual.use().server(),
                Optional.of(new MemoryPerConnection(1_000, Optional.of(-2.5), Optional.of(-123.4567))));
        Sample sample = new Sample(
                tcp, 0, usual.setup(), usual.latenciesNs(), usual.counts(), usual.rates(), use, Optional.empty());
        assertThat(CsvFile.write(document(List.of(tcp), List.of(sample)))).contains(",1000.0000,-2.5000,-123.4567,");
    }

    @Test
    void nothingInAReportEndsTheScriptElementThatItStandsIn() {
        String page = HtmlPage.write(List.of(new HtmlPage.Run("</script><b>", document(5, USUAL))));
        assertThat(page).contains("\"name\":\"\\u003c/script>\\u003cb>\"").doesNotContain("</script><b>");
    }

    private static List<String> table(Report document, Bars bars) {
        StringWriter text = new StringWriter();
        new TerminalTable(new PrintWriter(text), 100, bars).print(document);
        assertThat(text.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        return text.toString().lines().toList();
    }

    @Test
    void tableSaysWhatCouldNotBeMeasured() {
        assertThat(table(document(5, USUAL), Bars.BLOCKS))
                .anySatisfy(line -> assertThat(line).startsWith("Not measured: pipe, round-trip, 64 B, in-process"));
    }

    @Test
    void eachRowOfTheTableHasABarAsLongAsItsMedian() {
        Report document = document(5, USUAL);
        assertThat(table(document, Bars.BLOCKS))
                .anyMatch(line -> line.matches("tcp +15\\.2 ███████ +15\\.\\d .*"))
                .anyMatch(line -> line.matches("unix +9\\.\\d ████▎ {2} +9\\.\\d .*"))
                .anyMatch(line -> line.matches("shm +0\\.5 ▎ {6} +0\\.\\d .*"));
        assertThat(table(document, Bars.ASCII))
                .anyMatch(line -> line.matches("tcp +15\\.2 ####### +15\\.\\d .*"))
                .anyMatch(line -> line.matches("unix +9\\.\\d #### {3} +9\\.\\d .*"))
                .anyMatch(line -> line.matches("shm +0\\.5 # {6} +0\\.\\d .*"));
    }

    @Test
    void barsAreAsFineAsTheCharacterSetAllows() {
        assertThat(Bars.in(StandardCharsets.UTF_8)).isEqualTo(Bars.BLOCKS);
        assertThat(Bars.in(StandardCharsets.US_ASCII)).isEqualTo(Bars.ASCII);
        assertThat(Bars.in(StandardCharsets.ISO_8859_1)).isEqualTo(Bars.ASCII);
        assertThat(Bars.BLOCKS.draw(0.5, 3)).isEqualTo("█▌ ");
        assertThat(Bars.BLOCKS.draw(0.001, 3)).isEqualTo("▏  ");
        assertThat(Bars.ASCII.draw(0.5, 4)).isEqualTo("##  ");
        assertThat(Bars.ASCII.draw(0, 4)).isEqualTo("    ");
        assertThat(Bars.ASCII.draw(Double.NaN, 4)).isEqualTo("    ");
    }

    @Test
    void tableFitsWithLargeFiguresToo() {
        Cell longest = cell("raw:unixpacket");
        Cell throughput = Cell.of(Pattern.THROUGHPUT, "unixpacket", Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, 65_536)
                .with(Cell.WAIT, Wait.SPIN)
                .with(Cell.CPUS, Cpus.SPLIT);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            samples.add(large(longest, round));
            samples.add(large(throughput, round));
        }
        assertThat(table(document(List.of(longest, throughput), samples), Bars.BLOCKS))
                .anyMatch(line -> line.matches("raw:unixpacket +2\\.00s ███████ .* 2\\.00s .* 50\\.0M"))
                .anyMatch(line -> line.matches("unixpacket +12345678 ███████ .*50\\.0M.*"));
    }

    private static Sample large(Cell cell, int round) {
        Histogram latenciesNs = new Histogram(60_000_000_000L, 3);
        if (cell.pattern() == Pattern.ROUND_TRIP) {
            latenciesNs.recordValueWithCount(2_000_000_000L, 10_000_000);
        }
        return new Sample(
                cell,
                round,
                Setup.of(Place.pinnedTo(0), Place.pinnedTo(1)),
                latenciesNs,
                new Counts(10_000_000, 10_000_000, 0, 0, 0, 0, 0, 0),
                Rates.of(12_345_678, cell.messageBytes()),
                ResourceUse.of(
                        new Usage(12_345_000_000_000L, 123_450_000_000L),
                        new Usage(12_345_000_000_000L, 123_450_000_000L)),
                Optional.empty());
    }

    @Test
    void verdictNamesTheFastestAndWhatTheLayerCosts() {
        List<String> verdict = document(8, USUAL).verdict();
        assertThat(verdict)
                .anySatisfy(text -> assertThat(text)
                        .contains("the fastest socket is unix (p50 9.")
                        .contains("the slowest is tcp (p50 15.2 µs, ×1.67, 95 % CI 1.67–1.67)"));
        assertThat(verdict)
                .contains("This project's API over the bare channel (2 rows): no measurable difference in 1;"
                        + " measurable difference: unix ×1.13 (1.13–1.13).")
                .contains("  Which to choose: use unix instead of tcp when both ends share a kernel: 40 % less time"
                        + " (×0.60, 95 % CI 0.60–0.60).")
                .contains("  For scale: unix vs shm (p50 0.5 µs, always polled): ×18.04, 95 % CI 18.03–18.05.")
                .contains("No row allocates memory per message.")
                .contains("The API itself allocates nothing extra per message (best round of each).");
    }

    @Test
    void verdictSaysNothingOfDifferencesAfterFewRounds() {
        List<String> verdict = document(4, USUAL).verdict();
        assertThat(String.join("\n", verdict))
                .contains("too few rounds, so no winner can be named (best so far: unix, p50 9.0 µs)")
                .doesNotContain("the fastest")
                .doesNotContain("the slowest")
                .doesNotContain("instead of")
                .doesNotContain("API over");
    }

    @Test
    void failedRoundsEnterNoFigure() {
        Cell tcp = cell("tcp");
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            boolean fails = round == 3;
            samples.add(
                    sample(tcp, round, fails ? 900_000 : 9_000, fails ? Optional.of("it broke") : Optional.empty()));
        }
        Report document = document(List.of(tcp), samples);
        assertThat(document.rows().get(0).latency().percentilesNs().get("max")).isLessThan(10_000L);
        assertThat(document.warnings())
                .containsExactly(
                        "tcp, round-trip, 64 B, in-process, block, cpus same: 1 of 6 rounds discarded (it broke).");
    }

    @Test
    void warningsSayWhatMakesTheFiguresDoubtfulAndComeAfterTheVerdict() {
        assertThat(document(5, USUAL).warnings()).isEmpty();
        Report few = document(4, USUAL);
        assertThat(few.warnings())
                .singleElement()
                .asString()
                .startsWith("Too few good rounds for a confidence interval: ");
        List<String> lines = table(few, Bars.ASCII);
        assertThat(String.join("\n", lines))
                .containsSubsequence(
                        "winner", "Before you believe it:\n! Too few good rounds for a confidence interval: ");
    }

    @Test
    void rowsThatFailedInEveryRoundStandUnderTheHeadingsOfTheirPattern() {
        Cell cell = cell("tcp");
        Report report = Analysis.analyse(
                new Schedule(List.of(cell), List.of(), Settings.DEFAULT, Budget.QUICK),
                List.of(Sample.failed(cell, 0, "it broke")),
                CATALOG,
                ENVIRONMENT,
                List.of(),
                Instant.EPOCH,
                true);
        StringWriter first = new StringWriter();
        new TerminalSummary(new PrintWriter(first), 80, Bars.ASCII, Emphasis.NONE).print(report);
        assertThat(table(report, Bars.ASCII)).contains("round-trip, 64 B, in-process, block, cpus same");
        assertThat(String.join("\n", table(report, Bars.ASCII)))
                .contains("p50 µs")
                .doesNotContain("messages/s", "()");
        assertThat(first.toString()).doesNotContain("messages/s", "()");
    }

    @Test
    void warnsOfLoadAndOfAnEarlyEnd() {
        Environment busy = new Environment(
                "Linux 6", "a CPU", 2, "a JDK 17", List.of(), List.of(), 1.5, Optional.empty(), Optional.empty());
        Schedule plan = new Schedule(List.of(cell("tcp")), List.of(), Settings.DEFAULT, Budget.QUICK);
        Report document = Analysis.analyse(plan, List.of(), CATALOG, busy, List.of(), Instant.EPOCH, false);
        assertThat(document.warnings())
                .containsExactly(
                        "The run was stopped before its end: the figures cover what had been measured by then.",
                        "Busy machine (load 1.5 on 2 CPUs): trust ratios, not absolute times.");
    }

    @Test
    void aLoadIsThatOfTheWholeMachineAlsoInAContainerWithOneCpu() {
        assertThat(report(inAContainer(1.5, 16)).warnings()).noneMatch(sentence -> sentence.startsWith("Busy"));
        assertThat(report(inAContainer(9, 16)).warnings())
                .contains("Busy machine (load 9.0 on 16 CPUs): trust ratios, not absolute times.");
    }

    @Test
    void aQuotaIsNotTakenForAWholeCpu() throws IOException {
        Report report = report(inAContainer(0, 16));
        assertThat(String.join(" ", table(report, Bars.ASCII))).contains("Linux 6, half a CPU of a CPU model");
        assertThat(report.environment().line()).startsWith("Linux 6, half a CPU of a CPU model, a JDK 17");
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("r.json"), json))
                        .environment())
                .isEqualTo(report.environment());
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25 of a CPU of X",
        "0.1, 0.1 of a CPU of X",
        "1, the time of 1 CPU of X",
        "1.5, the time of 1.5 CPUs of X",
        "10, the time of 10 CPUs of X"
    })
    void saysAQuotaAsAShareOfTheCpus(double quota, String words) {
        Environment environment =
                new Environment("", "X", 1, "", List.of(), List.of(), 0, Optional.of(quota), Optional.empty());
        assertThat(environment.processors()).isEqualTo(words);
    }

    private static Environment inAContainer(double load, int machineCpus) {
        return new Environment(
                "Linux 6",
                "a CPU model",
                1,
                "a JDK 17",
                List.of(),
                List.of(),
                load,
                Optional.of(0.5),
                Optional.of(machineCpus));
    }

    private static Report report(Environment environment) {
        Schedule plan = new Schedule(List.of(cell("tcp")), List.of(), Settings.DEFAULT, Budget.QUICK);
        return Analysis.analyse(plan, List.of(), CATALOG, environment, List.of(), Instant.EPOCH, true);
    }

    /** What they had in common with today's is all there; findings are not made up for them. */
    @Test
    void readsAnOlderReportWithoutWarningsOtherHostsTraitsAndFindings() throws IOException {
        Report now =
                document(4, Map.of("tcp", 15_000L, "raw:tcp", 15_000L, "tcp6", 15_000L, "udp", 9_000L, "shm", 500L));
        ObjectNode then = (ObjectNode) new ObjectMapper().readTree(JsonFile.write(now));
        then.remove(List.of("warnings", "elsewhere", "findings"));
        then.get("rows").forEach(row -> ((ObjectNode) row).remove("traits"));
        ((ArrayNode) then.get("verdict")).insert(0, now.warnings().get(0));
        assertThat(violations(then.toString())).isEmpty();
        Report read = JsonFile.read(Files.writeString(directory.resolve("then.json"), then.toString()));
        assertThat(read).usingRecursiveComparison().ignoringFields("findings").isEqualTo(now);
        assertThat(read.findings()).isEmpty();
    }

    @Test
    void readsWhereAnOlderReportWasMeasuredElsewhere() throws IOException {
        ObjectNode then = (ObjectNode) new ObjectMapper().readTree(JsonFile.write(crossing("Linux 7")));
        ArrayNode elsewhere = (ArrayNode) then.get("elsewhere");
        elsewhere.add(elsewhere.get(0).deepCopy());
        ((ObjectNode) elsewhere.get(0)).remove("kernel");
        ((ObjectNode) elsewhere.get(1)).put("where", "peer tcp://h:7").remove("kernel");
        assertThat(JsonFile.read(Files.writeString(directory.resolve("then.json"), then.toString()))
                        .elsewhere())
                .containsExactly(
                        Elsewhere.containers("two containers", "Linux 7, 2 × a CPU"),
                        Elsewhere.peer("tcp://h:7", "Linux 7, 2 × a CPU", "", List.of(), 0));
    }

    @Test
    void tellsWhoAnsweredAsAPeerAndWhatIsDoubtfulThere() throws IOException {
        Elsewhere.Server one = new Elsewhere.Server("1a", "h1", Optional.of("n1"), Optional.of("p1"), Optional.of(0.3));
        Elsewhere.Server other = new Elsewhere.Server("2b", "h2", Optional.empty(), Optional.empty(), Optional.empty());
        Elsewhere peer = Elsewhere.peer("tcp://h:7", "Linux 7, 2 × a CPU", "", List.of(one, other), 1);
        Report report = measuredWith(peer);
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        assertThat(JsonFile.read(Files.writeString(directory.resolve("r.json"), json))
                        .elsewhere())
                .containsExactly(peer);
        assertThat(report.warnings())
                .contains(
                        "2 servers answered as peer tcp://h:7 (1a on h1, 2b on h2): its name stands for several, or one"
                                + " was restarted; its rows mix what they measured.",
                        "1 other comparison measured with peer tcp://h:7 at the same time.");
        assertThat(String.join(" ", table(report, Bars.ASCII)).replaceAll(" +", " "))
                .contains("cross-host on peer tcp://h:7 (host h1, node n1, pod p1, load 0.3): Linux 7, 2 × a CPU");
    }

    @Test
    void rowsOfSeveralPeersStandBesideEachOtherAndAreTheSameInTheNextReport() throws IOException {
        Report report = ofTwoPeers(9_000, 18_000);
        assertThat(report.rows())
                .extracting(row -> row.key().name() + ", " + row.key().node())
                .containsExactly("tcp://a:1, n1", "tcp://b:1, n2");
        assertThat(table(report, Bars.ASCII))
                .filteredOn(line -> line.endsWith("server cpu 1)") || line.startsWith("tcp://"))
                .hasSize(3)
                .satisfies(
                        lines -> assertThat(lines.get(0)).startsWith("round-trip, 64 B, cross-host, block, cpus same"))
                .satisfies(lines -> assertThat(lines.get(1)).contains(" 9.1 "))
                .satisfies(lines -> assertThat(lines.get(2)).contains(" 18.2 "));
        assertThat(report.tested())
                .extracting(tested -> tested.row().name() + " " + tested.other().name() + " " + tested.decision())
                .containsExactly("tcp://b:1 tcp://a:1 slower");
        String json = JsonFile.write(report);
        assertThat(violations(json)).isEmpty();
        Report read = JsonFile.read(Files.writeString(directory.resolve("r.json"), json));
        assertThat(read.rows())
                .extracting(Row::key)
                .isEqualTo(report.rows().stream().map(Row::key).toList());
        assertThat(new Baseline(read, 0.10).compare(ofTwoPeers(9_000, 27_000)).rows())
                .extracting(change -> change.key().name() + " " + change.decision())
                .containsExactly("tcp://a:1 no measurable difference", "tcp://b:1 slower");
    }

    private static Report ofTwoPeers(long oneNs, long otherNs) {
        Cell row = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.CROSS_HOST);
        Cell one = row.with(Cell.PEER, "tcp://a:1").with(Cell.NODE, "n1");
        Cell other = row.with(Cell.PEER, "tcp://b:1").with(Cell.NODE, "n2");
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            samples.add(sample(one, round, oneNs, Optional.empty()));
            samples.add(sample(other, round, otherNs, Optional.empty()));
        }
        return Analysis.analyse(
                new Schedule(List.of(one, other), List.of(), Settings.DEFAULT, Budget.QUICK),
                samples,
                CATALOG,
                ENVIRONMENT,
                List.of(),
                Instant.EPOCH,
                true);
    }

    private static Report measuredWith(Elsewhere peer) {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.CROSS_HOST);
        return Analysis.analyse(
                new Schedule(List.of(cell), List.of(), Settings.DEFAULT, Budget.QUICK),
                List.of(sample(cell, 0, 9_000, Optional.empty())),
                CATALOG,
                ENVIRONMENT,
                List.of(peer),
                Instant.EPOCH,
                true);
    }

    @Test
    void saysWhichValueOfADimensionItDoesNotKnow() throws IOException {
        String json = JsonFile.write(document(5, USUAL)).replace("\"in-process\"", "\"in-space\"");
        Path file = Files.writeString(directory.resolve("r.json"), json);
        assertThatThrownBy(() -> JsonFile.read(file))
                .hasMessageContaining("/rows/0/key/scope: does not have a value in the enumeration");
    }

    @Test
    void percentilesNeedTheSamplesThatCarryThem() {
        assertThat(document(5, USUAL).rows().get(0).latency().percentilesNs())
                .containsOnlyKeys("p50", "p90", "p99", "max");
        assertThat(document(10, USUAL).rows().get(0).latency().percentilesNs()).containsKey("p99.9");
    }

    @Test
    void baselineSeesWhatBecameWorseBeyondDoubt() {
        Report then = document(5, USUAL);
        Report now = document(5, Map.of("tcp", 18_000L, "unix", 9_000L));
        Changes changes = new Baseline(then, 0.10).compare(now);
        assertThat(changes.rows())
                .extracting(Changes.Change::decision)
                .containsExactly(Decision.SLOWER, Decision.NOT_SHOWN);
        assertThat(changes.isWorse()).isTrue();
        assertThat(new Baseline(then, 0).compare(now).isWorse()).isTrue();
        assertThat(new Baseline(then, 0.25).compare(now).isWorse()).isFalse();
        assertThat(new Baseline(then, 0).compare(document(5, USUAL)).isWorse()).isFalse();
        assertThat(printed(changes).filter(line -> line.endsWith("WORSE")))
                .containsExactly("tcp            1.20 [1.19, 1.21]    WORSE");
    }

    /** Of 5 and 5 rounds, the clearest difference has the p-value 2/252, which is not enough among seven. */
    @Test
    void baselineClaimsNothingThatIsNotBeyondDoubtAmongAllRows() {
        Report now = document(
                5,
                Map.of(
                        "tcp",
                        18_000L,
                        "raw:tcp",
                        15_000L,
                        "udp",
                        12_000L,
                        "unix",
                        9_000L,
                        "raw:unix",
                        8_000L,
                        "shm",
                        500L,
                        "unixpacket",
                        9_000L));
        Report then = document(
                5,
                Map.of(
                        "tcp",
                        15_000L,
                        "raw:tcp",
                        15_000L,
                        "udp",
                        12_000L,
                        "unix",
                        9_000L,
                        "raw:unix",
                        8_000L,
                        "shm",
                        500L,
                        "unixpacket",
                        9_000L));
        Changes changes = new Baseline(then, 0).compare(now);
        assertThat(changes.isWorse()).isFalse();
        assertThat(printed(changes)).last().isEqualTo("tcp            1.20 [1.19, 1.21]    not clear");
    }

    private static Stream<String> printed(Changes changes) {
        StringWriter text = new StringWriter();
        ChangesTable.print(changes, true, new PrintWriter(text), 100);
        return text.toString().lines();
    }

    @Test
    void aSummaryHasWhatWasDecidedFirstAndNoMarkupOfOthers() {
        Report then = document(8, Map.of("tcp", 15_000L, "unix", 9_000L));
        Report now = document(8, Map.of("tcp", 18_000L, "unix", 9_000L));
        Gates gates = new Gates(List.of(Gate.parse("unix p50 > 5us")), Optional.empty());
        String summary =
                MarkdownSummary.write(now.judged(gates.judge(now)).comparedWith(new Baseline(then, 0.05).compare(now)));
        assertThat(summary.lines().toList())
                .containsSubsequence(
                        "| condition | row | figure \\[95 %\\] | result |",
                        "| unix p50 \\> 5us | unix, round-trip, 64 B, in-process, block, cpus same | 9.1 µs \\[9.0 µs, 9.2 µs\\] |"
                                + " **failed** |",
                        "| tcp, round-trip, 64 B, in-process, block, cpus same | 1.20 \\[1.19, 1.21\\] | **slower** |",
                        "### Verdict",
                        "<details><summary>Figures</summary>",
                        "</details>");
        assertThat(MarkdownSummary.write(twoWays()).lines())
                .anyMatch(line -> line.endsWith(" | 1.25 \\[1.25, 1.25\\] | slower |"));
    }

    @Test
    void conditionsStandInEveryFormOfAReport() throws IOException {
        Report now = document(8, USUAL);
        Report judged = now.judged(
                new Gates(List.of(Gate.parse("unix p50 > 5us"), Gate.parse("udp loss > 0%")), Optional.empty())
                        .judge(now));
        assertThat(violations(JsonFile.write(judged))).isEmpty();
        Path file = Files.writeString(directory.resolve("r.json"), JsonFile.write(judged));
        assertThat(JsonFile.read(file)).isEqualTo(judged);
        assertThat(String.join("\n", table(judged, Bars.ASCII)))
                .contains(
                        "Conditions, all judged together:\nFAILED: unix p50 > 5us: unix, round-trip, 64 B, in-process,"
                                + " block, cpus same: ",
                        "passed: udp loss > 0%: udp, ");
    }

    @Test
    void whatHasChangedSinceABaselineStandsInTheReport() throws IOException {
        Report then = document(8, Map.of("tcp", 15_000L, "unix", 9_000L, "shm", 500L));
        Report now = document(8, Map.of("tcp", 18_000L, "unix", 9_000L));
        Report compared = now.comparedWith(new Baseline(then, 0.05).compare(now));
        assertThat(violations(JsonFile.write(compared))).isEmpty();
        Path file = Files.writeString(directory.resolve("r.json"), JsonFile.write(compared));
        Report read = JsonFile.read(file);
        assertThat(read).isEqualTo(compared);
        assertThat(read.changes().orElseThrow().since()).isEqualTo(then.started());
        assertThat(read.changes().orElseThrow().rows())
                .extracting(Changes.Change::decision)
                .containsExactly(Decision.SLOWER, Decision.NOT_SHOWN);
        assertThat(JsonFile.write(compared)).doesNotContain("\"worse\"");
    }

    @Test
    void aRowThatHasNoFiguresAnyMoreIsWorse() {
        Cell tcp = cell("tcp");
        Report now = document(List.of(tcp), List.of(sample(tcp, 0, 9_000, Optional.of("it broke"))));
        Changes changes = new Baseline(document(5, USUAL), 10).compare(now);
        assertThat(changes.isWorse()).isTrue();
        assertThat(printed(changes))
                .anyMatch(line -> line.startsWith("tcp, round-trip, 64 B, in-process, block, cpus same: WORSE"));
    }

    @Test
    void baselineSaysWhatElseIsDifferent() {
        Changes changes = new Baseline(crossing("Linux 6"), 0).compare(crossing("Linux 7"));
        assertThat(changes.circumstances())
                .containsExactly(new Changes.Circumstance(
                        "place elsewhere", "containers: Linux 6, 2 × a CPU", "containers: Linux 7, 2 × a CPU"));
        assertThat(printed(changes)).anyMatch(line -> line.startsWith("Different place elsewhere: "));
    }

    @Test
    void baselineWarnsWhereTheJvmsHadOtherOptions() throws IOException {
        Report then = document(5, USUAL);
        String written = JsonFile.write(then).replace("\"-Xint\"", "\"-Xmixed\"");
        Report now = JsonFile.read(Files.writeString(directory.resolve("now.json"), written));

        assertThat(printed(new Baseline(then, 0).compare(now)))
                .contains("Different JVM options: -Xint then, -Xmixed now.");
    }

    @Test
    void theLineOnAnotherHostTellsItsOptions() {
        assertThat(ENVIRONMENT.line()).endsWith("a JDK 17, junixsocket 2.11.1, java -Xint");
    }
}
