package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When {@code bin/ipc-demo} builds, and what it does where it cannot. */
@Tag("once")
@Timeout(600)
class FirstStartTest {

    @TempDir
    private Path directory;

    private Checkout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = new Checkout(directory, "checkout");
    }

    private static String succeeds(Program program) throws InterruptedException {
        try (program) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            return program.err();
        }
    }

    private static String fails(Program program) throws InterruptedException {
        try (program) {
            assertThat(program.exitStatus()).as(program.err()).isEqualTo(1);
            assertThat(program.err().lines()).hasSize(1);
            return program.err();
        }
    }

    @Test
    void buildsOnceAndAgainAfterAChange() throws Exception {
        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(succeeds(checkout.start("families"))).isEmpty();
        change(checkout.source());

        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(checkout.builds()).hasSize(2);
    }

    private static void change(Path file) throws IOException {
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusMillis(10)));
    }

    /** Whatever else the jar has: of each pattern in the pom, one file. */
    static Stream<String> buildsAgainAfterAChangeOfWhatIsInTheJar() throws IOException {
        String pom = Files.readString(Program.projectRoot().resolve("ipc-demo/pom.xml"));
        return Pattern.compile("<include>(.+)</include>")
                .matcher(pom)
                .results()
                .map(include -> include.group(1).replace('*', 'x'));
    }

    @ParameterizedTest
    @MethodSource
    void buildsAgainAfterAChangeOfWhatIsInTheJar(String name) throws Exception {
        Path file = checkout.write(name);
        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(succeeds(checkout.start("families"))).isEmpty();
        change(file);

        assertThat(succeeds(checkout.start("families"))).contains("building");
    }

    @Test
    void buildsAgainWhenADocumentIsGone() throws Exception {
        assertThat(succeeds(checkout.start("families"))).contains("building");
        Files.delete(checkout.root().resolve("docs/a.svg"));
        Files.createFile(checkout.root().resolve("docs/b.svg"));
        Files.setLastModifiedTime(checkout.root().resolve("docs/b.svg"), FileTime.from(Instant.EPOCH));

        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(succeeds(checkout.start("families"))).isEmpty();
    }

    @Test
    void aBuildLeavesNothingOfAnotherVersion() throws Exception {
        succeeds(checkout.start("compare", "--with", "frameworks"));
        Path target = checkout.root().resolve("ipc-demo/target");
        Path library = target.resolve("native/lib/amd64-Linux-clang/jni/libjunixsocket-native-0.so");
        Files.createDirectories(library.getParent());
        Files.createFile(library);
        Files.createFile(target.resolve("ipc-demo-0.jar"));
        Files.createFile(checkout.root().resolve("frameworks/target/frameworks-0.jar"));
        change(checkout.source());

        assertThat(started(checkout.start("compare", "--with", "frameworks")))
                .contains("/ipc-demo/target/ipc-demo-1.jar", "/frameworks/target/frameworks-1.jar")
                .doesNotContain("ipc-demo-0.jar", "frameworks-0.jar");
        assertThat(library).doesNotExist();
    }

    @Test
    void aSourceDatedInTheFutureIsBuiltOnceAndAgainAfterAChange() throws Exception {
        Files.setLastModifiedTime(checkout.source(), FileTime.from(Instant.now().plus(400, ChronoUnit.DAYS)));
        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(succeeds(checkout.start("families"))).isEmpty();
        Files.writeString(checkout.source(), "two");
        Files.setLastModifiedTime(checkout.source(), FileTime.from(Instant.now().plus(400, ChronoUnit.DAYS)));

        assertThat(succeeds(checkout.start("families"))).contains("building");
        assertThat(checkout.builds()).hasSize(2);
    }

    @Test
    void buildsWithARelativeJavaHome() throws Exception {
        succeeds(checkout.start(Map.of("JAVA_HOME", "jdk"), "families"));

        assertThat(checkout.builds())
                .containsExactly(directory.toRealPath().resolve("tools/jdk").toString());
    }

    @Test
    void saysThatItCannotWriteWhatABuildMakes() throws Exception {
        Files.writeString(checkout.root().resolve("ipc-demo"), "in the way");

        assertThat(fails(checkout.start("families")))
                .contains("has not been built", checkout.root().resolve("ipc-demo/target") + ": Not a directory");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void saysToAUserWhoMayNotWriteThatTheCheckoutIsNotBuilt() throws Exception {
        List<String> asAnotherUser = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assumeStarts(asAnotherUser);

        assertThat(fails(checkout.startBy(asAnotherUser, Map.of(), "families")))
                .contains("has not been built", checkout.root().resolve("ipc-demo/target") + ": Permission denied");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void saysThatACheckoutOnAReadOnlyFileSystemIsNotBuilt() throws Exception {
        List<String> readOnly = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"",
                checkout.root().toString());
        assumeStarts(readOnly);

        assertThat(fails(checkout.startBy(readOnly, Map.of(), "families")))
                .contains("has not been built", checkout.root().resolve("ipc-demo/target") + ": Read-only file system");
        assertThat(checkout.builds()).isEmpty();
    }

    private void assumeStarts(List<String> starter) throws Exception {
        assumeTrue(Program.isInstalled(starter.get(0)), starter.get(0) + " is not installed");
        try (Program test = checkout.startBy(
                Stream.concat(starter.stream(), Stream.of("test", "-x")).toList(), Map.of())) {
            assumeTrue(test.exitStatus() == 0, () -> "this user cannot start it so: " + test.err());
        }
    }

    /** What the JVM is started with, its class path among it. */
    private static String started(Program program) throws InterruptedException {
        try (program) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            return program.out();
        }
    }

    @Test
    void familiesLoadsEachModuleOfThisProjectAndNotEachLibrary() throws Exception {
        assertThat(started(checkout.start("families")))
                .contains("/lib/new-family-1.jar")
                .doesNotContain("/lib/library-2.jar");
        assertThat(started(checkout.start("resolve", "x"))).contains("/lib/new-family-1.jar", "/lib/library-2.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--with frameworks",
                "--with=frameworks",
                "--with Frameworks",
                "--transport tcp," + Checkout.FRAMEWORK,
                "--transport=" + Checkout.FRAMEWORK,
                "--transport tcp,TLS:TCP"
            })
    void buildsAndLoadsTheFrameworksWhereTheyAreAskedFor(String words) throws Exception {
        assertThat(started(checkout.start(("compare " + words).split(" "))))
                .contains("/frameworks/target/lib/netty-1.jar", "/frameworks/target/frameworks-1.jar");
        assertThat(checkout.modules()).containsExactly("ipc-demo", "frameworks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "orders.yaml | with: frameworks",
                "-orders *.yaml | # ours\\nwith = Frameworks",
                "orders.yaml | \ufefftransport: [tcp , TLS:tcp ]  # and what it costs",
                "orders.yaml | size: 64\\r\\ntransport: \"tcp,tls:tcp\"\\r\\n"
            })
    void buildsAndLoadsTheFrameworksThatAProfileAsksFor(String name, String profile) throws Exception {
        Files.writeString(
                checkout.directory().resolve(name), profile.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(started(checkout.start("compare", "--profile", name)))
                .contains("/frameworks/target/lib/netty-1.jar", "/frameworks/target/frameworks-1.jar");
        assertThat(started(checkout.start("compare", "--profile=" + name)))
                .contains("/frameworks/target/lib/netty-1.jar", "/frameworks/target/frameworks-1.jar");
        assertThat(checkout.modules()).containsExactly("ipc-demo", "frameworks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# with: frameworks", "transport: tcp  # tls:tcp", "transport: tls", "java: tls:tcp"})
    void aProfileThatDoesNotAskForThemGetsNoFrameworks(String profile) throws Exception {
        Files.writeString(checkout.directory().resolve("orders.yaml"), profile);

        assertThat(started(checkout.start("compare", "--profile", "orders.yaml")))
                .doesNotContain("frameworks");
        assertThat(started(checkout.start("compare", "--profile", "missing.yaml")))
                .doesNotContain("frameworks");
        assertThat(checkout.modules()).containsExactly("ipc-demo");
    }

    /** Also where somebody has asked for them before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "families",
                "demo echo",
                "compare",
                "compare --quick --transport tcp,unix",
                "report " + Checkout.FRAMEWORK,
                "compare --transport tls"
            })
    void neitherBuildsNorLoadsTheFrameworksOtherwise(String words) throws Exception {
        assertThat(started(checkout.start(words.split(" ")))).doesNotContain("frameworks");
        assertThat(checkout.modules()).containsExactly("ipc-demo");
        started(checkout.start("compare", "--with", "frameworks"));

        assertThat(started(checkout.start(words.split(" ")))).doesNotContain("frameworks");
        assertThat(checkout.modules()).containsExactly("ipc-demo", "frameworks");
    }

    static Stream<Arguments> saysThatJavaCannotRunFromAPath() {
        return Stream.of(
                Arguments.of("a:b", "contains ':'"),
                Arguments.of("a!", "ends in '!'"),
                Arguments.of("a\nb", "contains a line break"));
    }

    @ParameterizedTest
    @MethodSource
    void saysThatJavaCannotRunFromAPath(String name, String why) throws Exception {
        Checkout unusable = new Checkout(directory, name);

        try (Program program = unusable.start("families")) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.err())
                    .startsWith("ipc-demo: move this checkout: ")
                    .contains(why);
        }
        assertThat(unusable.builds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a!b", "a b", "ä", "a*b", "[a]", "a%41"})
    void runsFromOtherOddPaths(String name) throws Exception {
        Checkout odd = new Checkout(directory, name);

        try (Program program = odd.start("resolve", "x")) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            assertThat(program.out()).contains("dev.ipcdemo.cli.Main\nresolve\nx\n");
        }
    }

    @Test
    void aSecondFirstStartSaysWhatItWaitsFor() throws Exception {
        checkout.closeGate();
        try (Program first = checkout.start("families")) {
            first.awaitErr("building");
            try (Program second = checkout.start("families")) {
                second.awaitErr("waiting while another start \\(process " + first.pid() + "\\) builds");
                checkout.openGate();
                succeeds(second);
            }
            succeeds(first);
        }
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void aSecondFirstStartDoesNotWaitForever() throws Exception {
        checkout.closeGate();
        try (Program first = checkout.start("families")) {
            first.awaitErr("building");
            assertThat(fails(checkout.start(Map.of("IPC_DEMO_BUILD_WAIT", "0"), "families")))
                    .contains("process " + first.pid(), checkout.lock().toString());
            checkout.openGate();
            succeeds(first);
        }
    }

    /** The programs that {@code bin/ipc-demo} needs on a system without flock(1), such as macOS. */
    private Map<String, String> withoutFlock() throws IOException {
        SearchPath programs = new SearchPath(directory.resolve("programs"), Program.OF_THE_LAUNCHER);
        return Map.of("PATH", checkout.directory().resolve("bin") + ":" + programs);
    }

    @Test
    void withoutFlockABuildThatWasKilledBlocksNoOther() throws Exception {
        Map<String, String> environment = new HashMap<>(withoutFlock());
        environment.put("IPC_DEMO_BUILD_WAIT", "300");
        checkout.closeGate();
        try (Program killed = checkout.start(environment, "families")) {
            killed.awaitErr("building");
            await().atMost(Duration.ofMinutes(1)).until(() -> !checkout.builds().isEmpty());
        }
        assertThat(checkout.directoryThatLocks()).exists();
        Files.delete(checkout.gate());

        assertThat(succeeds(checkout.start(environment, "families"))).contains("building");
        assertThat(checkout.directoryThatLocks()).doesNotExist();
    }

    @Test
    void withoutFlockASecondFirstStartNamesWhatItWaitedFor() throws Exception {
        Map<String, String> impatient = new HashMap<>(withoutFlock());
        impatient.put("IPC_DEMO_BUILD_WAIT", "0");
        checkout.closeGate();
        try (Program first = checkout.start(impatient, "families")) {
            first.awaitErr("building");
            assertThat(fails(checkout.start(impatient, "families")))
                    .contains("process " + first.pid(), checkout.directoryThatLocks() + " ");
            checkout.openGate();
            succeeds(first);
        }
        assertThat(checkout.directoryThatLocks()).doesNotExist();
    }

    @Test
    void onlyAUserWhoMayWriteTheBuildMayLockIt() throws Exception {
        succeeds(checkout.start("families"));

        assertThat(Files.getPosixFilePermissions(checkout.lock()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatIsBuiltStartsWhileAnotherStartHasTheLock() throws Exception {
        assumeTrue(Program.isInstalled("flock"), "flock is not installed");
        succeeds(checkout.start("families"));
        try (Program holder = Program.start("flock", checkout.lock().toString(), "sh", "-c", "echo locked; cat")) {
            holder.awaitOut("locked");
            Files.delete(checkout.lock().resolveSibling("25.0.3.jsa.for"));

            assertThat(succeeds(checkout.start("families"))).isEmpty();
            holder.endInput();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -XX:+UseG1GC, -XX:+UseSerialGC",
        "JDK_JAVA_OPTIONS, -Xmx64m -XX:+UseZGC, -XX:+UseSerialGC",
        "_JAVA_OPTIONS, -XX:+UnlockExperimentalVMOptions -XX:+UseShenandoahGC, -XX:+UseSerialGC",
        "JAVA_TOOL_OPTIONS, -XX:TieredStopAtLevel=3, -XX:TieredStopAtLevel=1",
        "JAVA_TOOL_OPTIONS, -XX:-TieredCompilation, -XX:TieredStopAtLevel=1",
        "JAVA_TOOL_OPTIONS, -XX:+UsePerfData, -XX:-UsePerfData",
        "JAVA_TOOL_OPTIONS, -Xcomp, -Xint",
        "JAVA_TOOL_OPTIONS, -Xlog:gc, -Xlog:disable"
    })
    void theUsersOptionsForTheJvmTakePrecedence(String variable, String chosen, String ours) throws Exception {
        succeeds(checkout.start("families"));
        try (Program without = checkout.start("families");
                Program with = checkout.start(Map.of(variable, chosen), "families")) {
            succeeds(without);
            succeeds(with);
            assertThat(without.out().lines()).contains(ours);
            assertThat(with.out().lines()).doesNotContain(ours);
        }
    }
}
