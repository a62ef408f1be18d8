package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

    @TempDir
    private Path directory;

    private Path jar;
    private Path classes;
    private String classPath;

    @BeforeEach
    void makeClassPath() throws Exception {
        jar = Files.writeString(directory.resolve("a.jar"), "a jar");
        classes = Files.createDirectories(directory.resolve("classes/dev"));
        Files.writeString(classes.resolve("A.class"), "a class");
        classPath = jar
                + File.pathSeparator
                + directory.resolve("classes")
                + File.pathSeparator
                + directory.resolve("missing")
                + File.pathSeparator;
    }

    @Test
    void isTheSameAsLongAsNothingIsBuilt() {
        assertThat(ClassPath.look(classPath))
                .isEqualTo(ClassPath.look(classPath))
                .hasSize(2);
        assertThatCode(() -> ClassPath.requireUnchanged(System.getProperty("java.class.path")))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesOtherClassesThatWereReplacedSinceTheFirstWorkerHadThem() throws Exception {
        ClassPath.requireUnchanged(classPath);
        Files.delete(jar);
        assertThatThrownBy(() -> ClassPath.requireUnchanged(classPath)).isInstanceOf(ChangedClassPathException.class);
    }

    @Test
    void seesAJarThatWasReplaced() throws Exception {
        Map<Path, ?> before = ClassPath.look(classPath);
        Path other = Files.writeString(directory.resolve("other.jar"), "a jar");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        assertThat(ClassPath.look(classPath)).isNotEqualTo(before);
    }

    @Test
    void seesAJarThatWasRemoved() throws Exception {
        Map<Path, ?> before = ClassPath.look(classPath);
        Files.delete(jar);
        assertThat(ClassPath.look(classPath)).isNotEqualTo(before);
    }

    @Test
    void seesAClassThatWasCompiled() throws Exception {
        Map<Path, ?> before = ClassPath.look(classPath);
        Files.writeString(classes.resolve("B.class"), "another class");
        assertThat(ClassPath.look(classPath)).isNotEqualTo(before);
    }
}
