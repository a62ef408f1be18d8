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

/** A comparison whose options stand in a file. */
class ProfileTest {

    private static final int WRONG_USAGE = 2;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(String profile, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("orders.yaml"), profile);
        String[] args = Stream.concat(Stream.of("compare", "--profile", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "size: 64\\nreqest: 16 | line 2: there is no key 'reqest' (did you mean request?)",
                "size: 64\\n\\nsize: 16 | line 3: 'size' is set twice",
                "size:\\n- 64 | line 1: 'size' has no value",
                "---\\n- 64 | line 2: '- 64' is not KEY: VALUE",
                "json: a.json | line 1: there is no key 'json'",
                "fail-if: 'unix p99 > | line 1: the quote at the beginning of",
                "depth: 99999 | --depth takes 1 to 4096, and 99999 is not",
                "pattern: connect\\nstreams: 4 | --streams is for pattern throughput",
                "socket-option: dscp=AF99 | dscp=AF99: write 0 to 63, or one of AF11",
                "socket-option: congestion=nonesuch | congestion=nonesuch: this host has ",
                "size: large | 'large' is not a size"
            })
    void whatIsWrongWithAFileIsSaidWithItsLineBeforeAnythingIsMeasured(String profile, String why) throws IOException {
        assertThat(compare(profile.replace("\\n", "\n"))).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains(why);
    }

    @Test
    void aFileMayBeginWithAByteOrderMark() throws IOException {
        assertThat(compare("\ufeffdepth: 99999")).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("99999 is not");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        Path file = Files.write(directory.resolve("photo.yaml"), new byte[] {(byte) 0xff, (byte) 0xd8});
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err, true), "compare", "--profile", file.toString()))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("photo.yaml is not text in UTF-8");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        String missing = directory.resolve("none.yaml").toString();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err, true), "compare", "--profile", missing))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("--profile").contains("none.yaml");
    }

    @Test
    void anOptionOfTheCommandLineTakesPrecedence() throws IOException {
        assertThat(compare("depth: 99999", "--depth", "5000")).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("5000 is not").doesNotContain("99999");
    }

    @Test
    void anotherNameOfAnOptionTakesPrecedenceToo() throws IOException {
        assertThat(compare("size: large\nthorough: true\nstreams: 2", "--request", "64", "--quick"))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("--streams is for pattern throughput");
    }

    @Test
    void itMeasuresAndTheReportTellsWhatTheFileSaid() throws IOException {
        String profile = """
                ---
                # What our order service does.
                transport: [pipe, unix]   # both on this host
                scope: in-process
                request: 64
                reply: 1K
                depth: 1, 4
                rounds: 1
                duration: 20ms
                socket-option: dscp=AF21, quick-ack=false
                """;
        assertThat(compare(profile, "--transport", "pipe", "--json", "-")).isZero();
        assertThat(out.toString())
                .contains("orders.yaml (transport: pipe,unix; scope: in-process; request: 64; reply: 1K; depth: 1,4;")
                .contains("\"replyBytes\" : 1024", "\"depth\" : 4", "\"dscp\" : \"18\"", "\"quick-ack\" : \"false\"")
                .contains("--transport pipe --json -")
                .doesNotContain("\"row\" : \"unix\"", "--reply=");
    }
}
