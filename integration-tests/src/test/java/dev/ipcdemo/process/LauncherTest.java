package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code bin/ipc-demo} can be started from, and with which Java. */
class LauncherTest {

    @TempDir
    private Path directory;

    @Test
    void runsFromAnyDirectoryThroughChainsOfLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(directory.resolve("one"), Program.launcher());
        Path relative = Files.createSymbolicLink(directory.resolve("two"), absolute.getFileName());
        try (Program program = start(Map.of(), relative.toString(), "--version")) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            assertThat(program.out()).startsWith("ipc-demo ");
        }
    }

    @Test
    void usesTheJavaOfJavaHome() throws Exception {
        String home = System.getProperty("java.home");
        try (Program program = start(Map.of("JAVA_HOME", home, "PATH", "/usr/bin:/bin"), launcher(), "--version")) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
        }
    }

    @Test
    void aJdkTooOldGetsOneClearSentence() throws Exception {
        Path home = fakeJava("JAVA_VERSION=\"11.0.2\"\n");
        try (Program program = start(Map.of("JAVA_HOME", home.toString()), launcher(), "--version")) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.err().lines()).singleElement().asString().contains("Java 17", "11.0.2", home.toString());
        }
    }

    @Test
    void aJavaHomeWithoutJavaGetsOneClearSentence() throws Exception {
        try (Program program = start(Map.of("JAVA_HOME", directory.toString()), launcher(), "--version")) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.err().lines()).singleElement().asString().contains("JAVA_HOME", directory.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void runsWithTheCollectorThatTheUserChose(String variable) throws Exception {
        try (Program program = start(Map.of(variable, "-XX:+UseParallelGC"), launcher(), "resolve", "127.0.0.1")) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
            assertThat(program.out()).contains("AF_INET   127.0.0.1");
        }
    }

    @Test
    void tooFewDescriptorsGetOneClearSentence() throws Exception {
        try (Program program = start(Map.of(), "sh", "-c", "ulimit -n 32 && exec " + launcher() + " families")) {
            assertThat(program.exitStatus()).isEqualTo(1);
            assertThat(program.err().lines()).singleElement().asString().contains("32 are allowed (ulimit -n)");
        }
    }

    /** It is made by the first start, which may be that of another test. */
    @Test
    void theArchiveHoldsWhatADemoLoads() throws Exception {
        try (Program program = start(Map.of(), launcher(), "--version")) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
        }
        Path archive = Program.projectRoot()
                .resolve("ipc-demo/target/launcher")
                .resolve(System.getProperty("java.runtime.version") + ".jsa");
        await().atMost(Duration.ofMinutes(10))
                .until(() -> Files.exists(archive.resolveSibling(archive.getFileName() + ".for")));
        assertThat(archive).isNotEmptyFile();
        assertThat(archive.resolveSibling(archive.getFileName() + ".classes"))
                .content()
                .contains("dev/ipcdemo/demo/recording/", "dev/ipcdemo/families/", "org/newsclub/net/unix/");
    }

    @Test
    void noLibraryOfAFrameworkIsAmongThoseThatEveryCommandFetches() throws IOException {
        Path fetched = Program.projectRoot().resolve("ipc-demo/target/lib");
        try (Stream<Path> libraries = Files.list(fetched)) {
            assertThat(libraries.map(Path::getFileName).map(Path::toString))
                    .anyMatch(name -> name.startsWith("junixsocket-"))
                    .noneMatch(name -> name.matches("(frameworks|netty|grpc|aeron|jeromq|bcprov)-.*"));
        }
    }

    private Path fakeJava(String release) throws IOException {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 99\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("jdk/release"), release);
        return directory.resolve("jdk");
    }

    private static String launcher() {
        return Program.launcher().toString();
    }

    private Program start(Map<String, String> environment, String... command) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("IPC_DEMO_NO_BUILD", "1");
        return Program.start(directory, all, command);
    }
}
