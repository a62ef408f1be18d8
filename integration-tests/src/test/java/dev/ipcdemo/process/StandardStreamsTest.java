package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a command whose standard streams are full, slow or closed. */
class StandardStreamsTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path directory;

    /** Runs a shell script in which {@code "$0"} is {@code bin/ipc-demo}. */
    private static Program shell(String script, String... arguments) {
        String[] command = Stream.concat(
                        Stream.of("sh", "-c", script, Program.launcher().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return Program.start(Path.of("."), Map.of("IPC_DEMO_NO_BUILD", "1"), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "families",
                "families --json",
                "completion",
                "demo",
                "demo echo --transport tcp",
                "demo echo --explain",
                "resolve",
                "serve tcp:",
                "compare --schema",
                "--help",
                "--version"
            })
    void outputThatCannotBeWrittenIsASentenceAndStatusOne(String arguments) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        try (Program program = shell("exec \"$0\" \"$@\" >/dev/full", arguments.split(" "))) {
            assertThat(program.exitStatus()).as(program.err()).isEqualTo(1);
            assertThat(program.err())
                    .isEqualTo("ipc-demo: standard output could not be written: No space left on device\n");
        }
    }

    @Test
    void whatComesFromAServerAndDoesNotFitIsASentenceAndStatusOne() throws Exception {
        assumeTrue(
                Files.getAttribute(directory, "unix:uid").equals(0),
                "only root can mount a small file system, and this is somebody else");
        try (Program server = Program.ipcDemo("serve", "tcp:")) {
            String endpoint = server.awaitOut("on (tcp:\\S+)").group(1);
            String script = "mount -t tmpfs -o size=64k tmpfs \"$2\" || exit 77; head -c " + MEBIBYTE
                    + " /dev/zero | \"$0\" connect \"$1\" >\"$2/out\"; status=$?; umount \"$2\"; exit $status";
            try (Program client = shell(script, endpoint, directory.toString())) {
                int status = client.exitStatus();
                assumeTrue(status != 77, "this root may not mount a small file system");
                assertThat(status).as(client.err()).isEqualTo(1);
                assertThat(client.err())
                        .isEqualTo("ipc-demo: standard output could not be written: No space left on device\n");
            }
        }
    }

    /** Gives a command a pipe that does not block, and reads it only when the command has filled it. */
    private static final String NON_BLOCKING = """
            import fcntl, os, subprocess, sys, threading
            count = int(sys.argv[1])
            in_read, in_write = os.pipe()
            out_read, out_write = os.pipe()
            for end in (in_read, out_write):
                os.set_blocking(end, False)
            child = subprocess.Popen(sys.argv[2:], stdin=in_read, stdout=out_write)
            os.close(in_read)
            os.close(out_write)
            def feed():
                for _ in range(count // 65536):
                    os.write(in_write, b'x' * 65536)
                os.close(in_write)
            threading.Thread(target=feed).start()
            import time, array, termios
            filled = array.array('i', [0])
            while filled[0] < 32768:
                fcntl.ioctl(out_read, termios.FIONREAD, filled)
                time.sleep(0.01)
            got = 0
            while True:
                part = os.read(out_read, 65536)
                if not part:
                    break
                got += len(part)
            print(got, child.wait())
            """;

    @Test
    void streamsThatDoNotBlockAreWaitedFor() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        try (Program server = Program.ipcDemo("serve", "tcp:")) {
            String endpoint = server.awaitOut("on (tcp:\\S+)").group(1);
            try (Program client = Program.start(
                    Path.of("."),
                    Map.of("IPC_DEMO_NO_BUILD", "1"),
                    "python3",
                    "-c",
                    NON_BLOCKING,
                    Integer.toString(4 * MEBIBYTE),
                    Program.launcher().toString(),
                    "connect",
                    endpoint)) {
                assertThat(client.exitStatus()).as(client.err()).isZero();
                assertThat(client.out()).isEqualTo(4 * MEBIBYTE + " 0\n");
            }
        }
    }

    @Test
    void aReaderThatHasHadEnoughIsNoFailure() throws InterruptedException {
        try (Program program = shell("{ \"$0\" demo; echo status $? >&2; } | head -1")) {
            program.exitStatus();
            assertThat(program.out()).hasLineCount(1);
            assertThat(program.err()).isEqualTo("status 0\n");
        }
    }
}
