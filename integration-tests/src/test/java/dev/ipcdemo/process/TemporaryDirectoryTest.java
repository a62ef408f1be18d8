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

    private static final String READ_ONLY = "ro,size=16k";

    /** The directory itself is the only file that the file system has room for. */
    private static final String FULL = "nr_inodes=1";

    /** Has room for directories, and for one page of a file. */
    private static final String SMALL = "size=4k";

    private Program withReadOnlyDirectory(String... command) {
        return withDirectory(READ_ONLY, command);
    }

    /** The file system is in a mount namespace of the program's own, and is gone with it. */
    private Program withDirectory(String options, String... command) {
        return Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + directory),
                Stream.concat(
                                Stream.of(
                                        "unshare",
                                        "--mount",
                                        "sh",
                                        "-c",
                                        "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"",
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

    @Test
    void aServerSaysThatItIsFull() throws Exception {
        try (Program serve = withDirectory(FULL, Program.launcher().toString(), "serve", "unix:")) {
            assertThat(serve.exitStatus()).isEqualTo(1);
            assertThat(serve.err()).contains("ipc-demo: bind unix:", directory + ": No space left on device");
        }
    }

    @Test
    void aDemoSaysThatItIsFull() throws Exception {
        try (Program demo = withDirectory(FULL, Program.launcher().toString(), "demo", "echo", "--transport", "unix")) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(oneLine(demo))
                    .contains(directory + ": No space left on device")
                    .doesNotContain("ermission denied");
        }
    }

    @Test
    void aComparisonSaysThatItIsFull() throws Exception {
        try (Program compare = withDirectory(
                FULL,
                Program.launcher().toString(),
                "compare",
                "--quick",
                "--rounds=1",
                "--details",
                "--transport",
                "unix,pipe",
                "--scope",
                "inter-process")) {
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(oneLine(compare))
                    .contains(
                            "cannot create a directory for the socket file in " + directory
                                    + ": No space left on device",
                            "pipe, round-trip, 64 B, inter-process, block, cpus same: 1 of 1 rounds discarded ("
                                    + directory)
                    .doesNotContain("\tat ", "ermission denied");
        }
    }

    @Test
    void anImageSaysThatItIsFull(@TempDir Path elsewhere) throws Exception {
        Path image = elsewhere.resolve("image.tar");
        try (Program making =
                withDirectory(SMALL, Program.launcher().toString(), "image", "--save", image.toString())) {
            assertThat(making.exitStatus()).isEqualTo(1);
            assertThat(making.err())
                    .contains(directory.toString(), "No space left on device")
                    .doesNotContain("\tat ");
        }
        assertThat(image).doesNotExist();
    }

    /** What is wrapped at the width of a terminal, as it was before. */
    private static String oneLine(Program program) {
        return (program.out() + program.err()).replaceAll(" *\\n *", " ");
    }
}
