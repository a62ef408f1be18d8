package dev.ipcdemo.posix.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaVersionsTest {

    @TempDir
    private Path directory;

    private void install(String name, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"me\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createFile(
                Files.createDirectories(home.resolve("bin")).resolve("java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void theNewestJavaThatIsInstalledIsRecommended() throws IOException {
        install("old", "17.0.1");
        install("some", "22");
        install("newest", "25.0.3");
        install("strange", "unknown");
        Files.createDirectories(directory.resolve("empty"));

        assertThat(JavaVersions.newerIn(directory)).contains("25 " + directory.resolve("newest"));
    }

    @Test
    void aMacKeepsItDeeper() throws IOException {
        install("jdk-24.jdk/Contents/Home", "24.0.1");

        assertThat(JavaVersions.newerIn(directory)).contains("24 " + directory.resolve("jdk-24.jdk/Contents/Home"));
    }

    @Test
    void anOldJavaIsNotRecommended() throws IOException {
        install("old", "21.0.2");

        assertThat(JavaVersions.newerIn(directory)).isEmpty();
        assertThat(JavaVersions.newerIn(directory.resolve("missing"))).isEmpty();
    }

    @Test
    void aReasonNamesTheVersionsThatItIsAbout() {
        assertThat(JavaVersions.tooOld(17)).startsWith("needs Java 22; this is 17");
        assertThat(JavaVersions.notThere(17)).isEqualTo("was built with Java 17; build it with Java 22 or newer");
        assertThat(JavaVersions.notThere(25)).isEqualTo("the module posix is not on the class path");
        assertThat(JavaVersions.builtWith()).isGreaterThanOrEqualTo(17);
    }
}
