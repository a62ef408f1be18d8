package dev.ipcdemo.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Program;
import dev.ipcdemo.process.SearchPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/engine run}, where docker(1) is missing and a curl stands for an engine that answers at an address. */
@Tag("once")
@Timeout(600)
final class EngineRunTest {

    private static final String ENGINE = "tcp://192.0.2.1:2375";

    private static final String PROGRAMS = "sh cat env id mktemp mount rm setsid sleep stat tail true unshare";

    @TempDir
    private Path directory;

    private SearchPath programs;

    @BeforeEach
    void makeAPathWithoutDocker() throws IOException {
        programs = new SearchPath(directory.resolve("bin"), PROGRAMS);
        programs.install("curl", "echo \"$*\" >>'%s'\necho OK".formatted(directory.resolve("asked")));
    }

    private Program run(String... command) {
        return run(List.of(), Map.of(), command);
    }

    private Program run(List<String> starter, Map<String, String> environment, String... command) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PATH",
                programs.toString(),
                "DOCKER_HOST",
                ENGINE,
                "DOCKER_TLS_VERIFY",
                "",
                "HOME",
                directory.toString(),
                "XDG_RUNTIME_DIR",
                "",
                "IPC_DEMO_ENGINE_PARENT",
                directory.toString()));
        all.putAll(environment);
        List<String> words = new ArrayList<>(starter);
        words.add(Program.projectRoot().resolve("bin/engine").toString());
        words.add("run");
        words.addAll(List.of(command));
        return Program.start(directory, all, words.toArray(String[]::new));
    }

    private static String untilToldBy(String signal) {
        return "trap 'echo told; exit 3' " + signal + "; echo ready; while :; do sleep 1; done";
    }

    private static void signal(String name, String target) throws InterruptedException {
        try (Program kill = Program.start("kill", "-" + name, "--", target)) {
            assertThat(kill.exitStatus()).as(kill.err()).isZero();
        }
    }

    @Test
    void anEngineAtAnAddressIsAskedByCurl() throws Exception {
        try (Program run = run("sh", "-c", "echo \"$DOCKER_HOST\"; exit 7")) {
            assertThat(run.exitStatus()).as(run.err()).isEqualTo(7);
            assertThat(run.out()).isEqualTo(ENGINE + "\n");
        }
        assertThat(directory.resolve("asked")).content().contains(" http://192.0.2.1:2375/_ping");
    }

    @Test
    void withTheCertificatesThatDockerWouldUse() throws Exception {
        Map<String, String> tls = Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certificates");
        try (Program run = run(List.of(), tls, "true")) {
            assertThat(run.exitStatus()).as(run.err()).isZero();
        }
        assertThat(directory.resolve("asked"))
                .content()
                .contains(
                        " https://192.0.2.1:2375/_ping",
                        " --cacert /certificates/ca.pem --cert /certificates/cert.pem --key /certificates/key.pem");
    }

    @Test
    void anEngineThatAnswersNeedsNoProc() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can hide /proc");
        List<String> withoutProc = List.of(
                "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /proc && exec \"$@\"", empty().toString());
        try (Program probe = Program.start("unshare", "--mount", "true")) {
            assumeTrue(probe.exitStatus() == 0, "root may not mount here");
        }
        try (Program run = run(withoutProc, Map.of(), "sh", "-c", "echo \"$DOCKER_HOST\"")) {
            assertThat(run.exitStatus()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo(ENGINE + "\n");
        }
    }

    private Path empty() throws IOException {
        return Files.createDirectory(directory.resolve("empty"));
    }

    @Test
    void whatNobodyCanAskIsNoEngine() throws Exception {
        programs.remove("curl");
        Path socket = directory.resolve("docker.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            try (Program run = run(List.of(), Map.of("DOCKER_HOST", "unix://" + socket), "true")) {
                assertThat(run.exitStatus()).isEqualTo(1);
                assertThat(run.err())
                        .contains("nothing to ask with whether an engine answers at unix://" + socket, "install curl");
            }
        }
    }

    @Test
    void theCommandHasStandardInput() throws Exception {
        try (Program run = run("cat")) {
            run.type("hello\n").endInput();
            assertThat(run.exitStatus()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("hello\n");
        }
    }

    @Test
    void aSignalToTheScriptEndsTheCommand() throws Exception {
        try (Program run = run("sh", "-c", untilToldBy("TERM"))) {
            run.awaitOut("ready");
            signal("TERM", Long.toString(run.pid()));
            assertThat(run.exitStatus()).as(run.err()).isEqualTo(143);
            assertThat(run.out()).isEqualTo("ready\ntold\n");
        }
    }

    /** As Ctrl-C does. */
    @Test
    void anInterruptOfItsProcessGroupEndsTheCommand() throws Exception {
        try (Program run = run(List.of("setsid"), Map.of(), "sh", "-c", untilToldBy("INT"))) {
            run.awaitOut("ready");
            signal("INT", "-" + run.pid());
            assertThat(run.exitStatus()).as(run.err()).isEqualTo(130);
            assertThat(run.out()).isEqualTo("ready\ntold\n");
        }
    }
}
