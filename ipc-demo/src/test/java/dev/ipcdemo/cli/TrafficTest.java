package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One's own traffic, as a user asks for it. */
class TrafficTest {

    private static final int WRONG_USAGE = 2;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(String... options) {
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Stream.concat(Stream.of("compare"), Stream.of(options)).toArray(String[]::new));
    }

    private int compareBriefly(String... options) {
        return compare(Stream.concat(
                        Stream.of("--scope", "in-process", "--rounds", "1", "--duration", "20ms", "--json", "-"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("orders.txt"), text).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--size|64:80+1K|'64:80+1K' is not a list of sizes with weights",
                "--request|64:80,1K:20,large|'large' is not a size",
                "--reply|64:0|a weight is at least 1",
                "--size|64:1+1K:1,64:1+1K:1|--size has 64:1+1K:1 twice"
            })
    void aListThatCannotBeReadIsRefusedBeforeAnythingIsMeasured(String option, String value, String why) {
        assertThat(compare(option, value)).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains(option).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "64\\n\\n1k # a comment\\nlarge|orders.txt, line 4: 'large' is not a size",
                "# nothing|orders.txt holds no sizes",
                "17M|orders.txt, line 1: '17M' is not a size that can be used"
            })
    void aFileThatCannotBeReadIsRefusedWithItsLine(String text, String why) throws IOException {
        assertThat(compare("--request-sizes", file(text.replace("\\n", "\n")))).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("--request-sizes: ").contains(why);
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThat(compare("--reply-sizes", directory.resolve("none").toString()))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("--reply-sizes: ").contains("none: no such file or directory");
    }

    @Test
    void patternsThatHaveNoSuchMessagesAreNamed() throws IOException {
        assertThat(compare("--pattern", "connect", "--size", "64:1+1K:1")).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("pattern connect has messages of one size");
        assertThat(compare("--pattern", "throughput", "--reply-sizes", file("64")))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("--reply-sizes is for patterns with replies");
    }

    @Test
    void aMixIsARowBesideSingleSizesAndTheReportHasItsList() {
        assertThat(compareBriefly("--transport", "pipe", "--size", "64,64:80+1K:20", "--reply", "8:1+16:1"))
                .isZero();
        assertThat(out.toString())
                .contains("\"messageBytes\" : 64,", "\"messageBytes\" : 256,")
                .contains("\"requestSizes\" : \"\"", "\"requestSizes\" : \"64:80+1K:20\"")
                .contains("\"replySizes\" : \"8:1+16:1\"")
                .contains("\"replyBytes\" : 12");
    }

    @Test
    void theReportSaysWhatAFileHolds() throws IOException {
        String file = file("64\n2K\n100 # bytes\n");
        String profile = Files.writeString(
                        directory.resolve("p.yaml"), "request-sizes: " + file + "\ntransport: unix\n")
                .toString();
        assertThat(compareBriefly("--profile", profile, "--pattern", "round-trip,throughput,fan-in"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("\"requestSizes\" : \"orders.txt#[0-9a-f]{16}\"")
                .containsPattern("\"sizes of orders.txt#[0-9a-f]{16}\" : \"3 sizes from 64 B to 2 KiB, mean 737 B,")
                .contains("\"pattern\" : \"fan-in\"", "\"pattern\" : \"throughput\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pattern round-trip --bidirectional|--bidirectional is for pattern throughput",
                "--pattern throughput --bidirectional --streams 2|cannot be used with --streams",
                "--pattern throughput --bidirectional --batch 8|cannot be used with --batch",
                "--pattern throughput --bidirectional --transport udp|where no message is lost",
                "--pattern fan-in --clients 10001|--clients takes 1 to 10000, and 10001 is not",
                "--pattern fan-in --clients 1001 --transport pipe|a pipe has two ends",
                "--pattern fan-in --clients 1001 --transport tcp6|more than 1,000 clients share an event loop"
            })
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingIsMeasured(String options, String why) {
        assertThat(compare(options.split(" "))).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains(why);
    }

    @Test
    void theReportHasTheRateOfEachDirection() {
        assertThat(compareBriefly("--pattern", "throughput", "--bidirectional", "--transport", "unix", "--size", "64"))
                .isZero();
        assertThat(out.toString())
                .contains("\"directions\" : \"both-ways\"")
                .containsPattern(
                        "\"receivedPerSecond\" : \\{\\s+\"client\" : \\d+\\.\\d+(E\\d+)?,\\s+\"server\" : \\d+\\.\\d+");
    }

    @Test
    void theDetailsSayWhichRateIsWhose() {
        assertThat(compare(
                        "--pattern",
                        "throughput",
                        "--bidirectional",
                        "--transport",
                        "pipe",
                        "--size",
                        "64",
                        "--scope",
                        "in-process",
                        "--rounds",
                        "1",
                        "--duration",
                        "20ms",
                        "--details"))
                .isZero();
        assertThat(out.toString())
                .contains("throughput, 64 B, in-process, block, cpus same, both-ways")
                .containsPattern("pipe: [\\d,. ]+/s to the server and [\\d,. ]+/s to the\\s+client");
    }
}
