package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs in Java that scripts beside the documents compile and run: no build would notice that one is broken. */
@Tag("once")
class ProgramsTest {

    private static final Path DOCUMENTS = Path.of("..", "docs");

    @TempDir
    private Path classes;

    @ParameterizedTest
    @MethodSource
    void compiles(Path program) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-d", classes.toString());
            assertThat(compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(program))
                            .call())
                    .as(() -> messages.toString())
                    .isTrue();
        }
    }

    static List<Path> compiles() throws IOException {
        try (Stream<Path> files = Files.walk(DOCUMENTS)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
