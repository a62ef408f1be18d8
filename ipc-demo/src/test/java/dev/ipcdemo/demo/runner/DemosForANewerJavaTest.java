package dev.ipcdemo.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.spi.Demo;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Demos whose classes are for a newer Java, as those of the module posix are on Java 17. */
class DemosForANewerJavaTest {

    private static final int MAJOR_VERSION_LOW_BYTE = 7;
    private static final byte OF_A_JAVA_TO_COME = (byte) 255;

    @TempDir
    private Path directory;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader withOthers;

    @BeforeEach
    void findOneForANewerJavaBeforeOneForThis() throws Exception {
        byte[] demo;
        try (InputStream in = Demo.class.getResourceAsStream("Demo.class")) {
            demo = in.readAllBytes();
        }
        demo[MAJOR_VERSION_LOW_BYTE] = OF_A_JAVA_TO_COME;
        Files.write(Files.createDirectory(directory.resolve("newer")).resolve("Demo.class"), demo);
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(Demo.class.getName()), List.of("newer.Demo", PlantedFaults.Good.class.getName()));
        withOthers = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(withOthers);
    }

    @AfterEach
    void findThemNoMore() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        withOthers.close();
    }

    @Test
    void areLeftOut() {
        assertThat(Demos.all()).extracting(Demo::name).startsWith("echo").contains("good");
        assertThat(Demos.byName("good")).isInstanceOf(PlantedFaults.Good.class);
    }

    @Test
    void areMentionedWhereADemoIsMissing() {
        assertThatThrownBy(() -> Demos.byName("newer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no demo 'newer'; choose from echo, ")
                .hasMessageEndingWith(
                        "; others need a newer Java than " + Runtime.version().feature());
    }
}
