package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code trace} of programs that nobody here wrote, and of one of ours. */
class TraceCommandTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void needsStrace() {
        assumeTrue(Program.isInstalled("strace"), "strace is not installed");
    }

    /** A server that ends by itself is not ended before it has, however busy the machine is. */
    private static final String LONG = "300s";

    /**
     * Has a port at which nobody listens. The kernel gives it to nobody else, but a server with SO_REUSEADDR that asks for
     * it has it, as long as this one does not listen (socket(7)).
     */
    private static Socket silent() throws IOException {
        Socket silent = new Socket();
        silent.setReuseAddress(true);
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return silent;
    }

    /** In columns so wide that no call is wrapped. */
    private static Program trace(String... arguments) {
        String[] command = Stream.concat(Stream.of(Program.launcher().toString(), "trace"), Stream.of(arguments))
                .toArray(String[]::new);
        return Program.start(Path.of("."), Map.of("IPC_DEMO_NO_BUILD", "1", "COLUMNS", "400"), command);
    }

    private Path script(String text) throws IOException {
        return Files.writeString(directory.resolve("script.py"), text);
    }

    @Test
    void aFileThatIsNoProgramCannotBeExecuted() throws Exception {
        Path notes = Files.writeString(directory.resolve("notes"), "echo hello\n");
        Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwx------"));
        try (Program trace = trace("--", notes.toString())) {
            assertThat(trace.exitStatus()).isEqualTo(126);
            assertThat(trace.err()).contains("ipc-demo: " + notes + ": cannot be executed (ENOEXEC: ");
        }
    }

    @Test
    void explainsARefusedConnectAndKeepsTheExitStatus() throws Exception {
        assumeTrue(Program.isInstalled("nc"), "nc is not installed");
        try (Socket silent = silent();
                Program trace = trace("--", "nc", "127.0.0.1", Integer.toString(silent.getLocalPort()))) {
            assertThat(trace.exitStatus()).isEqualTo(1);
            assertThat(trace.out()).isEmpty();
            assertThat(trace.err())
                    .contains("! ECONNREFUSED (refused: nobody listens at that address")
                    .contains("nc exited with 1")
                    .contains("nothing left open");
        }
    }

    @Test
    void matchesTheTwoEndsOfAConnectionOfTwoCommands() throws Exception {
        assumeTrue(Program.isInstalled("nc"), "nc is not installed");
        Path page = directory.resolve("trace.html");
        try (Socket silent = silent();
                Program trace = trace(
                        "--linger",
                        LONG,
                        "--html",
                        page.toString(),
                        "--",
                        "nc",
                        "-l",
                        "127.0.0.1",
                        Integer.toString(silent.getLocalPort()),
                        "---",
                        "nc",
                        "-N",
                        "127.0.0.1",
                        Integer.toString(silent.getLocalPort()))) {
            trace.type("hello\n").endInput();
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).isEqualTo("hello\n");
            assertThat(trace.err())
                    .containsPattern("#1 listen\\(backlog \\d+\\)")
                    .containsPattern("#1 accept\\(\\) = #\\d+ from 127\\.0\\.0\\.1:\\d+")
                    .containsPattern("#\\d+ and #\\d+ are the two ends of one connection")
                    .contains("write(\"hello\\n\") = 6")
                    .contains("= 6 \"hello\\n\"")
                    .contains("= end of stream");
        }
        assertThat(page).content().contains("<svg", "write(&quot;hello", "backlog");
    }

    @Test
    void showsSocatOverAUnixSocket() throws Exception {
        assumeTrue(Program.isInstalled("socat"), "socat is not installed");
        Path socket = directory.resolve("s");
        try (Program trace = trace(
                "--linger",
                LONG,
                "--",
                "socat",
                "-u",
                "UNIX-LISTEN:" + socket,
                "-",
                "---",
                "socat",
                "-u",
                "-",
                "UNIX-CONNECT:" + socket)) {
            trace.type("hello\n").endInput();
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).isEqualTo("hello\n");
            assertThat(trace.err())
                    .contains("bind(" + socket + ")")
                    .contains("connect(" + socket + ")")
                    .contains("unix unnamed → " + socket);
        }
    }

    @Test
    void showsCurlAndAServerInPythonThatIsEndedAfterIt() throws Exception {
        assumeTrue(Program.isInstalled("curl") && Program.isInstalled("python3"), "curl or python3 is not installed");
        Files.writeString(directory.resolve("page"), "<p>hello</p>");
        Path server = script("""
                import http.server, sys
                class Handler(http.server.SimpleHTTPRequestHandler):
                    def log_message(self, *words): pass
                    def __init__(self, *arguments): super().__init__(*arguments, directory=sys.argv[2])
                http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
                """);
        try (Socket silent = silent();
                Program trace = trace(
                        "--linger",
                        "10ms",
                        "--",
                        "python3",
                        server.toString(),
                        Integer.toString(silent.getLocalPort()),
                        directory.toString(),
                        "---",
                        "curl",
                        "-s",
                        "http://127.0.0.1:" + silent.getLocalPort() + "/page")) {
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).isEqualTo("<p>hello</p>");
            assertThat(trace.err())
                    .contains("send(\"GET /page HTTP/1.1")
                    .containsPattern("recv\\(\\d+\\) = \\d+ \"HTTP/1.0 200 OK")
                    .contains("are the two ends of one connection")
                    .contains("killed by SIGTERM");
        }
    }

    @Test
    void killsAServerThatDoesNotEndAndSaysSo() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        Path server = script("""
                import signal, socket, time
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                listener = socket.create_server(('127.0.0.1', 0))
                time.sleep(1000)
                """);
        try (Program trace = trace("--linger", "10ms", "--", "python3", server.toString(), "---", "true")) {
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.err())
                    .contains("killed by SIGKILL")
                    .contains("did not end within 5 s of SIGTERM, and got SIGKILL");
        }
    }

    @Test
    void namesASocketThatAPythonProgramLeavesOpen() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        Path program = script("""
                import os, socket, sys
                u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                u.bind(('127.0.0.1', 0))
                u.sendto(b'to itself', u.getsockname())
                print(u.recv(100).decode(), file=sys.stdout, flush=True)
                os._exit(7)
                """);
        Path timeline = directory.resolve("timeline");
        try (Program trace = trace("--output", timeline.toString(), "--", "python3", program.toString())) {
            assertThat(trace.exitStatus()).as(trace.err()).isEqualTo(7);
            assertThat(trace.out()).isEqualTo("to itself\n");
            assertThat(timeline)
                    .content()
                    .containsPattern("sendto\\(\"to itself\", 127\\.0\\.0\\.1:\\d+ \\(#\\d+\\)\\) = 9")
                    .containsPattern("exited with 7, and left open #\\d+")
                    .containsPattern("left open at the end of a process: #\\d+ udp 127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void showsADemoOfOurs() throws Exception {
        try (Program trace = trace(
                "--",
                Program.launcher().toString(),
                "demo",
                "echo",
                "--transport",
                "tcp",
                "--scope",
                "inter-process")) {
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).contains("checked");
            assertThat(trace.err())
                    .containsPattern("is another process: ")
                    .containsPattern("#\\d+ listen\\(backlog 128\\)")
                    .containsPattern("#\\d+ write\\(\"how are you\\?\"\\) = 12")
                    .containsPattern("#\\d+ and #\\d+ are the two ends of one connection");
        }
    }

    @Test
    void passesASignalOnAndLeavesNothingBehind() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        Path program = script("""
                import os, signal, socket, sys
                def stop(number, frame):
                    print('got', number, flush=True)
                    os._exit(5)
                signal.signal(signal.SIGTERM, stop)
                listener = socket.create_server(('127.0.0.1', 0))
                print('ready', flush=True)
                listener.accept()
                """);
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (Program trace = Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                Program.launcher().toString(),
                "trace",
                "--",
                "python3",
                program.toString())) {
            trace.awaitOut("ready");
            assertThat(fifos(temporary)).hasSize(1);
            send("TERM", trace.pid());
            assertThat(trace.exitStatus()).as(trace.err()).isEqualTo(5);
            assertThat(trace.out()).isEqualTo("ready\ngot 15\n");
            assertThat(trace.err()).contains("exited with 5, and left open #");
        }
        assertThat(fifos(temporary)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL=POSIX, POSIX", "LC_ALL=, not set", "-uLC_ALL, not set"})
    void theProgramHasTheLocaleOfTheUser(String change, String locale) throws Exception {
        try (Program trace = Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1"),
                "env",
                change,
                Program.launcher().toString(),
                "trace",
                "--",
                "sh",
                "-c",
                "echo ${LC_ALL-not set}")) {
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).isEqualTo(locale + "\n");
        }
    }

    @Test
    void theProgramMayOpenAsManyFilesAsTheUser() throws Exception {
        try (Program trace = Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1"),
                "sh",
                "-c",
                "ulimit -Sn 500 && exec \"$0\" trace -- sh -c 'ulimit -Sn'",
                Program.launcher().toString())) {
            assertThat(trace.exitStatus()).as(trace.err()).isZero();
            assertThat(trace.out()).isEqualTo("500\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void theSecondCommandIsNotStartedAfterASignal(String signal, int status) throws Exception {
        Path started = directory.resolve("started");
        try (Program trace =
                trace("--", "sh", "-c", "echo ready; exec sleep 1000", "---", "touch", started.toString())) {
            trace.awaitOut("ready");
            send(signal, trace.pid());
            assertThat(trace.exitStatus()).as(trace.err()).isEqualTo(status);
            assertThat(trace.err()).contains("not started");
        }
        assertThat(started).doesNotExist();
    }

    /** As kill(1) does it; the JDK's own way also closes the streams that the program is read from. */
    private static void send(String signal, long pid) throws InterruptedException {
        try (Program kill = Program.start("kill", "-s", signal, Long.toString(pid))) {
            assertThat(kill.exitStatus()).isZero();
        }
    }

    private static List<Path> fifos(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("calls")).toList();
        }
    }

    @Test
    void ofASignalThatEndsTheProgramTheStatusTells() throws Exception {
        try (Program trace = trace("--", "sh", "-c", "kill -TERM $$")) {
            assertThat(trace.exitStatus()).as(trace.err()).isEqualTo(128 + 15);
        }
    }

    @Test
    void saysThatThereIsNoSuchProgram() throws Exception {
        try (Program trace = trace("--", "no-such-program")) {
            assertThat(trace.exitStatus()).isEqualTo(127);
            assertThat(trace.err()).isEqualTo("ipc-demo: no-such-program: no such program\n");
        }
    }

    @Test
    void saysWhatToDoWithoutStrace() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Program trace = Program.start(
                Path.of("."),
                Map.of("PATH", bin.toString()),
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ipcdemo.cli.Main",
                "trace",
                "--",
                "true")) {
            assertThat(trace.exitStatus()).as(trace.err()).isEqualTo(125);
            assertThat(trace.err())
                    .contains("trace needs strace(1), and there is none in PATH: install the package strace");
        }
    }
}
