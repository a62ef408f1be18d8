package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.process.Program;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare --scope cross-host}, as a user runs it. */
@Tag("containers")
@Tag("once")
@Timeout(1_800)
final class ComparisonTest {

    @RegisterExtension
    static final Lab LAB = new Lab();

    @TempDir
    private Path directory;

    @Test
    void putsWhatCrossesContainersBesideWhatCrossesProcesses() throws Exception {
        Path json = directory.resolve("r.json");
        try (Program compare = Program.ipcDemo(
                "compare",
                "--quick",
                "--details",
                "--transport",
                "tcp,udp,unix,unixgram,pipe,shm",
                "--scope",
                "inter-process,cross-host",
                "--json",
                json.toString())) {
            assertThat(compare.exitStatus()).as(compare.err()).isZero();
            assertThat(LAB.madeFor(compare.pid())).isEmpty();
            assertThat(compare.out())
                    .contains("round-trip, 64 B, cross-host, block, cpus same (client cpu ")
                    .contains("Between containers vs inter-process, round-trip");
        }
        Report report = JsonFile.read(json);
        List<String> crossed = report.rows().stream()
                .filter(row -> row.key().scope() == Scope.CROSS_HOST)
                .map(row -> row.key().row())
                .toList();
        assertThat(crossed)
                .contains("tcp", "raw:tcp", "udp", "raw:udp", "unix", "raw:unix", "unixgram", "raw:unixgram")
                .contains("pipe", "shm");
        assertThat(report.elsewhere())
                .singleElement()
                .satisfies(other -> assertThat(other.where()).startsWith("two containers"));
    }

    @Test
    void leavesNothingIfItsJvmsDoNotStart() throws Exception {
        try (Program compare = Program.ipcDemo(
                "compare", "--transport", "tcp", "--scope", "cross-host", "--jvm-args=-XX:+NoSuchFlag")) {
            assertThat(compare.exitStatus()).as(compare.err()).isEqualTo(2);
            assertThat(compare.err()).contains("nothing can be measured with").doesNotContain("could not remove");
            assertThat(LAB.madeFor(compare.pid())).isEmpty();
        }
    }

    @Test
    void tellsWhatItMeasuredWhenItIsInterruptedAndLeavesNothing() throws Exception {
        try (Program compare =
                Program.ipcDemo("compare", "--details", "--transport", "tcp", "--scope", "inter-process,cross-host")) {
            compare.awaitErr("measured [1-9]");
            assertThat(LAB.madeFor(compare.pid())).isNotEmpty();
            compare.interrupt().exitStatus();
            assertThat(compare.out())
                    .contains("The run was stopped before its end")
                    .contains("raw:tcp");
            assertThat(LAB.madeFor(compare.pid())).isEmpty();
        }
    }
}
