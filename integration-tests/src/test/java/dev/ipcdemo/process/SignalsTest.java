package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is told to end leaves nothing behind; one that was killed leaves what the next one clears away. */
class SignalsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void sigtermLeavesNoSocketFile(String scheme) throws Exception {
        Path path = directory.resolve("s");
        try (Program server = Program.ipcDemo("serve", scheme + ":" + path)) {
            server.awaitOut("on " + scheme);
            assertThat(path).exists();
            server.terminate().exitStatus();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void sigintLeavesNoSocketFileAndPrintsTheSummary() throws Exception {
        Path path = directory.resolve("s");
        try (Program server = Program.ipcDemo("serve", "unix:" + path)) {
            server.awaitOut("on unix");
            try (Program client = Program.ipcDemo("connect", "unix:" + path)) {
                client.type("x\n").awaitOut("^x$");
                client.endInput();
                client.exitStatus();
            }
            server.interrupt().exitStatus();
            assertThat(path).doesNotExist();
            assertThat(server.out()).contains("connections 1");
        }
    }

    @Test
    void sigintEndsAComparisonWithAReportOfWhatWasMeasured() throws Exception {
        try (Program compare =
                Program.ipcDemo("compare", "--details", "--transport", "unix", "--scope", "inter-process")) {
            compare.awaitErr("measured [1-9]");
            compare.interrupt().exitStatus();
            assertThat(compare.out())
                    .contains("The run was stopped before its end")
                    .contains("raw:unix");
        }
    }

    @Test
    void whatAKilledServerLeavesIsReplacedByTheNext() throws Exception {
        Path path = directory.resolve("s");
        try (Program server = Program.ipcDemo("serve", "unix:" + path)) {
            server.awaitOut("on unix");
        }
        assertThat(path).exists();
        try (Program refused = Program.ipcDemo("connect", "unix:" + path)) {
            refused.endInput();
            assertThat(refused.exitStatus()).isEqualTo(1);
            assertThat(refused.err()).contains("refused (nobody is listening; the socket file is stale)");
        }
        try (Program next = Program.ipcDemo("serve", "unix:" + path)) {
            next.awaitOut("on unix");
            next.terminate().exitStatus();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aLiveServerKeepsItsPlace() throws Exception {
        Path path = directory.resolve("s");
        try (Program server = Program.ipcDemo("serve", "unix:" + path)) {
            server.awaitOut("on unix");
            try (Program second = Program.ipcDemo("serve", "unix:" + path)) {
                assertThat(second.exitStatus()).isEqualTo(1);
                assertThat(second.err()).contains("in use (a live server has it)");
            }
            try (Program client = Program.ipcDemo("connect", "unix:" + path)) {
                client.type("still here\n").awaitOut("^still here$");
            }
        }
    }

    @Test
    void aRegularFileSurvives() throws Exception {
        Path path = Files.writeString(directory.resolve("s"), "precious");
        for (String scheme : new String[] {"unix", "junix", "unixgram", "unixpacket"}) {
            try (Program server = Program.ipcDemo("serve", scheme + ":" + path)) {
                assertThat(server.exitStatus()).isEqualTo(1);
                assertThat(server.err()).contains("something that is not a socket is there");
            }
        }
        assertThat(path).hasContent("precious");
    }

    private Program withTemporaryDirectory(String... arguments) {
        String[] command = Stream.concat(Stream.of(Program.launcher().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return inTemporaryDirectory(command);
    }

    private static void sendSignal(String signal, String processes) throws InterruptedException {
        try (Program kill = Program.start("kill", "-" + signal, "--", processes)) {
            assertThat(kill.exitStatus()).as(kill.err()).isZero();
        }
    }

    private Program inTemporaryDirectory(String... command) {
        return Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + directory),
                command);
    }

    @ParameterizedTest
    @CsvSource({
        "demo loss --transport unix, TERM",
        "demo loss --transport unix, INT",
        "demo chat --transport unix, TERM",
        "demo chat --transport unix, INT",
        "serve unix:, TERM"
    })
    void aSignalLeavesNoTemporaryDirectory(String arguments, String signal) throws Exception {
        try (Program program = withTemporaryDirectory(arguments.split(" "))) {
            program.awaitOut("unix:|unix ");
            sendSignal(signal, Long.toString(program.pid()));
            program.exitStatus();
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static final String[] COMPARISON_IN_A_GROUP = {
        "setsid",
        Program.launcher().toString(),
        "compare",
        "--transport",
        "unix",
        "--scope",
        "inter-process",
        "--size",
        "64,1024"
    };

    /** As a terminal does on Ctrl-Z, and fg. */
    @Tag("once")
    @Test
    void aComparisonThatWasStoppedSeveralTimesGoesOnAndHasNoExceptionInItsReport() throws Exception {
        assumeTrue(Program.isInstalled("setsid"), "setsid (util-linux) is not installed");
        try (Program compare = inTemporaryDirectory(COMPARISON_IN_A_GROUP)) {
            Path state = Path.of("/proc", Long.toString(compare.pid()), "status");
            for (String progress : List.of("measured [1-9] of", "measured 1[0-9] of", "measured 2[0-9] of")) {
                compare.awaitErr(progress);
                sendSignal("STOP", "-" + compare.pid());
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(state).content().contains("State:\tT"));
                sendSignal("CONT", "-" + compare.pid());
            }
            assertThat(compare.exitStatus()).isBetween(0, 1);
            assertThat(compare.out() + compare.err()).contains("round-trip").doesNotContain("Exception", "\tat ");
        }
    }

    /** As a terminal does on Ctrl-C, and when it is closed: the JVMs that measure get the signal too. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP"})
    void aSignalToAllProcessesOfAComparisonLeavesNoTemporaryDirectory(String signal) throws Exception {
        assumeTrue(Program.isInstalled("setsid"), "setsid (util-linux) is not installed");
        try (Program compare = inTemporaryDirectory(COMPARISON_IN_A_GROUP)) {
            compare.awaitErr("measured [1-9]");
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(directory).isNotEmptyDirectory());
            sendSignal(signal, "-" + compare.pid());
            compare.exitStatus();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(directory).isEmptyDirectory());
        }
    }

    /** Has shared memory of its own for a command, and says what is left there and in the temporary directory. */
    private static final String WITH_SHARED_MEMORY = """
            mount -t tmpfs tmpfs /dev/shm || exit 77
            trap : INT TERM HUP
            "$@"
            i=0
            while [ $i -lt 600 ] && find /dev/shm "$0" -mindepth 1 | grep -q .; do
                sleep 0.1
                i=$((i + 1))
            done
            echo "left: [$(find /dev/shm "$0" -mindepth 1)]"
            """;

    /** The JVMs that measure make FIFOs for the row pipe, and a file in shared memory for shm. */
    @Tag("once")
    @ParameterizedTest
    @CsvSource({"pipe, INT", "pipe, TERM", "pipe, HUP", "shm, INT", "shm, TERM", "shm, HUP"})
    void aSignalLeavesNeitherFifosNorRings(String row, String signal) throws Exception {
        assumeTrue(Program.isInstalled("setsid") && Program.isInstalled("unshare"), "util-linux is not installed");
        try (Program mounting = Program.start("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/dev/shm")) {
            assumeTrue(mounting.exitStatus() == 0, "this user cannot mount a file system of their own");
        }
        try (Program compare = inTemporaryDirectory(
                "setsid",
                "unshare",
                "--mount",
                "sh",
                "-c",
                WITH_SHARED_MEMORY,
                directory.toString(),
                Program.launcher().toString(),
                "compare",
                "--transport",
                row,
                "--scope",
                "inter-process",
                "--size",
                "64,1024")) {
            compare.awaitErr("measured [1-9]");
            Map<String, Path> places = Map.of(
                    "pipe", directory, "shm", Path.of("/proc", Long.toString(compare.pid()), "root", "dev", "shm"));
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(places.get(row)).isNotEmptyDirectory());
            sendSignal(signal, "-" + compare.pid());
            compare.exitStatus();
            assertThat(compare.out()).contains("left: []");
        }
    }

    @Test
    void theTemporaryDirectoryOfAKilledServerIsRemovedByTheNext() throws Exception {
        try (Program server = withTemporaryDirectory("serve", "unix:")) {
            server.awaitOut("on unix");
        }
        assertThat(directory).isNotEmptyDirectory();
        try (Program next = withTemporaryDirectory("serve", "unixgram:")) {
            next.awaitOut("on unixgram");
            next.terminate().exitStatus();
        }
        assertThat(directory).isEmptyDirectory();
    }
}
