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

    @Test
    void closedInputSendsNothing() throws Exception {
        try (Program server = Program.ipcDemo("serve", "tcp:")) {
            String endpoint = server.awaitOut("on (tcp:\\S+)").group(1);
            try (Program client = shell("exec \"$0\" connect \"$1\" <&-", endpoint)) {
                assertThat(client.exitStatus()).isZero();
                assertThat(client.err()).isEqualTo("ipc-demo: standard input is closed, so nothing is sent\n");
                assertThat(client.out()).isEmpty();
            }
            server.interrupt().exitStatus();
            assertThat(server.out()).contains("connections 1, received 0 bytes");
        }
    }

    /** As in a container, where nobody calls bin/ipc-demo. */
    @Test
    void closedInputOfABareJvmSendsNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd/0")), "there is no /proc that shows what is open");
        try (Program server = Program.ipcDemo("serve", "tcp:")) {
            String endpoint = server.awaitOut("on (tcp:\\S+)").group(1);
            String script = "exec \"$1\" -cp \"$2\" dev.ipcdemo.cli.Main connect \"$3\" <&-";
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            try (Program client = shell(script, java, System.getProperty("java.class.path"), endpoint)) {
                assertThat(client.exitStatus()).isEqualTo(1);
                assertThat(client.err()).startsWith("ipc-demo: standard input is closed;");
                assertThat(client.out()).isEmpty();
            }
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void closedOutputIsASentenceAndStatusOne() throws Exception {
        try (Program program = shell("exec \"$0\" resolve localhost >&-")) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.err())
                    .startsWith("ipc-demo: standard output is closed")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2>&-", "<&- 2>&-"})
    void closedInputAndErrorOfOneWhoNeedsNeitherMakeNoDifference(String closed) throws Exception {
        try (Program program = shell("exec \"$0\" resolve 127.0.0.1 " + closed)) {
            assertThat(program.exitStatus()).isZero();
            assertThat(program.out()).isEqualTo("AF_INET   127.0.0.1\n");
            assertThat(program.err()).isEmpty();
        }
    }

    /** Another JVM of ours inherits standard error, and its remarks must not be in its link to us. */
    @Test
    void closedErrorDoesNotGetInBetweenTwoJvms() throws Exception {
        try (Program program = shell("exec \"$0\" demo echo --transport tcp --scope inter-process <&- 2>&-")) {
            assertThat(program.exitStatus()).as(program.out()).isZero();
            assertThat(program.out()).contains("checked:");
        }
    }
}
