package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bin/engine start} that is cut short, with programs that stand for Docker and apt-get, and in a mount namespace: what
 * it writes to {@code /usr/sbin} and {@code /run} is in a directory of the test's.
 */
@Tag("once")
@Timeout(600)
final class EngineScriptTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    /** With a descriptor open, as that of a lock. */
    private static final String IN_OWN_DIRECTORIES =
            "exec 9>>\"$1/lock\" && mount --bind \"$1/sbin\" /usr/sbin && mount --bind \"$1/run\" /run && shift && exec \"$@\"";

    private static final String WAITS = "exec sleep 600";

    @TempDir
    private Path directory;

    private Path engines;
    private Path temporary;
    private Path policy;

    @BeforeEach
    void needsMounts() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can start an engine");
        try (Program probe = Program.start("unshare", "--mount", "true")) {
            assumeTrue(probe.exitStatus() == 0, "root may not mount here");
        }
        engines = Files.createDirectory(directory.resolve("engines"));
        temporary = Files.createDirectory(directory.resolve("tmp"));
        policy = Files.createDirectory(directory.resolve("sbin")).resolve("policy-rc.d");
        Files.createDirectory(directory.resolve("run"));
        Files.createDirectory(directory.resolve("bin"));
        install("curl", "exit 7"); // as where no engine answers
    }

    private void install(String program, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("bin").resolve(program), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** In a process group of its own, as a terminal starts it. */
    private Program start() {
        Map<String, String> environment = Map.of(
                "PATH",
                directory.resolve("bin") + ":/usr/bin:/bin",
                "IPC_DEMO_ENGINE_PARENT",
                engines.toString(),
                "TMPDIR",
                temporary.toString(),
                "HOME",
                directory.toString(),
                "XDG_RUNTIME_DIR",
                "",
                "DOCKER_HOST",
                "");
        return Program.start(
                Path.of("."),
                environment,
                "setsid",
                "unshare",
                "--mount",
                "sh",
                "-c",
                IN_OWN_DIRECTORIES,
                "sh",
                directory.toString(),
                Program.projectRoot().resolve("bin/engine").toString(),
                "start");
    }

    private static void signal(String signal, Program group) throws InterruptedException {
        try (Program kill = Program.start("kill", "-" + signal, "--", "-" + group.pid())) {
            assertThat(kill.exitStatus()).as(kill.err()).isZero();
        }
    }

    private Program startThatInstalls() throws Exception {
        install("apt-get", "touch " + directory.resolve("installing") + "\n" + WAITS);
        Program start = start();
        await().atMost(LONG_ENOUGH).until(() -> Files.exists(directory.resolve("installing")));
        assertThat(policy).content().contains("exit 101");
        return start;
    }

    private void startThatCannotInstall() throws Exception {
        install("apt-get", "echo no such package; exit 100");
        try (Program start = start()) {
            assertThat(start.exitStatus()).isEqualTo(1);
            assertThat(start.err()).contains("no such package", "apt-get failed; its whole output is in " + temporary);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anEngineThatIsInterruptedWhileItStartsEnds(String signal, int status) throws Exception {
        install("dockerd", WAITS);
        install("iptables", "true");
        install("ip", "true");
        try (Program start = start()) {
            await().atMost(LONG_ENOUGH).until(() -> !isEmpty(engines));
            signal(signal, start);
            assertThat(start.exitStatus()).as(start.err()).isEqualTo(status);
            assertThat(start.out()).isEmpty();
        }
        assertThat(engines).isEmptyDirectory();
    }

    /** It may outlive its caller, and would keep a lock of his. */
    @Test
    void anEngineHasNoDescriptorsOfItsCaller() throws Exception {
        Path descriptors = directory.resolve("descriptors");
        install(
                "dockerd",
                "ls -l /proc/$$/fd >" + descriptors + ".new; mv " + descriptors + ".new " + descriptors + "\n" + WAITS);
        install("iptables", "true");
        install("ip", "true");
        try (Program start = start()) {
            await().atMost(LONG_ENOUGH).until(() -> Files.exists(descriptors));
            signal("TERM", start);
            start.exitStatus();
        }
        assertThat(descriptors).content().contains("/dev/null").doesNotContain("/lock");
    }

    private static boolean isEmpty(Path directory) {
        return directory.toFile().list().length == 0;
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInstallationThatIsInterruptedLeavesNothing(String signal, int status) throws Exception {
        try (Program start = startThatInstalls()) {
            signal(signal, start);
            assertThat(start.exitStatus()).as(start.err()).isEqualTo(status);
            await().atMost(LONG_ENOUGH).until(() -> Files.notExists(policy) && isEmpty(temporary));
        }
    }

    @Test
    void whatAnInstallationThatWasKilledLeftTheNextOneRemoves() throws Exception {
        try (Program start = startThatInstalls()) {
            signal("KILL", start);
            start.exitStatus();
        }
        assertThat(policy).exists();
        startThatCannotInstall();
        assertThat(policy).doesNotExist();
    }

    @Test
    void aPolicyOfSomebodyElsesIsKept() throws Exception {
        Files.writeString(policy, "#!/bin/sh\nexit 101\n");
        startThatCannotInstall();
        assertThat(policy).hasContent("#!/bin/sh\nexit 101\n");
    }
}
