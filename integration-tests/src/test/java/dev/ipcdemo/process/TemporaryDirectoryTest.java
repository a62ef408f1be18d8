package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tool says where it may make no file. */
@Timeout(600)
class TemporaryDirectoryTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void needsAFileSystem() throws Exception {
        assumeTrue(Program.isInstalled("unshare"), "unshare (util-linux) is not installed");
        try (Program mounting = withReadOnlyDirectory("true")) {
            assumeTrue(mounting.exitStatus() == 0, "this user cannot mount a file system of his own");
        }
    }

    /** The file system is in a mount namespace of the program's own, and is gone with it. */
    private Program withReadOnlyDirectory(String... command) {
        return Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + directory),
                Stream.concat(
                                Stream.of(
                                        "unshare",
                                        "--mount",
                                        "sh",
                                        "-c",
                                        "mount -t tmpfs -o ro,size=16k tmpfs \"$0\" && exec \"$@\"",
                                        directory.toString()),
                                Stream.of(command))
                        .toArray(String[]::new));
    }

    @Test
    void aServerSaysThatItIsReadOnly() throws Exception {
        try (Program serve = withReadOnlyDirectory(Program.launcher().toString(), "serve", "unix:")) {
            assertThat(serve.exitStatus()).isEqualTo(1);
            assertThat(serve.err())
                    .contains("ipc-demo: bind unix:", directory.toString(), "Read-only file system")
                    .doesNotContain("ermission denied");
        }
    }

    @Test
    void aDemoSaysThatItIsReadOnly() throws Exception {
        try (Program demo =
                withReadOnlyDirectory(Program.launcher().toString(), "demo", "echo", "--transport", "unix")) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(demo.out() + demo.err())
                    .contains("Read-only file system")
                    .doesNotContain("ermission denied");
        }
    }
}
