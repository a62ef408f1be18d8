package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command behaves towards who called it, whatever the command. */
class CommandLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "demo nosuchdemo",
                "demo echo --transport tpc",
                "demo echo --scope nowhere",
                "serve",
                "serve tcp:7000",
                "serve tpc://localhost:7000",
                "connect",
                "connect nonsense",
                "resolve a b"
            })
    void wrongUsageGivesTwoAndOneSentence(String arguments) throws InterruptedException {
        try (Program program = Program.ipcDemo(arguments.isEmpty() ? new String[0] : arguments.split(" "))) {
            program.endInput();
            assertThat(program.exitStatus()).as(program.err()).isEqualTo(2);
            List<String> lines = program.err().lines().toList();
            assertThat(lines.get(0)).startsWith("ipc-demo: ");
            assertThat(lines.get(lines.size() - 1)).startsWith("Try 'ipc-demo");
            assertThat(program.err()).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(program.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"families", "demo", "resolve", "demo echo --transport tcp", "--help"})
    void aBrokenPipeOnStandardOutputIsNoStackTrace(String arguments) throws Exception {
        try (Program program = Program.ipcDemo(arguments.split(" "))) {
            program.stopReading();
            program.endInput();
            program.exitStatus();
            assertThat(program.err()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void helpGoesToStandardOutput() throws InterruptedException {
        try (Program program = Program.ipcDemo("serve", "--help")) {
            assertThat(program.exitStatus()).isZero();
            assertThat(program.out()).contains("Usage: ipc-demo serve");
            assertThat(program.err()).isEmpty();
        }
    }
}
