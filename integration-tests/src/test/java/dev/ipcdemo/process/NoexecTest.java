package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing that is unpacked may be loaded, as in a container that was started with {@code --tmpfs /tmp}. */
class NoexecTest {

    /** Mounts a file system without exec on a directory, in a mount namespace of its own, and works there. */
    private static final String START =
            "mount -t tmpfs -o noexec tmpfs \"$1\" && cd \"$1\" || exit 99; shift; exec \"$@\"";

    @TempDir
    private Path directory;

    private Program start(String arguments) throws Exception {
        try (Program trial = inside("true")) {
            assumeTrue(trial.exitStatus() == 0, "only root may mount, and this is somebody else");
        }
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", // as the launcher
                "-Djava.io.tmpdir=" + directory,
                "-Duser.home=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ipcdemo.cli.Main"));
        command.addAll(List.of(arguments.split(" ")));
        return inside(command.toArray(String[]::new));
    }

    private Program inside(String... command) {
        assumeTrue(Program.isInstalled("unshare"), "unshare is not installed");
        return Program.start(Stream.concat(
                        Stream.of("unshare", "-m", "sh", "-c", START, "sh", directory.toString()), Stream.of(command))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo echo --transport junix", "connect junix:s", "serve unixgram:"})
    void aTransportThatNeedsNativeCodeFailsWithOneSentence(String arguments) throws Exception {
        try (Program program = start(arguments)) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.out() + program.err())
                    .containsOnlyOnce("is mounted noexec: mount it with 'exec'")
                    .doesNotContain("\tat ", "Exception", "UnsatisfiedLinkError");
        }
    }

    @Test
    void familiesGivesItAsTheReason() throws Exception {
        try (Program program = start("families")) {
            assertThat(program.exitStatus()).isZero();
            assertThat(program.out().replaceAll("\\s+", " "))
                    .contains("the junixsocket native library cannot be loaded: the file system of ");
            assertThat(program.err()).isEmpty();
        }
    }

    @Test
    void otherTransportsAreMeasuredWithoutAStackTrace() throws Exception {
        try (Program program = start("compare --transport unix,pipe --quick --rounds=1 --scope in-process")) {
            assertThat(program.exitStatus()).isZero();
            assertThat(program.err()).doesNotContain("\tat ", "WARN");
        }
    }
}
