package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the words of a command line before a command gets them. */
class ArgumentsTest {

    @TempDir
    private Path directory;

    private static List<String> traced(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Main.commandLine(nowhere, nowhere)
                .parseArgs(arguments)
                .subcommand()
                .matchedPositionalValue(0, List.of());
    }

    @Test
    void aTracedProgramGetsAFileThatAnAtSignNamesAsItWasWritten() throws IOException {
        String file = "@" + Files.writeString(directory.resolve("body.json"), "{\"a\": 1}");

        assertThat(traced("trace", "--", "curl", "-d", file, "@@x", "URL"))
                .containsExactly("curl", "-d", file, "@@x", "URL");
        assertThat(traced("trace", "curl", "-d", file)).containsExactly("curl", "-d", file);
    }
}
