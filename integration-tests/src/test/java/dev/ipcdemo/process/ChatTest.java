package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --service chat}, and people who join it with whatever they have. */
class ChatTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:0",
                "udp://127.0.0.1:0",
                "unix:PATH",
                "junix:PATH",
                "unixgram:PATH",
                "unixpacket:PATH"
            })
    void threePeopleTalk(String endpoint) throws Exception {
        try (Program server = serve(endpoint.replace("PATH", path()));
                Program ann = join(server, "ann");
                Program bob = join(server, "bob");
                Program cleo = join(server, "cleo")) {
            ann.type("hello all\n");
            bob.awaitOut("^<ann> hello all$");
            cleo.awaitOut("^<ann> hello all$");
            bob.type("/who\n").awaitOut("^\\* here: ann, bob, cleo$");
            cleo.type("/nick Ann\n").awaitOut("^\\* Ann is taken$");
            cleo.type("/nick zoe\n");
            ann.awaitOut("^\\* cleo is now zoe$");
            bob.type("/quit\n").awaitOut("^\\* goodbye, bob$");
            ann.awaitOut("^\\* bob left$");
            ann.type("still here\n");
            cleo.awaitOut("^<ann> still here$");
            assertThat(ann.out()).doesNotContain("<ann>");
            server.terminate().exitStatus();
            assertThat(directory.resolve("s")).doesNotExist();
        }
    }

    @Test
    void aPersonWithNcJoins() throws Exception {
        assumeTrue(Program.isInstalled("nc"), "nc is not installed");
        try (Program server = serve("unix:" + path());
                Program ann = join(server, "ann");
                Program bob = Program.start("nc", "-U", path())) {
            bob.type("/nick bob\nhi ann\n");
            ann.awaitOut("^<bob> hi ann$");
            ann.type("hi bob\n");
            bob.awaitOut("^<ann> hi bob$");
        }
    }

    @Test
    void oneWhoDoesNotReadHoldsUpNobodyAndHasToLeave() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        String deaf = """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                s.sendall(b'/nick deaf\\n')
                print('joined', flush=True)
                sys.stdin.read()
                """;
        try (Program server = serve("unix:" + path());
                Program ann = join(server, "ann");
                Program dead = Program.start("python3", "-c", deaf, path())) {
            dead.awaitOut("joined");
            ann.awaitOut("is now deaf");
            try (Program bob = join(server, "bob")) {
                String line = "x".repeat(4000) + "\n";
                for (int i = 0; i < 1500; i++) {
                    bob.type(line);
                }
                bob.type("done\n");
                ann.awaitOut("^<bob> done$");
                ann.awaitOut("^\\* deaf left$");
                server.awaitErr("does not read what it is sent");
            }
        }
    }

    @Test
    void whatIsTypedCannotMoveTheCursorsOfOthers() throws Exception {
        try (Program server = serve("unix:" + path());
                Program ann = join(server, "ann");
                Program bob = join(server, "bob")) {
            bob.type("\u001b[2Jboo\u202e \u009b2J \u2028hey\r\n");
            ann.awaitOut("^<bob> \\?\\[2Jboo\\? \\?2J \\?hey$");
        }
    }

    private static Program serve(String endpoint) {
        return Program.ipcDemo("serve", endpoint, "--service", "chat");
    }

    private static Program join(Program server, String name) throws InterruptedException {
        String endpoint = server.awaitOut("on (\\w+:\\S+)$").group(1);
        Program person = Program.ipcDemo("connect", endpoint);
        person.type("may " + name + " come in, please?\n");
        Matcher answer = person.awaitOut("^(?:\\* to join, say (/\\w{6})|\\* welcome, .*)$"); // over UDP with a proof
        Stream.ofNullable(answer.group(1)).forEach(code -> person.type(code + "\n"));
        person.type("/nick " + name + "\n").awaitOut("is now " + name);
        return person;
    }

    private String path() {
        return directory.resolve("s").toString();
    }
}
