package dev.ipcdemo.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Program;
import dev.ipcdemo.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/archive} makes of this build runs in a directory of its own, without Maven and without a build. */
@Tag("once")
@Timeout(900)
class ArchiveTest {

    @TempDir
    private Path directory;

    private SearchPath programs;

    @BeforeEach
    void makeAPathWithoutJava() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "runs on Linux only");
        programs = new SearchPath(directory.resolve("programs"), Program.OF_THE_LAUNCHER);
    }

    /** Makes an archive, and unpacks it. */
    private Path unpacked(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Program.projectRoot().resolve("bin/archive").toString(),
                directory.resolve("made").toString()));
        command.addAll(List.of(options));
        Path archive;
        try (Program make = Program.start(
                directory, Map.of("JAVA_HOME", System.getProperty("java.home")), command.toArray(String[]::new))) {
            assertThat(make.exitStatus()).as(make.err()).isZero();
            archive = Path.of(make.out().strip());
        }
        Path place = Files.createDirectory(directory.resolve("a place"));
        try (Program tar = Program.start("tar", "-xzf", archive.toString(), "-C", place.toString())) {
            assertThat(tar.exitStatus()).as(tar.err()).isZero();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.toList().get(0);
        }
    }

    private Program start(Path unpacked, String javaHome, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(unpacked.resolve("bin/ipc-demo").toString()));
        command.addAll(List.of(arguments));
        return Program.start(
                directory,
                Map.of("PATH", programs.toString(), "JAVA_HOME", javaHome, "IPC_DEMO_NO_BUILD", ""),
                command.toArray(String[]::new));
    }

    @Test
    void runsWithAnyJava() throws Exception {
        Path unpacked = unpacked();

        try (Program demo = start(
                unpacked,
                System.getProperty("java.home"),
                "demo",
                "echo",
                "--transport",
                "unix",
                "--scope",
                "inter-process")) {
            assertThat(demo.exitStatus()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("echo over unix", "checked:");
            assertThat(demo.err()).isEmpty();
        }
    }

    @Test
    void saysThatItNeedsJava() throws Exception {
        try (Program families = start(unpacked(), "", "families")) {
            assertThat(families.exitStatus()).isEqualTo(1);
            assertThat(families.err()).startsWith("ipc-demo: there is no java on the PATH");
        }
    }

    @Test
    void runsWithTheRuntimeInside() throws Exception {
        Path unpacked = unpacked("--runtime");

        try (Program demo = start(unpacked, "", "demo", "echo", "--transport", "unix", "--scope", "inter-process")) {
            assertThat(demo.exitStatus()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("echo over unix", "checked:");
        }
        try (Program modules =
                Program.start(unpacked.resolve("runtime/bin/java").toString(), "--list-modules")) {
            assertThat(modules.exitStatus()).as(modules.err()).isZero();
            assertThat(modules.out().lines().map(module -> module.replaceFirst("@.*", "")))
                    .as("what the row http:jdk needs")
                    .contains("jdk.httpserver", "java.net.http");
        }
    }
}
