package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcdemo.process.Program;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the figures of the guide are stale. That what it shows is what the reports say is {@link DocumentsTest}'s affair. */
@Tag("once")
class ChoosingTest {

    private static final Path ROOT = Program.projectRoot();
    private static final Path GUIDE = ROOT.resolve("docs/choosing.md");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^bin/(ipc-demo compare .*--json docs/choosing/[a-z]+\\.json)$");

    static List<String> commands() throws IOException {
        return COMMAND.matcher(Files.readString(GUIDE))
                .results()
                .map(command -> command.group(1))
                .toList();
    }

    private static Path fileOf(String command) {
        return ROOT.resolve(command.substring(command.lastIndexOf(' ') + 1));
    }

    private static JsonNode report(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aReportIsOfTheCommandAboveItAndOfThisVersion(String command) throws Exception {
        JsonNode report = report(fileOf(command));
        assertThat(report.at("/conditions/facts/command").asText()).isEqualTo(command);
        assertThat(report.at("/complete").asBoolean()).isTrue();
        assertThat(report.at("/rows")).isNotEmpty();
        try (Program version = Program.ipcDemo("--version")) {
            assertThat(version.exitStatus()).isZero();
            assertThat(version.out().lines())
                    .contains(report.at("/conditions/facts/ipc-demo").asText());
        }
    }

    @Test
    void everyReportHasItsCommand() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/choosing"))) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            commands().stream().map(ChoosingTest::fileOf).toList());
        }
    }

    /** But those for which Java 17, with which it was measured, is too old. */
    @Test
    void theSocketsAreAllThatThereAre() throws IOException {
        JsonNode report = report(ROOT.resolve("docs/choosing/sockets.json"));
        assertThat(report.at("/rows").findValuesAsText("transport"))
                .containsAll(Transports.all().stream()
                        .map(Transport::scheme)
                        .filter(scheme -> !scheme.startsWith("posix+"))
                        .toList());
    }
}
