package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JDK the runtime of an image is linked from, and what else an image is made of. */
class BuildContextTest {

    @TempDir
    private Path directory;

    private Path runtime;

    @BeforeEach
    void makeARuntimeWithoutJlink() throws IOException {
        runtime = home("runtime", "25");
    }

    private Path home(String name, String version) throws IOException {
        Path home =
                Files.createDirectories(directory.resolve(name).resolve("bin")).getParent();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"a vendor\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = home(name, version);
        assertThat(Files.createFile(home.resolve("bin/jlink")).toFile().setExecutable(true))
                .isTrue();
        return home;
    }

    @Test
    void isTheOneThatRunsThis() throws IOException {
        Path here = jdk("here", "25");
        assertThat(BuildContext.withJlink(here, Optional.of(jdk("another", "25").toString())))
                .isEqualTo(here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21.0.7", "25-ea"})
    void isThatOfTheEnvironmentWhereThisRunsOnARuntimeWithoutJlink(String version) throws IOException {
        Path another = jdk("another", version);
        assertThat(BuildContext.withJlink(runtime, Optional.of(another.toString())))
                .isEqualTo(another);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.2", "1.8.0_452"})
    void isNoneThatIsTooOld(String version) throws IOException {
        assertRefused(Optional.of(jdk("another", version).toString()));
    }

    @Test
    void isNoneThatDoesNotSayItsVersion() throws IOException {
        Path another = jdk("another", "25");
        Files.delete(another.resolve("release"));
        assertRefused(Optional.of(another.toString()));
    }

    @Test
    void hasToHaveJlinkItself() {
        assertRefused(Optional.of(runtime.toString()));
        assertRefused(Optional.of(""));
        assertRefused(Optional.empty());
    }

    private void assertRefused(Optional<String> another) {
        assertThatIOException()
                .isThrownBy(() -> BuildContext.withJlink(runtime, another))
                .withMessage("the runtime of a container is made with jlink, which " + runtime
                        + " does not have: set JAVA_HOME to a JDK, 17 or newer, or name an image that has a Java runtime"
                        + " with --image-base");
    }

    /** Or else the image would have the name of other files than it has. */
    @Test
    void filesThatHaveChangedAreNotBuiltFrom() throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Files.writeString(classes.resolve("Main.class"), "one");
        BuildContext context = BuildContext.onBase("any", List.of(classes));
        Files.writeString(classes.resolve("Main.class"), "another");
        assertThatIOException()
                .isThrownBy(() -> context.writeTo(Files.createDirectory(directory.resolve("changed"))))
                .withMessageContaining("was replaced while an image was made of it");
        context.again().writeTo(Files.createDirectory(directory.resolve("unchanged")));
        assertThat(directory.resolve("unchanged/Dockerfile")).isNotEmptyFile();
    }

    /** So that the image is another when one of them is. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theLibrariesThatARuntimeNeedsAreThoseOfAllItsBinaries() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        assertThat(NativeLibraries.of(NativeLibraries.binariesOf(home)))
                .containsAll(NativeLibraries.of(List.of(home.resolve("lib/libzip.so"))))
                .containsAll(NativeLibraries.of(List.of(home.resolve("bin/java"))));
    }
}
