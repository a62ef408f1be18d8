package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen at a terminal: a demo in two colours and as wide as the terminal, and a comparison that is stopped. */
class TerminalTest {

    private static final String CONTROL_C = "\u0003";
    private static final String ESCAPE = "\u001b[";
    private static final String SERVER = ESCAPE + "38;5;63m";
    private static final String CLIENT = ESCAPE + "38;5;131m";

    @BeforeEach
    void thereIsATerminal() {
        assumeTrue(Program.isInstalled("script"), "script (util-linux) is not installed");
    }

    private static Program compareAtATerminal() {
        String command = "'" + Program.launcher() + "' compare --transport unix --scope inter-process";
        return Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "TERM", "xterm", "NO_COLOR", ""),
                "script",
                "-qec",
                command,
                "/dev/null");
    }

    @Test
    void controlCUnderTheProgressBarEndsAComparisonWithAReport() throws InterruptedException {
        try (Program compare = compareAtATerminal()) {
            compare.awaitOut("compare +\\d+% \\[=+");
            compare.type(CONTROL_C).exitStatus();
            assertThat(compare.out())
                    .contains("The run was stopped before its end")
                    .contains("round-trip, 64 B, inter-process");
        }
    }

    @Test
    void aComparisonThatIsStoppedAtOnceSaysSo() throws InterruptedException {
        try (Program compare = compareAtATerminal()) {
            compare.awaitOut("Press Ctrl-C");
            compare.type(CONTROL_C).exitStatus();
            assertThat(compare.out()).contains("stopped before");
        }
    }

    private static String atATerminal(int columns, String noColor) throws InterruptedException {
        Map<String, String> environment =
                Map.of("IPC_DEMO_NO_BUILD", "1", "TERM", "xterm", "NO_COLOR", noColor, "COLUMNS", "");
        String command = "stty cols " + columns + " && '" + Program.launcher() + "' demo echo --transport tcp";
        try (Program script = Program.start(Path.of("."), environment, "script", "-qec", command, "/dev/null")) {
            assertThat(script.exitStatus()).as(script.out()).isZero();
            return script.out().replace("\r\n", "\n");
        }
    }

    @Test
    void theSidesHaveColoursAtATerminal() throws InterruptedException {
        assertThat(atATerminal(100, "").lines())
                .anyMatch(line -> line.contains(SERVER + "accept()"))
                .anyMatch(line -> line.contains(CLIENT + "connect("));
    }

    @Test
    void noColorIsRespected() throws InterruptedException {
        assertThat(atATerminal(100, "1")).contains("accept()").doesNotContain(ESCAPE);
    }

    @Test
    void thereAreNoColoursInAPipe() throws InterruptedException {
        try (Program demo = Program.ipcDemo("demo", "echo", "--transport", "tcp")) {
            assertThat(demo.exitStatus()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("accept()").doesNotContain(ESCAPE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster compare", "compare", "demo echo", "families", "relay", "report run.json"})
    void whatPrintsATableIsToldTheWidthOfTheTerminal(String command, @TempDir Path directory) throws Exception {
        List<String> atATerminal = List.of("sh", "-c", "exec script -qec \"stty cols 133 && '$0' $*\" /dev/null");
        Checkout checkout = new Checkout(directory, "checkout");
        try (Program program = checkout.startBy(atATerminal, Map.of("COLUMNS", ""), command.split(" "))) {
            assertThat(program.exitStatus()).as(program.out()).isZero();
            assertThat(program.out()).contains("COLUMNS=133");
        }
    }

    @Test
    void theColumnsFitTheTerminal() throws InterruptedException {
        for (int columns : List.of(80, 140)) {
            List<String> lines = atATerminal(columns, "1").lines().toList();
            int client = lines.get(1).indexOf("client, ");
            assertThat(client).isBetween(columns / 2, columns / 2 + 10);
            assertThat(lines)
                    .allMatch(line -> line.length() <= columns)
                    .anyMatch(line -> line.startsWith("connect(", client));
        }
    }
}
