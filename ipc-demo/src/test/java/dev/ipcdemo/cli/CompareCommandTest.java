package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.sockets.Transports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class CompareCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @CsvSource({
        "--rate=0, --rate takes 1 to 1000000000",
        "--rate=-5, --rate takes 1 to 1000000000",
        "--clients=0, --clients takes 1 to 10000",
        "--clients=20000, --clients takes 1 to 10000",
        "--fail-if=unix, 'Invalid value for option --fail-if (CONDITION): unix is not a condition; write rows'",
        "--fail-if=unix p99 > 50, 'Invalid value for option --fail-if (CONDITION): unix p99 > 50: the unit of p99 is one'",
        "--fail-if=nothing p99 > 50us, '--fail-if: '",
        "--fail-if=unix p99 > 2 x baseline, '--fail-if: '",
        "--fail-above=10, '--fail-above needs --ab or --baseline'",
        "--rate=100, '--rate is for pattern rate, which is not among --pattern'",
        "--clients=3, '--clients is for pattern fan-in, which is not among --pattern'",
        "--batch=0, --batch takes 1 to 1024",
        "--batch=2000, --batch takes 1 to 1024",
        "--batch=32, '--batch is for pattern throughput, which is not among --pattern'",
        "'--size=64,1K,64', --size has 64 twice",
        "'--cpus=same,same', --cpus has same twice",
        "'--transport=tcp,unix,tcp', --transport has tcp twice",
        "--rounds=0, --rounds takes 1 to 1000",
        "--duration=1ms, --duration takes 5ms to 300s",
        "--warm-up=1h, --warm-up takes 0ms to 300s",
        "--cpus=4711, cpu 4711 is not among those that this process may use",
        "--cpus=here, there is no placement here; choose from same",
        "'--cpus=split,0', 'cpus split needs two CPUs, and the list has one'",
        "--socket-option=dscp, '--socket-option takes KEY=VALUE, and dscp is not'",
        "--socket-option=nagle=1, there is no socket option nagle; choose from congestion, dscp",
        "'--socket-option=dscp=1,dscp=2', --socket-option sets dscp twice",
        "--socket-option=dscp=99, 'dscp=99: DSCP must be 0 to 63, not 99'",
        "--java=/not/there, /not/there is not the directory of a Java runtime",
        "--jvm-args=-XX:+NoSuchFlag, nothing can be measured with"
    })
    void refusesWhatCannotBeMeasuredBeforeItMeasures(String option, String sentence) {
        assertThat(run("compare", option)).isEqualTo(2);
        assertThat(err.toString().replace("'", "")).startsWith("ipc-demo: " + sentence);
    }

    @Test
    void refusesAMessageThatDoesNotFitIntoTheSendBufferBeforeItMeasures() {
        assertThat(run("compare", "--transport", "unixgram", "--size", "16M")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("ipc-demo: nothing of this can be measured here: a message has to fit into SO_SNDBUF");
    }

    private int flood(String transport, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "compare",
                                "--pattern",
                                "throughput",
                                "--batch",
                                "4",
                                "--transport",
                                transport,
                                "--size",
                                "64",
                                "--scope",
                                "in-process",
                                "--rounds",
                                "1",
                                "--duration",
                                "50ms",
                                "--cpus",
                                "free"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void saysWhyARowHasNoBatches() {
        assertThat(flood("unixgram", "--details")).as(err.toString()).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Not measured: unixgram, throughput, 64 B, in-process, block, cpus free, batch 4: one message a call:"
                                + " junixsocket 2")
                .contains("batch 4: one message a call: a bare channel reads and writes one");
    }

    @Test
    void measuresBatchesBesideOneMessageACall() throws Exception {
        assumeTrue(Transports.byScheme("posix+unixgram").batches().isAvailable(), "no transport has batches here");
        Path json = directory.resolve("batches.json");

        assertThat(flood("posix+unixgram", "--json", json.toString()))
                .as(err.toString())
                .isZero();

        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows)
                .extracting(row -> row.at("/key/row").asText() + " "
                        + row.at("/key/batch").asInt() + " " + row.path("calls").asText())
                .containsExactlyInAnyOrder(
                        "posix+unixgram 1 ", "raw:posix+unixgram 1 ", "posix+unixgram 4 sendmmsg, recvmmsg");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.at("/messages/lost").asLong()).isZero());
    }

    private int roundTrips(String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "compare",
                                "--size",
                                "64",
                                "--scope",
                                "in-process",
                                "--rounds",
                                "1",
                                "--duration",
                                "50ms",
                                "--cpus",
                                "free"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static String optionOf(JsonNode row, String side, String name) {
        return row.at("/key/row").asText() + " "
                + row.at("/socketOptions/" + side + "/" + name).asText("none");
    }

    @Test
    void showsTheSocketOptionsThatBothSidesHaveInEachRow() throws Exception {
        Path json = directory.resolve("options.json");

        assertThat(roundTrips(
                        "--transport",
                        "tcp,raw:udp,unix",
                        "--socket-option",
                        "dscp=EF,keep-alive-idle=10s",
                        "--details",
                        "--json",
                        json.toString()))
                .as(err.toString())
                .isZero();

        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        for (String side : new String[] {"client", "server"}) {
            assertThat(rows)
                    .extracting(row -> optionOf(row, side, "DSCP"))
                    .contains("tcp 46", "raw:tcp 46", "raw:udp 46", "unix none");
            assertThat(rows)
                    .extracting(row -> optionOf(row, side, "TCP_KEEPIDLE"))
                    .contains("tcp 10s", "raw:tcp 10s", "raw:udp none", "unix none");
        }
        assertThat(out.toString().replaceAll("\\s+", " ")).contains("DSCP 46, TCP_KEEPIDLE 10s: tcp");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, congestion=reno, the JDK cannot set TCP_CONGESTION; posix+tcp can",
        "tcp, max-segment=1000, the JDK cannot set TCP_MAXSEG; posix+tcp can",
        "tcp, busy-poll=50us, the JDK cannot set SO_BUSY_POLL; posix+tcp can",
        "tcp, user-timeout=1s, the JDK cannot set TCP_USER_TIMEOUT; posix+tcp can",
        "udp, busy-poll=50us, the JDK cannot set SO_BUSY_POLL; posix+udp can"
    })
    void saysWhichTransportCanSetAnOption(String transport, String option, String sentence) {
        assertThat(roundTrips("--transport", transport, "--socket-option", option))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("ipc-demo: nothing of this can be measured here: " + sentence);
    }

    @Test
    void comparesTwoWaysThatDifferInASocketOption() throws Exception {
        assumeTrue(
                Transports.byScheme("posix+tcp").availability().isAvailable(),
                () -> Transports.byScheme("posix+tcp").availability().reason());
        Path json = directory.resolve("ways.json");

        assertThat(roundTrips(
                        "--transport",
                        "posix+tcp",
                        "--ab",
                        "as-is",
                        "congestion=reno,max-segment=1000",
                        "--json",
                        json.toString()))
                .as(err.toString())
                .isZero();

        assertThat(new ObjectMapper().readTree(json.toFile()).get("rows"))
                .filteredOn(row -> row.at("/key/variant").asText().equals("B"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.at("/socketOptions/client/TCP_CONGESTION").asText())
                            .isEqualTo("reno");
                    assertThat(row.at("/socketOptions/server/TCP_MAXSEG").asInt())
                            .isBetween(900, 1_000);
                });
    }

    @Test
    void findsTheHighestRateUnderABound() throws Exception {
        Path json = directory.resolve("rates.json");
        int status = run(
                "compare",
                "--find-rate",
                "p50 < 1s",
                "--rounds",
                "1",
                "--transport",
                "raw:unix",
                "--scope",
                "in-process",
                "--json",
                json.toString());
        assertThat(status).isZero();
        assertThat(out.toString()).contains("Highest rate at which p50 < 1 s, in messages a second");
        assertThat(JsonFile.read(json).highestRates().get(0).perRound()).hasSize(1);
    }

    @Test
    void aSearchForARateHasNoOtherRates() {
        assertThat(run("compare", "--find-rate", "p99 < 1ms", "--rate", "100")).isEqualTo(2);
        assertThat(err.toString()).startsWith("ipc-demo: --find-rate finds rates, and cannot be used with --rate");
    }

    @Test
    void measuresAsOftenAndOnWhatItIsTold() throws Exception {
        Path json = directory.resolve("r.json");
        String cpu = Topology.HERE.allowed().stream()
                .findFirst()
                .map(String::valueOf)
                .orElse("0");
        run("compare --transport raw:unix --scope in-process --size 64 --rounds 2 --duration 20ms --warm-up 5ms --cpus "
                .concat(cpu + " --json " + json)
                .split(" "));
        assertThat(err.toString()).contains("1 row, 2 rounds each");
        assertThat(JsonFile.read(json).rows().get(0).rounds()).hasSize(2);
        assertThat(JsonFile.read(json).rows().get(0).setup().clientPlace()).isEqualTo(Place.parse("cpu " + cpu));
    }

    @ParameterizedTest
    @CsvSource({
        "no-delay=off, as-is, 'no-delay=off: choose false or true'",
        "as-is, foo, foo is not a way of running",
        "java=/not/there, as-is, /not/there is not the directory of a Java runtime",
        "as-is, build=/not/there, /not/there has no jars of this project"
    })
    void refusesAWayThatCannotBeRunBeforeItMeasures(String a, String b, String sentence) {
        assertThat(run("compare", "--ab", a, b)).isEqualTo(2);
        assertThat(err.toString().replace("'", "")).startsWith("ipc-demo: " + sentence);
    }

    @Test
    void comparesTwoWaysInTheSameRounds() throws Exception {
        Path json = directory.resolve("two.json");
        int status = run(
                "compare",
                "--quick",
                "--rounds=5",
                "--duration=20ms",
                "--transport",
                "raw:unix",
                "--scope",
                "inter-process",
                "--ab",
                "jvm-args=-Xss2m",
                "as-is",
                "--fail-above",
                "500",
                "--json",
                json.toString());
        assertThat(status).isZero();
        assertThat(out.toString()).contains("A: jvm-args=-Xss2m (", "B: as-is (", "B compared with A: ");
        assertThat(JsonFile.read(json).twoWays().orElseThrow().a().jvmOptions()).contains("-Xss2m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "60001", "9223372036854775807"})
    void refusesAPauseThatIsNone(String millis) {
        assertThat(run("compare", "--stall=" + millis)).isEqualTo(2);
        assertThat(err.toString()).startsWith("ipc-demo: --stall: the server can pause for 0 to 60000 ms");
    }

    @Test
    void writesTheOtherFilesWhenOneCannotBeWritten() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        Path csv = directory.resolve("r.csv");
        Path html = Files.writeString(directory.resolve("r.html"), "old");

        CommandLineUse use = CommandLineUse.of(
                "compare",
                "--quick",
                "--rounds=1",
                "--transport",
                "raw:unix",
                "--scope",
                "in-process",
                "--json",
                "/dev/full",
                "--csv",
                csv.toString(),
                "--html",
                html.toString());

        assertThat(use.status()).isEqualTo(1);
        assertThat(use.errors()).contains("ipc-demo: --json: /dev/full: No space left on device");
        assertThat(use.errors()).doesNotContain("--csv", "--html");
        assertThat(csv).content().startsWith("pattern,");
        assertThat(html).content().startsWith("<!doctype html>");
    }

    @Test
    void printsTheSchemaOfItsJson() {
        assertThat(run("compare", "--schema")).isZero();
        assertThat(out.toString()).isEqualTo(JsonFile.schema()).contains("ipc-demo.compare/1");
    }

    @Test
    void measuresAndWritesFilesAndComparesWithThem() {
        String json = directory.resolve("r.json").toString();
        String csv = directory.resolve("r.csv").toString();
        String html = directory.resolve("r.html").toString();
        run(
                "compare",
                "--quick",
                "--details",
                "--transport",
                "unix",
                "--scope",
                "inter-process",
                "--json",
                json,
                "--csv",
                csv,
                "--html",
                html);
        // On a busy machine the rounds may carry no claim; then the report says why.
        assertThat(out.toString())
                .contains("raw:unix")
                .containsAnyOf(
                        "This project's API over the bare channel (1 row)",
                        "the rounds fall into two groups: ",
                        "the figures drifted from round to round: ");
        assertThat(err.toString())
                .contains(
                        "2 rows, 5 rounds each: about 14 seconds; up to 12 of what is not clear then: 34 seconds at most");
        assertThat(directory.resolve("r.json")).isNotEmptyFile();
        assertThat(directory.resolve("r.csv")).isNotEmptyFile();
        assertThat(directory.resolve("r.html"))
                .content()
                .startsWith("<!doctype html>")
                .contains("\"name\":\"this run\"", "\"row\":\"raw:unix\"");
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("unix +[0-9.]+ [█▏▎▍▌▋▊▉#]+ .*"));
        run("compare", "--quick", "--rounds=1", "--transport", "raw:unix", "--scope", "in-process", "--baseline", json);
        assertThat(out.toString()).contains("Compared with the baseline: the two reports have no row in common.");
        assertThat(err.toString()).containsPattern("wrote \\Q" + html + "\\E \\(\\d+\\.\\d kB\\)");
        assertThat(run("report", json)).isZero();
        assertThat(out.toString().lines()).last().asString().startsWith("--details: ");
        assertThat(run("report", json, "--details")).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("SO_SNDBUF")))
                .as("with --details")
                .hasSize(2);
    }

    @Test
    void writesJsonToStandardOutputAndNothingElse() throws Exception {
        CommandLineUse use = CommandLineUse.of(
                "compare", "--quick", "--rounds=1", "--transport", "raw:unix", "--scope", "in-process", "--json", "-");
        assertThat(use.status()).isZero();
        Path json = Files.writeString(directory.resolve("out.json"), use.output());
        assertThat(JsonFile.read(json).rows()).hasSize(1);
        assertThat(use.errors())
                .contains("measured 1 of 1", "raw:unix", "--details: ")
                .doesNotContain("wrote");
    }

    @Test
    void quietSaysNothingThatIsNoFailure() throws Exception {
        Path json = directory.resolve("quiet.json");
        CommandLineUse use = CommandLineUse.of(
                "compare",
                "--quick",
                "--rounds=1",
                "--transport",
                "pipe",
                "--scope",
                "in-process",
                "--quiet",
                "--json",
                json.toString());
        assertThat(use.status()).isZero();
        assertThat(use.output()).isEmpty();
        assertThat(use.errors()).doesNotContain("measured", "pipe");
        assertThat(JsonFile.read(json).rows()).isNotEmpty();
    }

    @Test
    void quietStillSaysWhatFails() {
        CommandLineUse use =
                CommandLineUse.of("compare", "--quick", "--quiet", "--peer", "unix:" + directory.resolve("nobody"));
        assertThat(use.status()).isEqualTo(1);
        assertThat(use.output()).isEmpty();
        assertThat(use.errors()).contains("connect unix:" + directory.resolve("nobody"));
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() throws Exception {
        assertThat(run("compare", "--transport", "tpc")).isEqualTo(2);
        assertThat(run("compare", "--pattern", "ping")).isEqualTo(2);
        assertThat(run("compare", "--size", "0")).isEqualTo(2);
        assertThat(run("compare", "--quick", "--thorough")).isEqualTo(2);
        assertThat(run("compare", "--fail-above", "much")).isEqualTo(2);
        assertThat(run("compare", "--open")).isEqualTo(2);
        assertThat(run("compare", "--baseline", directory.resolve("none").toString()))
                .isEqualTo(2);
        Path other = Files.writeString(directory.resolve("other.json"), "[]");
        assertThat(run("compare", "--baseline", other.toString())).isEqualTo(2);
        assertThat(run("compare", "--transport", "udp", "--pattern", "connect")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no row 'tpc' (did you mean tcp?); choose from tcp")
                .contains("--open needs --html")
                .contains("there is no pattern 'ping'; choose from round-trip")
                .contains("datagrams have no connections");
        assertThat(out.toString()).isEmpty();
    }
}
