package dev.ipcdemo.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import dev.ipcdemo.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds a release; {@code bin/release --check} makes one. */
@Tag("once")
@Timeout(300)
class ReleaseTest {

    private static final String PROGRAMS =
            "sh awk basename cat chmod cp cut dirname find grep gzip head id ls mkdir mktemp"
                    + " mv rm sort tar touch tr uname wc";

    @TempDir
    private Path directory;

    private Program start(Map<String, String> environment, String script, String... arguments) {
        String[] command = Stream.concat(
                        Stream.of(Program.projectRoot()
                                .resolve("bin")
                                .resolve(script)
                                .toString()),
                        Stream.of(arguments))
                .toArray(String[]::new);
        return Program.start(directory, environment, command);
    }

    private static List<String> filesIn(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Map<String, String> noPrograms = Map.of("PATH", directory.toString());

        try (Program release = start(noPrograms, "release", "0.0.1", "made")) {
            assertThat(release.exitStatus()).isEqualTo(1);
            assertThat(release.err()).isEqualTo("release: mvn is missing: install Maven, 3.8 or newer\n");
        }
    }

    /** What a release is made with, where only names matter; as on macOS, sed has another -i, and sha256sum is missing. */
    private Map<String, String> toolsAsOnMacOs() throws IOException {
        SearchPath programs = new SearchPath(directory.resolve("tools/bin"), PROGRAMS);
        programs.install("sed", "[ \"$1\" != -i ] || exit 1\nexec " + Program.find("sed") + " \"$@\"");
        programs.install("shasum", "shift 2\nexec " + Program.find("sha256sum") + " \"$@\"");
        programs.install("mvn", """
                version=$(sed -n 's,^  <version>\\(.*\\)</version>$,\\1,p' pom.xml)
                mkdir -p ipc-demo/target/lib ipc-demo/target/native/com ipc-demo/target/native/lib man/target/man/man1
                touch "ipc-demo/target/ipc-demo-$version.jar" "ipc-demo/target/lib/launch-$version.jar"
                touch man/target/man/man1/ipc-demo.1
                """);
        Path jdk = directory.resolve("tools/jdk");
        SearchPath.install(jdk.resolve("bin/javac"), "");
        SearchPath.install(jdk.resolve("bin/jlink"), "for output; do :; done\nmkdir \"$output\"");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        return Map.of("PATH", programs.toString(), "JAVA_HOME", jdk.toString(), "HOME", directory.toString());
    }

    private void assertChecksumsFit(String version) throws Exception {
        Path archives = directory.resolve("made/archives");
        try (Program check =
                Program.start(archives, Map.of(), "sha256sum", "--check", "ipc-demo-" + version + ".SHA256SUMS")) {
            assertThat(check.exitStatus()).as(check.err()).isZero();
            assertThat(check.out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches("ipc-demo-" + version + "(-.+)?\\.tar\\.gz: OK"));
        }
    }

    @Test
    void aReleaseKeepsTheChecksumsOfAnotherBesideIt() throws Exception {
        Map<String, String> tools = toolsAsOnMacOs();
        for (String version : List.of("0.0.1", "0.0.2")) {
            try (Program release = start(tools, "release", version, "made")) {
                assertThat(release.exitStatus()).as(release.err()).isZero();
            }
        }

        assertChecksumsFit("0.0.1");
        assertChecksumsFit("0.0.2");
    }

    @Test
    void beginsWithTheLibrariesOfOthersAndLeavesTheCallersAsTheyAre() throws Exception {
        Path callers = directory.resolve("home/.m2/repository");
        List<String> files = List.of(
                "dev/ipcdemo/relay/0.1.0/relay-0.1.0.jar",
                "org/example/1/_remote.repositories",
                "org/example/1/example-1.jar",
                "org/example/1/example-1.pom",
                "org/example/maven-metadata-central.xml",
                "org/example/resolver-status.properties");
        for (String file : files) {
            Files.createDirectories(callers.resolve(file).getParent());
            Files.writeString(callers.resolve(file), file);
        }

        Map<String, String> home = Map.of("HOME", directory.resolve("home").toString());
        try (Program make = start(home, "local-repository", "own")) {
            assertThat(make.exitStatus()).as(make.err()).isZero();
        }

        assertThat(filesIn(directory.resolve("own")))
                .containsExactly("org/example/1/example-1.jar", "org/example/1/example-1.pom");
        assertThat(filesIn(callers)).isEqualTo(files);
        try (Program again = start(home, "local-repository", "own")) {
            assertThat(again.exitStatus()).isEqualTo(1);
            assertThat(again.err()).isEqualTo("local-repository: own is there already\n");
        }
    }
}
