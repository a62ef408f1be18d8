package dev.ipcdemo.posix.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "Mac OS X, aarch64, 25",
        "Windows 11, amd64, 25",
        "Windows 11, amd64, 17",
        "Linux, riscv64, 25",
        "Linux, ppc64le, 25"
    })
    void aSystemWhoseCallsDifferIsRefusedWhateverItsJava(String system, String architecture, int version) {
        assertThat(JavaVersions.unsuitable(system, architecture, version))
                .contains("needs Linux on x86-64 or aarch64; this is " + system + " on " + architecture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "x86_64", "aarch64"})
    void linuxIsOnlyRefusedWithAnOldJava(String architecture) {
        assertThat(JavaVersions.unsuitable("Linux", architecture, 22)).isEmpty();
        assertThat(JavaVersions.unsuitable("Linux", architecture, 21))
                .hasValueSatisfying(why -> assertThat(why).startsWith("needs Java 22; this is 21"));
    }

    @Test
    void aReasonNamesTheVersionsThatItIsAbout() {
        assertThat(JavaVersions.tooOld(17)).startsWith("needs Java 22; this is 17");
        assertThat(JavaVersions.notThere(17)).isEqualTo("was built with Java 17; build it with Java 22 or newer");
        assertThat(JavaVersions.notThere(25)).isEqualTo("the module posix is not on the class path");
        assertThat(JavaVersions.builtWith()).isGreaterThanOrEqualTo(17);
    }
}
