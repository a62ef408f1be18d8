package dev.ipcdemo.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
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
