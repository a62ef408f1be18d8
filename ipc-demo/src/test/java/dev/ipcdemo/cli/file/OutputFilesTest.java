package dev.ipcdemo.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class OutputFilesTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final OutputFiles files = new OutputFiles(new PrintWriter(out));
    private final StringWriter errors = new StringWriter();

    private boolean write(String option, String text) {
        return files.write(option, () -> text, new PrintWriter(errors, true));
    }

    @Test
    void thatWereNotAskedForAreWrittenAtOnce() {
        files.add("--json", Optional.empty());
        assertThat(write("--json", "text")).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thatCannotBeWrittenAreNamedAndTheOthersAreWritten() {
        Path good = directory.resolve("good");
        files.add("--json", Optional.of(directory.resolve("nowhere/bad")));
        files.add("--csv", Optional.of(good));
        assertThat(write("--json", "text")).isFalse();
        assertThat(write("--csv", "text")).isTrue();
        assertThat(errors.toString())
                .startsWith("ipc-demo: --json: " + directory.resolve("nowhere"))
                .contains("no such file or directory")
                .endsWith("wrote " + good + " (4 B)\n")
                .hasLineCount(2);
        assertThat(good).hasContent("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.json", "./run.json", "link", "sub/../run.json"})
    void mayNotBeTheirOwnInput(String name) throws IOException {
        Path input = Files.writeString(directory.resolve("run.json"), "{}");
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("link"), input);
        files.add("--html", Optional.of(directory.resolve(name)));
        assertThat(files.obstacle(Map.of("the report run.json", input)))
                .hasValue("--html: " + directory.resolve(name) + " would overwrite the report run.json");
    }

    @Test
    void mayNotBeTheSameTwice() {
        files.add("--json", Optional.of(directory.resolve("file")));
        files.add("--csv", Optional.of(directory.resolve("./file")));
        assertThat(files.obstacle(Map.of()))
                .hasValue("--csv: " + directory.resolve("./file") + " would overwrite the file of --json");
    }

    @Test
    void mayBothBeWhatIsNoRegularFile() {
        files.add("--json", Optional.of(Path.of("/dev/null")));
        files.add("--csv", Optional.of(Path.of("/dev/null")));
        assertThat(files.obstacle(Map.of())).isEmpty();
    }

    @Test
    void mayBeStandardOutputAndThenNothingElseIsSaid() {
        files.add("--json", Optional.of(Path.of("-")));
        assertThat(files.obstacle(Map.of())).isEmpty();
        assertThat(files.isOutputTaken()).isTrue();
        assertThat(write("--json", "text")).isTrue();
        assertThat(out).hasToString("text");
        assertThat(errors.toString()).isEmpty();
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void areNotStandardOutputWhereThatHasSomethingElse() {
        OutputFiles elsewhere = OutputFiles.notOnOutput();
        elsewhere.add("--save", Optional.of(Path.of("-")));
        assertThat(elsewhere.obstacle(Map.of()))
                .hasValue(
                        "--save: this cannot be written to standard output; name a file, or ./- for one of that name");
    }

    @Test
    void areNamedWithTheirSize() {
        Path page = directory.resolve("page.html");
        files.add("--html", Optional.of(page));
        write("--html", "é".repeat(600_000));
        assertThat(errors).hasToString("wrote " + page + " (1.2 MB)\n");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "1234567890, 1.2 GB"})
    void haveSizesThatCanBeReadAtAGlance(long bytes, String words) {
        assertThat(OutputFiles.size(bytes)).isEqualTo(words);
    }
}
