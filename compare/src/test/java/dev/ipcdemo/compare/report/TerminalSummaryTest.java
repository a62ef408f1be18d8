package dev.ipcdemo.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.ResourceUse;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.statistics.Baseline;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer of a report as a reader at a terminal sees it. */
class TerminalSummaryTest {

    private static final int ROUNDS = 15;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path directory;

    /** What a round trip takes in one process; between processes it takes longer over some rows. */
    private static final Map<String, Long> MEDIANS_NS = medians(
            "tcp",
            15_000L,
            "raw:tcp",
            15_000L,
            "tcp6",
            15_000L,
            "udp",
            12_000L,
            "unix",
            9_000L,
            "raw:unix",
            8_000L,
            "unixpacket",
            9_000L,
            "shm",
            500L);

    private static Map<String, Long> medians(Object... rowsAndNs) {
        Map<String, Long> medians = new LinkedHashMap<>();
        for (int i = 0; i < rowsAndNs.length; i += 2) {
            medians.put((String) rowsAndNs[i], (Long) rowsAndNs[i + 1]);
        }
        return medians;
    }

    private static Report roundTrips(Scope... scopes) {
        List<Cell> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Scope scope : scopes) {
            MEDIANS_NS.forEach((row, ns) -> {
                Cell cell = Cell.of(Pattern.ROUND_TRIP, row, scope);
                cells.add(cell);
                add(samples, cell, scope == Scope.IN_PROCESS || row.equals("tcp") ? ns : ns + 1_000);
            });
        }
        return ReportTest.document(cells, samples);
    }

    private static void add(List<Sample> samples, Cell cell, long medianNs) {
        for (int round = 0; round < ROUNDS; round++) {
            samples.add(ReportTest.sample(cell, round, medianNs, Optional.empty()));
        }
    }

    private static Report throughput(Map<String, Integer> perSecond, int... sizes) {
        List<Cell> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int size : sizes) {
            perSecond.forEach((row, rate) -> {
                Cell cell = Cell.of(Pattern.THROUGHPUT, row, Scope.IN_PROCESS).with(Cell.MESSAGE_BYTES, size);
                cells.add(cell);
                for (int round = 0; round < ROUNDS; round++) {
                    samples.add(received(cell, round, rate));
                }
            });
        }
        return ReportTest.document(cells, samples);
    }

    private static Sample received(Cell cell, int round, double perSecond) {
        return received(cell, round, perSecond, new Counts(1_000, 1_000, 0, 0, 0, 0, 0, 0));
    }

    private static Sample received(Cell cell, int round, double perSecond, Counts counts) {
        return new Sample(
                cell,
                round,
                Setup.of(Place.pinnedTo(1), Place.pinnedTo(1)),
                new Histogram(60_000_000_000L, 3),
                counts,
                Rates.of(perSecond * (1 + round % 3 / 100.0), cell.messageBytes()),
                ResourceUse.of(new Usage(5_000_000, 120), new Usage(4_000_000, 0)),
                Optional.empty());
    }

    private static List<String> lines(Report report, int width) {
        return lines(report, width, Emphasis.NONE);
    }

    private static List<String> lines(Report report, int width, Emphasis emphasis) {
        StringWriter text = new StringWriter();
        new TerminalSummary(new PrintWriter(text), width, Bars.BLOCKS, emphasis).print(report);
        return text.toString().lines().toList();
    }

    @Test
    void standsOnOneScreenOf80Columns() {
        assertThat(String.join("\n", lines(roundTrips(Scope.IN_PROCESS, Scope.INTER_PROCESS), 80)))
                .isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                round-trip, 64 B, block, cpus same
                in-process  p50 µs            p99        inter-process p50 µs            p99
                unix           9.1 ████▎      9.7        unix            10.1 ████▍     10.7
                unixpacket     9.1 ████▎      9.7        unixpacket      10.1 ████▍     10.7
                udp           12.1 █████▋    12.7        udp             13.1 █████▊    13.7
                tcp           15.2 ███████   15.8        tcp             15.2 ██████▋   15.8
                tcp6          15.2 ███████   15.8        tcp6            16.2 ███████   16.8
                for scale: shm 0.5                       for scale: shm 1.5
                What to choose: round-trip; 64 B; in-process, inter-process
                ≈ no clear winner: unix, unixpacket (in both)
                ✓ unix over tcp, in both: 33–40 % less time, ×0.60–0.67 (0.60–0.67)
                --details: 1 row not measured, bare channels, every figure""");
    }

    @Test
    void leavesOutTheBarsWhereTheyDoNotFit() {
        assertThat(String.join("\n", lines(roundTrips(Scope.IN_PROCESS, Scope.INTER_PROCESS), 60)))
                .isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                round-trip, 64 B, block, cpus same
                in-process  p50 µs    p99      inter-process p50 µs    p99
                unix           9.1    9.7      unix            10.1   10.7
                unixpacket     9.1    9.7      unixpacket      10.1   10.7
                udp           12.1   12.7      udp             13.1   13.7
                tcp           15.2   15.8      tcp             15.2   15.8
                tcp6          15.2   15.8      tcp6            16.2   16.8
                for scale: shm 0.5             for scale: shm 1.5
                What to choose: round-trip; 64 B; in-process, inter-process
                ≈ no clear winner: unix, unixpacket (in both)
                ✓ unix over tcp, in both: 33–40 % less time, ×0.60–0.67
                  (0.60–0.67)
                --details: 1 row not measured, bare channels, every figure""");
    }

    @Test
    void putsThreeTablesBesideEachOtherWhereTheyFit() {
        Report report = roundTrips(Scope.IN_PROCESS, Scope.INTER_PROCESS, Scope.CROSS_HOST);
        assertThat(String.join("\n", lines(report, 120))).isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                round-trip, 64 B, block, cpus same
                in-process  p50 µs            p99       inter-process p50 µs            p99     cross-host  p50 µs            p99
                unix           9.1 ████▎      9.7       unix            10.1 ████▍     10.7     unix          10.1 ████▍     10.7
                unixpacket     9.1 ████▎      9.7       unixpacket      10.1 ████▍     10.7     unixpacket    10.1 ████▍     10.7
                udp           12.1 █████▋    12.7       udp             13.1 █████▊    13.7     udp           13.1 █████▊    13.7
                tcp           15.2 ███████   15.8       tcp             15.2 ██████▋   15.8     tcp           15.2 ██████▋   15.8
                tcp6          15.2 ███████   15.8       tcp6            16.2 ███████   16.8     tcp6          16.2 ███████   16.8
                for scale: shm 0.5                      for scale: shm 1.5                      for scale: shm 1.5
                What to choose: round-trip; 64 B; in-process, inter-process, cross-host
                ≈ no clear winner: unix, unixpacket (in all 3)
                ✓ unix over tcp, in all 3: 33–40 % less time, ×0.60–0.67 (0.60–0.67)
                --details: 1 row not measured, bare channels, every figure""");
    }

    @Test
    void showsTheTopOfEachTableWhereThereAreMany() {
        Report report = roundTrips(Scope.IN_PROCESS, Scope.INTER_PROCESS, Scope.CROSS_HOST);
        assertThat(String.join("\n", lines(report, 80))).isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                round-trip, 64 B, block, cpus same
                in-process  p50 µs            p99        inter-process p50 µs            p99
                unix           9.1 █████▎     9.7        unix            10.1 █████▍    10.7
                unixpacket     9.1 █████▎     9.7        unixpacket      10.1 █████▍    10.7
                udp           12.1 ███████   12.7        udp             13.1 ███████   13.7
                + 2 more, to tcp6 15.2                   + 2 more, to tcp6 16.2

                cross-host  p50 µs            p99
                unix          10.1 █████▍    10.7
                unixpacket    10.1 █████▍    10.7
                udp           13.1 ███████   13.7
                + 2 more, to tcp6 16.2

                What to choose: round-trip; 64 B; in-process, inter-process, cross-host
                ≈ no clear winner: unix, unixpacket (in all 3)
                ✓ unix over tcp, in all 3: 33–40 % less time, ×0.60–0.67 (0.60–0.67)
                --details: 1 row not measured, bare channels, every figure""");
    }

    @Test
    void saysThroughputInMessagesAndBytesASecond() {
        Report report = throughput(Map.of("tcp", 100_000, "unix", 150_000), 64, 65_536);
        assertThat(String.join("\n", lines(report, 80))).isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                throughput, in-process, block, cpus same
                64 B        messages/s           MB/s    64 KiB      messages/s           MB/s
                unix            151500 ███████    9.7    unix            151500 ███████   9929
                tcp             101000 ████▋      6.5    tcp             101000 ████▋     6619
                What to choose: throughput; 64 B, 64 KiB; in-process
                ✓ fastest: unix (in both)
                ✓ unix over tcp, in both: 50 % more messages/s, ×1.50 (1.50–1.50)
                --details: 1 row not measured, bare channels, every figure""");
        assertThat(report.verdict())
                .noneMatch(sentence -> sentence.contains(" time"))
                .anyMatch(sentence ->
                        sentence.contains("use unix instead of tcp when both ends share a kernel: 50 % more messages/s"
                                + " (×1.50, 95 % CI 1.50–1.50)"));
    }

    private static Report reportOf(Cell... cells) {
        List<Sample> samples = new ArrayList<>();
        for (Cell cell : cells) {
            add(samples, cell, MEDIANS_NS.get(cell.row()));
        }
        return ReportTest.document(List.of(cells), samples);
    }

    /** With a field more in each row. */
    private static Report with(Report report, String field, String value) throws IOException {
        JsonNode json = MAPPER.readTree(JsonFile.write(report));
        for (JsonNode row : json.path("rows")) {
            ((ObjectNode) row).set(field, MAPPER.readTree(value));
        }
        return JsonFile.read(Files.writeString(directory.resolve("report.json"), json.toString()));
    }

    private static List<String> details(Report report) {
        StringWriter details = new StringWriter();
        new TerminalTable(new PrintWriter(details), 120, Bars.BLOCKS).print(report);
        return details.toString().lines().toList();
    }

    @Test
    void saysWhatWeightsMean() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS)
                .with(Cell.REQUEST_MIX, SizeMix.parse("64:80+1K:15"))
                .with(Cell.REPLY_BYTES, 2048);
        Report report = reportOf(cell, cell.with(Cell.ROW, "unix"));
        String meaning = "64:80+1K:15: 80 messages of 64 B to 15 of 1 KiB, in the same order for every row";
        assertThat(lines(report, 100))
                .contains(
                        meaning, "What to choose: round-trip; 216 B, the mean of 64:80+1K:15; reply 2 KiB; in-process");
        assertThat(details(report)).contains(meaning);
        assertThat(MarkdownSummary.write(report).lines()).contains(meaning + ".");
    }

    @Test
    void saysOfAFileOfSizesWhatTheReportKnows() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
        Cell mixed = cell.with(Cell.REQUEST_MIX, SizeMix.ofFile("trace.txt", List.of(10, 20)));
        assertThat(lines(reportOf(mixed), 80))
                .anyMatch(line -> line.matches("trace\\.txt#\\p{XDigit}+: the sizes of a file, in its order"));
    }

    @Test
    void saysWhatIsAddedUpWhereBothSidesSend() throws IOException {
        Cell cell = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.IN_PROCESS).with(Cell.DIRECTIONS, Directions.BOTH_WAYS);
        Report report = ReportTest.document(List.of(cell), List.of(received(cell, 0, 3_000)));
        String meaning = "both-ways: client and server send at once, and messages/s is what both receive together";
        assertThat(lines(report, 100)).contains(meaning);
        assertThat(details(report)).contains(meaning);
        assertThat(MarkdownSummary.write(with(report, "receivedPerSecond", "{\"client\": 1000, \"server\": 2000}"))
                        .lines())
                .contains(
                        meaning + ".",
                        "| row | messages/s to the server | messages/s to the client |",
                        "| tcp | 2,000 | 1,000 |");
    }

    @Test
    void aTableIsToldFromOthersByWhatItDoesWithout() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
        assertThat(lines(reportOf(cell, cell.with(Cell.DEPTH, 8)), 80))
                .anyMatch(line -> line.matches("depth 1 .*depth 8 .*"));
        Cell clients = Cell.of(Pattern.FAN_IN, "tcp", Scope.IN_PROCESS);
        assertThat(lines(reportOf(clients, clients.with(Cell.CLIENTS, 4)), 80))
                .anyMatch(line -> line.matches("1 client .*4 clients .*"));
    }

    @Test
    void showsWhatAConnectionTakes() throws IOException {
        Cell cell = Cell.of(Pattern.FAN_IN, "tcp", Scope.INTER_PROCESS).with(Cell.CLIENTS, 1_000);
        Report report = with(
                reportOf(cell),
                "memoryPerConnection",
                "{\"heapBytes\": 1185.4, \"residentBytes\": 2650.1, \"kernelBytes\": 32272}");
        assertThat(lines(report, 80))
                .containsSubsequence(
                        "bytes for a connection  server's heap server's JVM kernel, both ends",
                        "tcp                              1185         2650             32272");
        assertThat(MarkdownSummary.write(report).lines())
                .containsSubsequence(
                        "| a connection takes | of the server's heap | of its JVM's memory | of the kernel's, for both ends |",
                        "| tcp | 1,185 B | 2,650 B | 32,272 B |");
        assertThat(lines(reportOf(cell), 80)).noneMatch(line -> line.contains("connection"));
    }

    @Test
    void saysNothingToChooseOfOneRowAlone() {
        assertThat(lines(ReportTest.document(15, Map.of("tcp", 15_000L, "raw:tcp", 14_000L)), 80))
                .containsExactly(
                        "2 × a CPU, Java 17, Linux 6, 1970-01-01",
                        "round-trip, 64 B, in-process, block, cpus same",
                        "            p50 µs            p99",
                        "tcp           15.2 ███████   15.8",
                        "--details: 1 row not measured, bare channels, every figure");
    }

    @Test
    void namesNoWinnerWhereThereIsNone() {
        assertThat(lines(ReportTest.document(15, Map.of("tcp", 15_000L, "unix", 15_000L)), 80))
                .contains("≈ no clear winner: tcp, unix", "≈ unix/tcp: no measurable difference")
                .noneMatch(line -> line.startsWith("✓"));
        assertThat(lines(ReportTest.document(5, Map.of("tcp", 15_000L, "unix", 14_000L)), 80))
                .contains(
                        "? no winner beyond doubt, best so far: unix",
                        "? unix/tcp: not clear (a claim needs 6 rounds here)")
                .noneMatch(line -> line.startsWith("✓"));
        assertThat(lines(ReportTest.document(4, Map.of("tcp", 15_000L, "unix", 9_000L)), 80))
                .contains("? no winner can be named: too few rounds")
                .noneMatch(line -> line.startsWith("✓"));
    }

    @Test
    void namesTheFastestSocketAndThenTheFastestOfAll() {
        assertThat(lines(ReportTest.document(15, Map.of("tcp", 15_000L, "unix", 9_000L, "netty", 6_000L)), 80))
                .containsSubsequence(
                        "✓ fastest: unix",
                        "✓ fastest with frameworks: netty",
                        "✓ unix over tcp: 40 % less time, ×0.60 (0.60–0.60)");
        assertThat(lines(ReportTest.document(6, Map.of("tcp", 15_000L, "unix", 9_000L, "netty", 20_000L)), 80))
                .contains("✓ fastest: unix", "✓ fastest with frameworks: unix");
    }

    /** One round of the better row took as long as the interval of their ratio is wide. */
    @Test
    void doesNotCallRowsThatAreFarApartAlike() {
        Cell tcp = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
        Cell unix = tcp.with(Cell.ROW, "unix");
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            samples.add(ReportTest.sample(tcp, round, 500_000, Optional.empty()));
            samples.add(ReportTest.sample(unix, round, round == 3 ? 900_000 : 9_000, Optional.empty()));
        }
        assertThat(lines(ReportTest.document(List.of(tcp, unix), samples), 80))
                .contains(
                        "? no winner beyond doubt, best so far: unix",
                        "? unix/tcp: not clear (a claim needs 6 rounds here)")
                .noneMatch(line -> line.startsWith("≈"));
    }

    @Test
    void whatLostMostStandsLast() {
        Cell tcp = Cell.of(Pattern.THROUGHPUT, "tcp", Scope.IN_PROCESS);
        Cell udp = Cell.of(Pattern.THROUGHPUT, "udp", Scope.IN_PROCESS);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            samples.add(received(udp, round, 900_000, new Counts(1_000, 2, 998, 0, 0, 0, 0, 0)));
            samples.add(received(tcp, round, 100_000));
        }
        assertThat(lines(ReportTest.document(List.of(udp, tcp), samples), 80))
                .filteredOn(line -> line.startsWith("tcp ") || line.startsWith("udp "))
                .extracting(line -> line.substring(0, 3))
                .containsExactly("tcp", "udp");
    }

    @Test
    void saysWhyARowHasNoFigures() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.CROSS_HOST);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            samples.add(Sample.failed(cell, round, "the server refuses messages of 262144 bytes"));
        }
        assertThat(String.join(" ", lines(ReportTest.document(List.of(cell), samples), 80))
                        .replaceAll(" +", " "))
                .contains("! " + cell.words() + ": the server refuses messages of 262144 bytes")
                .contains("--details: ");
    }

    @Test
    void namesTheMostImportantWarningAndCountsTheOthers() {
        Cell tcp = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
        Cell unix = tcp.with(Cell.ROW, "unix");
        List<Sample> samples = List.of(
                ReportTest.sample(tcp, 0, 9_000, Optional.empty()),
                ReportTest.sample(unix, 0, 9_000, Optional.of("it broke")));
        assertThat(lines(ReportTest.document(List.of(tcp, unix), samples), 80))
                .endsWith(
                        "unix        failed              -",
                        "! No figures, because every round failed: unix.",
                        "! unix, round-trip, 64 B, in-process, block, cpus same: it broke",
                        "--details: 2 more warnings, 1 row not measured, bare channels, every figure");
    }

    @Test
    void leadsWithWhatHasChangedSinceTheBaseline() {
        Report now = ReportTest.document(8, Map.of("tcp", 18_000L, "udp", 9_000L, "unix", 9_000L));
        Report then = ReportTest.document(8, Map.of("tcp", 15_000L, "udp", 12_000L, "unix", 9_000L));
        Changes changes = new Baseline(then, 0.05).compare(now);
        assertThat(changes.summary()).isEqualTo("1 faster, 1 slower, 1 unchanged");
        assertThat(String.join("\n", lines(now.comparedWith(changes), 80))).isEqualTo("""
                2 × a CPU, Java 17, Linux 6, 1970-01-01
                Compared with the baseline: 1 faster, 1 slower, 1 unchanged.
                round-trip, 64 B, in-process, block, cpus same; time for each message, now /
                  then (WORSE: above 1.05 beyond doubt, 3 rows tested together).

                row            now / then [95 %]
                tcp            1.20 [1.19, 1.21]    WORSE
                udp            0.75 [0.74, 0.76]    better
                unix           1.00 [0.99, 1.01]    unchanged
                --details: 1 row not measured, bare channels, every figure""");
    }

    @Test
    void leadsWithHowTheSecondOfTwoWaysDiffers() {
        assertThat(lines(ReportTest.twoWays(), 80))
                .element(1)
                .isEqualTo("B compared with A: 1 faster, 1 slower, 1 unchanged, 1 undecided.");
        assertThat(lines(ReportTest.twoWays(), 60)).contains("tcp              12.6 µs 1.25 [1.25, 1.25]  slower");
    }

    /** {@code docs/claims.sh} counts lines by how they end. */
    @ParameterizedTest
    @ValueSource(ints = {60, 70, 80, 100, 120})
    void onlyTheLineOfARowThatChangedEndsInAClaim(int width) {
        Report now = ReportTest.document(8, Map.of("tcp", 18_000L, "udp", 9_000L, "unix", 9_000L));
        Report then = ReportTest.document(8, Map.of("tcp", 15_000L, "udp", 12_000L, "unix", 9_000L));
        Changes changes = new Baseline(then, 0.05).compare(now);
        String claim = ".* (WORSE|better|slower|faster)";
        assertThat(lines(now.comparedWith(changes), width).stream().filter(line -> line.matches(claim)))
                .extracting(line -> line.replaceFirst(" .*", ""))
                .containsExactly("tcp", "udp");
        assertThat(lines(ReportTest.twoWays(), width).stream().filter(line -> line.matches(claim)))
                .extracting(line -> line.replaceFirst(" .*", ""))
                .containsExactly("tcp", "unix");
    }

    /** Of more rows than fit a screen, only what changed is listed. */
    @Test
    void foldsWhatIsUnchanged() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("tcp", 1.25);
        List.of("raw:tcp", "tcp6", "udp", "unix", "raw:unix", "unixpacket", "raw:unixpacket", "pipe", "shm")
                .forEach(row -> ratios.put(row, 1.0));
        Report report = ReportTest.twoWays(12, ratios);
        StringWriter text = new StringWriter();
        TwoWaysTable.print(report, report.twoWays().orElseThrow(), 9, new PrintWriter(text, true), 80);
        assertThat(text.toString().lines())
                .endsWith(
                        "tcp              10.1 µs   12.6 µs 1.25 [1.25, 1.25]  slower",
                        "9 more are unchanged: --details",
                        "");
    }

    @Test
    void noLineIsLongerThanTheTerminalIsWide() {
        List<Cell> cells = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Pattern pattern : List.of(Pattern.ROUND_TRIP, Pattern.RATE, Pattern.CONNECT, Pattern.FAN_IN)) {
            for (int size : new int[] {64, 65_536}) {
                for (Scope scope : Scope.values()) {
                    MEDIANS_NS.forEach((row, ns) -> {
                        Cell cell = Cell.of(pattern, row, scope)
                                .with(Cell.MESSAGE_BYTES, size)
                                .with(Cell.RATE_PER_SECOND, pattern.offersRate() ? 10_000 : 0);
                        cells.add(cell);
                        add(samples, cell, ns * size / 64);
                    });
                }
            }
        }
        Report report = ReportTest.document(cells, samples);
        assertThat(List.of(60, 80, 120)).allSatisfy(width -> keepsWithin(width, report));
    }

    private static void keepsWithin(int width, Report report) {
        assertThat(lines(report, width))
                .allMatch(line -> line.length() <= width)
                .hasSizeLessThan(150);
        StringWriter details = new StringWriter();
        new TerminalTable(new PrintWriter(details), width, Bars.BLOCKS).print(report);
        assertThat(details.toString().lines()).allMatch(line -> line.length() <= width);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "110 | row p50 µs p90 p99 p99.9 max cpu µs alloc B n vs raw [95 %]",
                "95  | row p50 µs p90 p99 p99.9 cpu µs alloc B n vs raw [95 %]",
                "90  | row p50 µs p90 p99 p99.9 cpu µs n vs raw [95 %]",
                "80  | row p50 µs p90 p99 p99.9 cpu µs vs raw [95 %]",
                "70  | row p50 µs p90 p99 p99.9 vs raw [95 %]",
            })
    void theDetailsLeaveOutWhatMattersLeast(int width, String heads) {
        StringWriter text = new StringWriter();
        new TerminalTable(new PrintWriter(text), width, Bars.BLOCKS).print(roundTrips(Scope.IN_PROCESS));
        assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(heads);
    }

    @Test
    void whatStandsOutStaysWhereItIs() {
        Report report = roundTrips(Scope.IN_PROCESS, Scope.INTER_PROCESS);
        Emphasis marks = new Emphasis() {
            @Override
            public String bold(String text) {
                return "<b>" + text + "</b>";
            }

            @Override
            public String faint(String text) {
                return "<i>" + text + "</i>";
            }

            @Override
            public String good(String text) {
                return "<g>" + text + "</g>";
            }

            @Override
            public String bad(String text) {
                return "<r>" + text + "</r>";
            }
        };
        List<String> marked = lines(report, 80, marks);
        assertThat(marked)
                .contains(
                        "<b>round-trip, 64 B, block, cpus same</b>",
                        "<g>✓ unix over tcp, in both: 33–40 % less time, ×0.60–0.67 (0.60–0.67)</g>");
        assertThat(marked.stream().map(line -> line.replaceAll("</?[bigr]>", "")))
                .isEqualTo(lines(report, 80));
    }
}
