package dev.ipcdemo.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code connect} at a terminal: what is typed can be edited, and what arrives does not disturb it. */
@Timeout(600)
class LineEditingTest {

    /** After what the editor may have said to the terminal. */
    private static final String PROMPT = "(^|=)> ";

    private static final String ENTER = "\r";
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";
    private static final String CONTROL_Z = "\u001a";
    private static final String ESCAPE = "\u001b";
    private static final String UP = ESCAPE + "OA";
    private static final String LEFT = ESCAPE + "[D";
    private static final String HOME = ESCAPE + "[H";
    private static final String END = ESCAPE + "OF";
    private static final String BACKSPACE = "\u007f";

    @TempDir
    private Path directory;

    private ServerSocket listener;

    @BeforeEach
    void thereIsATerminal() throws IOException {
        assumeTrue(Program.isInstalled("script"), "script (util-linux) is not installed");
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private String command() {
        return "'" + Program.launcher() + "' connect tcp://127.0.0.1:" + listener.getLocalPort();
    }

    private static Program atATerminal(String type, String command) {
        return Program.start(
                Path.of("."),
                Map.of("IPC_DEMO_NO_BUILD", "1", "TERM", type, "COLUMNS", ""),
                "script",
                "-qec",
                command,
                "/dev/null");
    }

    /** The client, in a shell that stays when Ctrl-C ends it, and notes the terminal's settings before and after. */
    private Program client(String type) {
        String before = "stty cols 80 rows 24; stty -a >'" + settings("before") + "'; trap : INT; ";
        String after = "; echo \"status $?\"; stty -a >'" + settings("after") + "'";
        return atATerminal(type, before + "sh -c 'echo process $$; exec \"$@\"' - " + command() + after);
    }

    private Path settings(String when) {
        return directory.resolve(when);
    }

    private void assertThatItEnded(Program client, int status) throws InterruptedException {
        client.awaitOut("status [0-9]+");
        client.exitStatus();
        assertThat(client.out()).contains("status " + status);
        assertThat(settings("after")).hasSameTextualContentAs(settings("before"));
    }

    /** The server's end of the connection. */
    private static final class Peer implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader reader;

        Peer(ServerSocket listener) throws IOException {
            socket = listener.accept();
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        String line() throws IOException {
            return reader.readLine();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        void end() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            end();
        }
    }

    @Test
    void theArrowKeysMoveTheCursorInTheLine() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("hello" + LEFT + LEFT + "XY" + HOME + "<" + END + "?" + BACKSPACE + ">" + ENTER);
            assertThat(peer.line()).isEqualTo("<helXYlo>");
        }
    }

    @Test
    void charactersOutsideAsciiAreEditedAsCharacters() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("\u017c\u00f3\u0142w \u65e5\u672c!" + LEFT + LEFT + "\u00e9" + LEFT + LEFT + BACKSPACE + ENTER);
            assertThat(peer.line()).isEqualTo("\u017c\u00f3\u0142w\u65e5\u00e9\u672c!");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"it's", "say \"", "back\\slash \\", "hey !! !1", "  two blanks ", "a\ttab", "(](}", "#", "%n"})
    void noCharacterHasAMeaningAsInAShell(String line) throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("first" + ENTER + line + ENTER + UP + ENTER);
            assertThat(peer.line()).isEqualTo("first");
            assertThat(peer.line()).isEqualTo(line);
            assertThat(peer.line()).isEqualTo(line);
        }
    }

    @Test
    void upBringsBackWhatWasTyped() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("one" + ENTER + "two" + ENTER + UP + UP + "!" + ENTER);
            assertThat(peer.line()).isEqualTo("one");
            assertThat(peer.line()).isEqualTo("two");
            assertThat(peer.line()).isEqualTo("one!");
        }
    }

    @Test
    void whatArrivesIsPrintedAboveTheLineThatIsBeingTyped() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("hello").awaitOut("> hello");
            peer.send("a line\nanother\r\n");
            client.awaitOut("a line\r?\nanother\r?\n> hello");
            client.type(LEFT + LEFT + LEFT + LEFT + "a" + BACKSPACE + "u" + BACKSPACE + ENTER);
            assertThat(peer.line()).isEqualTo("hello");
        }
    }

    @Test
    void whatArrivesCannotSteerTheTerminal() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            peer.send(ESCAPE + "[2J\u0007\u202e\n");
            client.awaitOut(Pattern.quote("?[2J??"));
        }
    }

    @Test
    void whatArrivesCannotSteerTheTerminalWhileTheInputComesFromAPipe() throws Exception {
        try (Program client = atATerminal("xterm", "printf hi | " + command() + "; echo \"status $?\"");
                Peer peer = new Peer(listener)) {
            assertThat(peer.line()).isEqualTo("hi");
            peer.send(ESCAPE + "[2J\u0007\u202e\n");
            peer.end();
            client.awaitOut("status 0");
            assertThat(client.out()).contains("?[2J??").doesNotContain(ESCAPE);
        }
    }

    @Test
    void whatArrivesPassesUnchangedFromATerminalIntoAPipe() throws Exception {
        try (Program client = atATerminal("xterm", "printf hi | " + command() + " | cat -v");
                Peer peer = new Peer(listener)) {
            assertThat(peer.line()).isEqualTo("hi");
            peer.send(ESCAPE + "[2J\u0007\n");
            peer.end();
            client.awaitOut(Pattern.quote("^[[2J^G"));
        }
    }

    @Test
    void aLineThatIsNotCompleteIsShownAndGrows() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("typed").awaitOut("> typed");
            peer.send("login: ");
            client.awaitOut("login:");
            peer.send("is over\n");
            client.awaitOut("login: is over\r?\n> typed");
        }
    }

    @Test
    void aLineThatIsNotCompleteStaysAboveTheAnswer() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            peer.send("login: ");
            client.awaitOut("login:");
            client.type("me" + ENTER);
            assertThat(peer.line()).isEqualTo("me");
            peer.send("welcome\nbye, without an end");
            peer.end();
            assertThatItEnded(client, 0);
            assertThat(client.out()).containsOnlyOnce("welcome").contains("bye, without an end");
        }
    }

    @Test
    void aLineOfAnyLengthIsPrintedWhole() throws Exception {
        String line = "x".repeat(40_000);
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            peer.send(line + "\n");
            client.awaitOut(line);
        }
    }

    @Test
    void controlDOnAnEmptyLineEndsTheInputAndTheRestIsPrinted() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("last" + ENTER + CONTROL_D);
            assertThat(peer.line()).isEqualTo("last");
            assertThat(peer.line()).isNull();
            peer.send("and ");
            client.awaitOut("and ");
            peer.send("goodbye\n");
            client.awaitOut("and goodbye");
            peer.end();
            assertThatItEnded(client, 0);
        }
    }

    @Test
    void controlCEndsItWithStatus130() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("first" + ENTER);
            assertThat(peer.line()).isEqualTo("first");
            client.type("half").awaitOut("> half");
            client.type(CONTROL_C);
            assertThatItEnded(client, 130);
            assertThat(peer.line()).isNull();
        }
    }

    @Test
    void sigtermPutsTheTerminalBack() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            String process = client.awaitOut("process ([0-9]+)").group(1);
            client.awaitOut(PROMPT);
            client.type("half").awaitOut("> half");
            try (Program kill = Program.start("kill", process)) {
                assertThat(kill.exitStatus()).isZero();
            }
            assertThatItEnded(client, 143);
            assertThat(peer.line()).isNull();
        }
    }

    @Test
    void thePeerEndsItInTheMiddleOfTyping() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("half").awaitOut("> half");
            peer.send("enough\n");
            peer.end();
            assertThatItEnded(client, 0);
            assertThat(client.out()).contains("enough");
        }
    }

    @Test
    void aPeerThatResetsIsSaidOnALineOfItsOwn() throws Exception {
        try (Program client = client("xterm");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("half").awaitOut("> half");
            peer.socket.setSoLinger(true, 0);
            peer.end();
            assertThatItEnded(client, 1);
            assertThat(client.out()).containsPattern("\n(\u001b(\\[[?0-9]+[a-z]|[>=]))*ipc-demo: .*reset");
        }
    }

    @Test
    void controlZGivesTheTerminalToTheShellAndFgTakesItBack() throws Exception {
        assumeTrue(Program.isInstalled("bash"), "bash is not installed");
        try (Program shell =
                atATerminal("xterm", "stty cols 80 rows 24; stty -a >'" + settings("before") + "'; bash --norc -i")) {
            shell.type(command() + "\n");
            try (Peer peer = new Peer(listener)) {
                shell.awaitOut(PROMPT);
                shell.type("half").awaitOut("> half");
                shell.type(CONTROL_Z).awaitOut("Stopped");
                shell.type("sh -c 'stty -a' >'" + settings("after") + "'; echo no''ted\n")
                        .awaitOut("noted");
                assertThat(settings("after")).hasSameTextualContentAs(settings("before"));
                shell.type("fg; echo en''ded\n").awaitOut("(?s)noted.*> half");
                shell.type(" and whole" + ENTER);
                assertThat(peer.line()).isEqualTo("half and whole");
                peer.end();
                shell.awaitOut("ended");
                shell.type("exit\n").exitStatus();
            }
        }
    }

    @Test
    void aTerminalThatCannotMoveItsCursorGetsAPlainPrompt() throws Exception {
        try (Program client = client("dumb");
                Peer peer = new Peer(listener)) {
            client.awaitOut(PROMPT);
            client.type("hello\n");
            assertThat(peer.line()).isEqualTo("hello");
            peer.send("answer\n");
            client.awaitOut("answer");
            peer.end();
            assertThatItEnded(client, 0);
            assertThat(client.out()).doesNotContain(ESCAPE);
        }
    }

    @Test
    @Tag("once")
    void aTerminalOfUnknownSizeGetsAPlainPrompt() throws Exception {
        try (Program client = atATerminal("xterm", "stty cols 0 rows 0; " + command());
                Peer peer = new Peer(listener)) {
            client.awaitOut("> ");
            client.type("hello\n");
            assertThat(peer.line()).isEqualTo("hello");
            peer.end();
            client.exitStatus();
            assertThat(client.out()).doesNotContain(ESCAPE);
        }
    }
}
