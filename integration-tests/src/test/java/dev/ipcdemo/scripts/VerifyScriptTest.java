package dev.ipcdemo.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.process.Program;
import dev.ipcdemo.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/verify} in a checkout that has only this script, with programs that stand for the others. Its Maven notes which
 * of the two runs it is, {@code build} or {@code tests}, and waits in it if there is a file of that name.
 */
@Tag("once")
@Timeout(600)
class VerifyScriptTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    private static final String PROGRAMS =
            "sh awk cat cmp cp date dirname env find flock grep head id mkdir rm sed setsid sleep sort tar tr true";

    private static final List<String> WITHOUT = Stream.of(
                    "socat", "nc", "python3", "strace", "shellcheck", "zsh", "man", "chromium", "podman")
            .flatMap(tool -> Stream.of("--without", tool))
            .toList();

    @TempDir
    private Path directory;

    private Path checkout;
    private SearchPath programs;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = directory.resolve("checkout");
        programs = new SearchPath(directory.resolve("bin"), PROGRAMS);
        programs.install("mvn", """
                cd '%s'
                case $* in
                  *-Dtest=*) phase=build ;;
                  *) phase=tests ;;
                esac
                trap 'echo $phase >>ended; kill $waiting; exit 143' TERM
                echo $phase >>started
                if [ -e $phase ]; then
                  sleep 600 &
                  waiting=$!
                  wait
                fi
                [ $phase = tests ] || mkdir -p checkout/target/verify/build/module/target/surefire-reports
                [ $phase = tests ] ||
                  echo '<testsuite name="OptionsTest" tests="1" errors="0" skipped="0" failures="0">' \\
                    >checkout/target/verify/build/module/target/surefire-reports/TEST-OptionsTest.xml
                """.formatted(directory));
        Files.createDirectories(checkout.resolve("bin"));
        Files.copy(
                Program.projectRoot().resolve("bin/verify"),
                checkout.resolve("bin/verify"),
                StandardCopyOption.COPY_ATTRIBUTES);
        SearchPath.install(checkout.resolve("bin/ipc-demo"), "echo families");
        SearchPath.install(checkout.resolve("bin/engine"), "[ \"$1\" = run ] || exit 0\nshift\nexec \"$@\"");
        SearchPath.install(directory.resolve("jdk/bin/javac"), "");
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    }

    private Program verify(List<String> arguments) {
        return Program.start(
                directory,
                Map.of(
                        "PATH",
                        programs.toString(),
                        "JAVA_HOME",
                        directory.resolve("jdk").toString(),
                        "JAVA_HOME_17",
                        ""),
                Stream.concat(Stream.of(checkout.resolve("bin/verify").toString()), arguments.stream())
                        .toArray(String[]::new));
    }

    /** The runs of Maven in one of these two, in which what has run is noted. */
    private List<String> noted(String file) throws IOException {
        Path notes = directory.resolve(file);
        return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tests"})
    void aSignalEndsItAndWhatItStarted(String phase) throws Exception {
        Files.createFile(directory.resolve(phase));
        try (Program verify = verify(WITHOUT)) {
            await().atMost(LONG_ENOUGH).until(() -> noted("started").contains(phase));
            verify.terminate();
            assertThat(verify.exitStatus()).as(verify.err()).isEqualTo(143);
        }
        List<String> started = noted("started").stream().filter(phase::equals).toList();
        // One that the signal reached before it had noted its start ended, too.
        assertThat(noted("ended")).containsOnly(phase).hasSizeGreaterThanOrEqualTo(started.size());
    }

    @Test
    void aJdkOnWhichNoTestRanHasNotPassed() throws Exception {
        try (Program verify = verify(WITHOUT)) {
            assertThat(verify.exitStatus()).as(verify.err()).isEqualTo(1);
            assertThat(verify.out()).containsPattern("JDK 25.0.3: FAILED, in \\d+ s: 0 tests, 0 skipped");
        }
    }

    @Test
    void installsWhatThereArePackagesOfAndNamesTheRest() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can install");
        assumeTrue(Files.exists(Path.of("/etc/debian_version")), "installs on Debian and Ubuntu only");
        programs.install("flock", ""); // others may install here meanwhile
        programs.install("apt-get", "echo \"$*\" >>'%s'".formatted(directory.resolve("installed")));
        programs.install("apt-cache", """
                case $2 in
                  chromium) ;;
                  chromium-driver | netavark) printf '%s:\\n  Installed: (none)\\n  Candidate: (none)\\n' "$2" ;;
                  *) printf '%s:\\n  Installed: (none)\\n  Candidate: 1.0-1\\n' "$2" ;;
                esac
                """);
        try (Program verify = verify(List.of())) {
            assertThat(verify.exitStatus()).isEqualTo(1);
            assertThat(verify.out())
                    .contains(
                            "cannot install chromium, because apt-get knows no package chromium chromium-driver\n",
                            "cannot install podman, because apt-get knows no package netavark\n");
            assertThat(verify.err()).contains("chromium podman", "'--without NAME'");
        }
        assertThat(noted("installed"))
                .last()
                .asString()
                .contains(" install ", " netcat-openbsd ", " man-db")
                .doesNotContain("chromium", "podman");
    }
}
