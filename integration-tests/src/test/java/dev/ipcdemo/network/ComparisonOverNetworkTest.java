package dev.ipcdemo.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compare --peer} and {@code serve --service measure} over networks as there are. */
@Timeout(1_800)
@Tag("once")
class ComparisonOverNetworkTest {

    /** What of each Ethernet frame of a bulk transfer by TCP is not payload, with room for a narrower estimate. */
    private static final double HEADERS = 1.1;

    /** On a busy machine, a comparison may have no time for what a test waits for. */
    private static final int MOST_COMPARISONS = 8;

    /** Why a round fails on a busy machine. */
    private static final List<String> TOO_BUSY = List.of("could not keep its rate", "the rate was still ");

    @TempDir
    private Path directory;

    private final List<Program> servers = new ArrayList<>();
    private Network network;

    @BeforeEach
    void openNetwork() throws IOException {
        network = Network.open(1);
    }

    @AfterEach
    void closeNetwork() throws IOException {
        servers.forEach(Program::close);
        network.close();
    }

    /** Starts a server, and returns where a client finds it. */
    private String serve(String scheme) throws InterruptedException {
        Program server = network.ipcDemo(
                Side.SERVER, "serve", scheme + "://" + Side.SERVER.ipv4() + ":0", "--service", "measure");
        servers.add(server);
        return server.awaitOut("listening on (.*)$").group(1);
    }

    private record Outcome(int exitStatus, String out, String err, Report report) {

        Row row(String row, Pattern pattern) {
            return report.rows().stream()
                    .filter(each -> each.key().row().equals(row) && each.key().pattern() == pattern)
                    .findFirst()
                    .orElseThrow();
        }

        /** Without the ends of lines. */
        String said() {
            return out.replaceAll("\\s+", " ");
        }

        /** Of the messages over UDP. */
        long lost(Pattern pattern) {
            return row("udp", pattern).messages().lost();
        }

        double bytesPerSecond(String row) {
            return row(row, Pattern.THROUGHPUT).rates().bytesPerSecond();
        }

        boolean isDuplicatedEverywhere() {
            return report.rows().stream().allMatch(row -> row.messages().duplicated() > 0);
        }
    }

    private Outcome compare(String peers, String... options) throws Exception {
        Path json = directory.resolve("report.json");
        String[] arguments = Stream.concat(
                        Stream.of("compare", "--quick", "--details", "--peer", peers, "--json", json.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        try (Program compare = network.ipcDemo(Side.CLIENT, arguments)) {
            int exitStatus = compare.exitStatus();
            return new Outcome(exitStatus, compare.out(), compare.err(), JsonFile.read(json));
        }
    }

    /** Compares again, a few times, until the outcome is what a test waits for. Returns the last one, whatever it is. */
    private Outcome compareUntil(Predicate<Outcome> isSo, String peers, String... options) throws Exception {
        Outcome outcome = compare(peers, options);
        for (int i = 1; i < MOST_COMPARISONS && !isSo.test(outcome); i++) {
            outcome = compare(peers, options);
        }
        return outcome;
    }

    /** A busy machine may not keep the rate, or send evenly, but no round fails for another reason. */
    private static void noRoundFailsForWhatTheNetworkDoes(Outcome outcome) {
        assertThat(outcome.exitStatus()).as(outcome.out() + outcome.err()).isBetween(0, 1);
        assertThat(outcome.report().rows())
                .flatExtracting(Row::rounds)
                .extracting(round -> round.failure().orElse(TOO_BUSY.get(0)))
                .allMatch(why -> TOO_BUSY.stream().anyMatch(why::contains));
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100})
    void measuresRoundTripsThatTakeLong(int roundTripMillis) throws Exception {
        String peers = serve("tcp") + "," + serve("udp");
        network.impairBoth(Impairment.delay(Duration.ofMillis(roundTripMillis).dividedBy(2)));

        Outcome outcome = compare(peers, "--rounds", "1", "--pattern", "round-trip,connect,fan-in");

        assertThat(outcome.exitStatus()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.report().rows()).hasSize(5).allSatisfy(row -> {
            assertThat(row.goodRounds()).isEqualTo(1);
            assertThat(row.latency().percentilesNs().get("p50"))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(roundTripMillis).toNanos());
        });
    }

    /** Which connect one after the other, and so take longer than any single answer may. */
    @Test
    void waitsForManyClientsThatAreFar() throws Exception {
        String peer = serve("tcp");
        network.impairBoth(Impairment.delay(Duration.ofMillis(75)));

        Outcome outcome = compare(peer, "--rounds", "1", "--pattern", "fan-in", "--clients", "120");

        assertThat(outcome.exitStatus()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.report().rows())
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.goodRounds()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05})
    void countsWhatIsLostAndGoesOn(double share) throws Exception {
        String peer = serve("udp");
        network.impairBoth(Impairment.loss(share));

        Outcome outcome = compareUntil(
                each -> each.lost(Pattern.ROUND_TRIP) > 0 && each.lost(Pattern.FAN_IN) > 0,
                peer,
                "--rounds",
                "2",
                "--duration",
                "1s",
                "--pattern",
                "round-trip,fan-in,rate,throughput",
                "--rate",
                "200");

        noRoundFailsForWhatTheNetworkDoes(outcome);
        assertThat(outcome.lost(Pattern.ROUND_TRIP)).isPositive();
        assertThat(outcome.lost(Pattern.FAN_IN)).isPositive();
        assertThat(outcome.out()).containsPattern("udp: \\d+ of \\d+ messages lost");
    }

    @Test
    void measuresOverTcpWhatALossyNetworkLeaves() throws Exception {
        String peer = serve("tcp");
        network.impairBoth(Impairment.loss(0.005));

        Outcome outcome = compareUntil(
                each -> each.exitStatus() == 0,
                peer,
                "--rounds",
                "1",
                "--pattern",
                "round-trip,fan-in,throughput,connect");

        assertThat(outcome.exitStatus()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.report().rows())
                .allSatisfy(row -> assertThat(row.messages().lost()).isZero());
    }

    @Test
    void countsWhatComesTwice() throws Exception {
        String peer = serve("udp");
        network.impairBoth(Impairment.NONE.withDuplication(0.05).withReordering(0.01));

        Outcome outcome = compareUntil(
                Outcome::isDuplicatedEverywhere,
                peer,
                "--rounds",
                "1",
                "--duration",
                "500ms",
                "--pattern",
                "round-trip,fan-in,rate,throughput",
                "--rate",
                "200");

        noRoundFailsForWhatTheNetworkDoes(outcome);
        assertThat(outcome.report().rows())
                .allSatisfy(row -> assertThat(row.messages().duplicated()).isPositive());
        assertThat(outcome.out()).containsPattern("udp: .*\\d+ duplicated, \\d+ reordered, 0 corrupted");
    }

    /** The bucket holds half a second's worth of the rate, so a short measurement would show a multiple of it. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void takesNoBurstForARate(String scheme) throws Exception {
        int bytesPerSecond = 125_000;
        String peer = serve(scheme);
        network.impairBoth(Impairment.NONE.withRate(bytesPerSecond, bytesPerSecond / 2, bytesPerSecond / 5));

        Range range = new Range(bytesPerSecond / HEADERS / 1.1, bytesPerSecond * 1.1);

        Outcome outcome = compareUntil(
                each -> range.contains(each.bytesPerSecond(scheme)),
                peer,
                "--rounds",
                "1",
                "--pattern",
                "throughput",
                "--size",
                "1000");

        assertThat(outcome.bytesPerSecond(scheme))
                .as(outcome.out() + outcome.err())
                .isBetween(range.least(), range.most());
    }

    private record Range(double least, double most) {

        boolean contains(double value) {
            return value >= least && value <= most;
        }
    }

    /** Slow start takes two seconds here; what a sender reaches in it is a fraction of the rate. */
    @Test
    void waitsForTheEndOfSlowStart() throws Exception {
        int bytesPerSecond = 2_000_000;
        String peer = serve("tcp");
        network.impairBoth(
                Impairment.delay(Duration.ofMillis(100)).withRate(bytesPerSecond, 100_000, bytesPerSecond / 4));
        Range range = new Range(bytesPerSecond / HEADERS / 1.1, bytesPerSecond * 1.02);

        Outcome outcome = compareUntil(
                each -> range.contains(each.bytesPerSecond("tcp")),
                peer,
                "--rounds",
                "1",
                "--pattern",
                "throughput",
                "--size",
                "16K");

        assertThat(outcome.bytesPerSecond("tcp"))
                .as(outcome.out() + outcome.err())
                .isBetween(range.least(), range.most());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void namesAPathMtuBlackHole(String scheme) throws Exception {
        String peer = serve(scheme);
        network.impairBoth(Impairment.NONE.withLargest(1_000));

        // Which takes an answer to a small message within two seconds.
        Outcome outcome = compareUntil(
                each -> each.said().contains("black hole"),
                peer,
                "--rounds",
                "1",
                "--pattern",
                "round-trip",
                "--size",
                "4096");

        assertThat(outcome.exitStatus()).isEqualTo(1);
        assertThat(outcome.said())
                .contains("large packets are lost on the way to " + peer)
                .contains("a path MTU black hole");
    }
}
