package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmSourceTest {

    private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    private static JvmSource java(Path home) {
        return new JvmSource(Optional.of(home), Optional.empty());
    }

    private static JvmSource build(Path build) {
        return new JvmSource(Optional.empty(), Optional.of(build));
    }

    private Path jar(String name) throws Exception {
        Path jar = directory.resolve(name);
        Files.createDirectories(jar.getParent());
        return Files.createFile(jar);
    }

    @Test
    void isMadeOfThisJvmUnlessSomethingElseIsChosen() {
        assertThat(JvmSource.THIS.isThis()).isTrue();
        assertThat(JvmSource.THIS.problem()).isEmpty();
        assertThat(JvmSource.THIS.classPath()).isEqualTo(System.getProperty("java.class.path"));
        assertThat(JvmSource.THIS.java()).isEqualTo(java(OWN_JAVA).java());
        assertThat(java(OWN_JAVA).isThis()).isFalse();
        assertThat(java(OWN_JAVA).problem()).isEmpty();
    }

    @Test
    void knowsTheVersionOfARuntime() {
        assertThat(JvmSource.THIS.featureVersion()).contains(Runtime.version().feature());
        assertThat(java(OWN_JAVA).featureVersion()).contains(Runtime.version().feature());
        assertThat(java(directory).featureVersion()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithARuntime() throws Exception {
        assertThat(java(directory).problem())
                .hasValueSatisfying(why -> assertThat(why)
                        .isEqualTo(directory + " is not the directory of a Java runtime: it has no bin/java"));
        assertThat(jar("bin/java").toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertThat(java(directory).problem())
                .hasValueSatisfying(
                        why -> assertThat(why).isEqualTo(directory + " is Java 11, and 17 or later is needed"));
    }

    @Test
    void takesTheJarsOfACheckoutOrOfADirectory() throws Exception {
        assertThat(build(directory).problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith(directory + " has no jars of this project"));
        jar("other.jar");
        assertThat(build(directory).problem()).isPresent();
        Path launch = jar("ipc-demo/target/lib/launch-1.jar");
        Path main = jar("ipc-demo/target/ipc-demo-1.jar");
        assertThat(build(directory).problem()).isEmpty();
        assertThat(build(directory).classPath())
                .isEqualTo(launch + File.pathSeparator + main + File.pathSeparator + directory.resolve("other.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc-demo/target/lib/launch-2.jar", "ipc-demo/target/ipc-demo-2.jar"})
    void refusesTheJarsOfTwoVersions(String second) throws Exception {
        jar("ipc-demo/target/lib/launch-1.jar");
        jar("ipc-demo/target/ipc-demo-1.jar");
        jar("ipc-demo/target/ipc-demo-1-sources.jar");
        assertThat(build(directory).problem()).isEmpty();

        String name = jar(second).getFileName().toString();
        assertThat(build(directory).problem())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith(directory + " has jars of several versions of this project, ")
                        .contains(name.replace('2', '1') + " and " + name));
    }
}
