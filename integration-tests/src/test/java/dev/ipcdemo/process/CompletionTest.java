package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of {@code completion}, in shells at a terminal where somebody presses the tabulator. */
@Tag("once")
@Timeout(600)
class CompletionTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void writeTheScript() throws Exception {
        try (Program completion = Program.ipcDemo("completion")) {
            assertThat(completion.exitStatus()).as(completion.err()).isZero();
            Files.writeString(directory.resolve("script"), completion.out());
        }
        Files.createFile(directory.resolve("run.json"));
    }

    @ParameterizedTest
    @CsvSource({"bash, --norc --noprofile -i", "zsh, -f -i"})
    void completesCommandsOptionsAndValues(String shell, String options) throws Exception {
        assumeTrue(Program.isInstalled(shell), shell + " is not installed");
        assumeTrue(Program.isInstalled("script"), "script (util-linux) is not installed");
        Map<String, String> environment = Map.of("TERM", "dumb", "HOME", directory.toString(), "ZDOTDIR", "");
        try (Program terminal =
                Program.start(directory, environment, "script", "-qec", shell + " " + options, "/dev/null")) {
            terminal.type("ipc-demo() { echo \"[$*]\"; }; source ./script; echo is rea''dy\n")
                    .awaitOut("is ready");
            completes(terminal, "rep", "[report]");
            completes(terminal, "compare --basel", "[compare --baseline]");
            completes(terminal, "report run.json --op", "[report run.json --open]");
            completes(terminal, "compare --transport unixp", "[compare --transport unixpacket]");
            completes(terminal, "compare --transport tcp,unixp", "[compare --transport tcp,unixpacket]");
            completes(terminal, "compare --transport raw:unixp", "[compare --transport raw:unixpacket]");
            completes(terminal, "compare --transport tcp,raw:jun", "[compare --transport tcp,raw:junix]");
            completes(terminal, "compare --transport tls:u", "[compare --transport tls:unix]");
            completes(terminal, "compare --with fr", "[compare --with frameworks]");
            completes(terminal, "demo echo --scope cross", "[demo echo --scope cross-host]");
            completes(terminal, "compare --cpus sp", "[compare --cpus split]");
            completes(terminal, "compare --pattern fan", "[compare --pattern fan-in]");
            completes(terminal, "compare --threads vir", "[compare --threads virtual]");
            completes(terminal, "serve --service disc", "[serve --service discard]");
            completes(terminal, "demo multi", "[demo multicast]");
            completes(terminal, "compare --baseline run.j", "[compare --baseline run.json]");
            completes(terminal, "cluster comp", "[cluster compare]");
            completes(terminal, "cluster compare --most", "[cluster compare --most-pairs]");
            completes(terminal, "cluster compare --network ho", "[cluster compare --network host]");
            completes(
                    terminal, "cluster compare --transport tcp,unixp", "[cluster compare --transport tcp,unixpacket]");
            completes(terminal, "cluster compare --json run.j", "[cluster compare --json run.json]");
            completes(terminal, "report ru", "[report run.json]");
        }
    }

    private static void completes(Program terminal, String typed, String called) throws InterruptedException {
        terminal.type("ipc-demo " + typed + "\t\n").awaitOut(Pattern.quote(called));
    }
}
