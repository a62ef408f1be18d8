package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison is of one build, although another start may build again while it runs. */
@Tag("once")
@Timeout(600)
class RebuiltTest {

    @TempDir
    private Path checkout;

    private Path library;

    /** The launcher, and what it starts: enough where it need not build. */
    @BeforeEach
    void copyTheBuild() throws Exception {
        Path built = Program.projectRoot().resolve("ipc-demo/target");
        Path target = Files.createDirectories(checkout.resolve("ipc-demo/target"));
        Path lib = Files.createDirectory(target.resolve("lib"));
        Files.copy(
                Program.launcher(),
                Files.createDirectory(checkout.resolve("bin")).resolve("ipc-demo"));
        checkout.resolve("bin/ipc-demo").toFile().setExecutable(true);
        copyJars(built, target);
        copyJars(built.resolve("lib"), lib);
        try (Stream<Path> jars = Files.list(lib)) {
            library = jars.filter(jar -> jar.getFileName().toString().startsWith("picocli-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copyJars(Path from, Path to) throws Exception {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(from, "*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, to.resolve(jar.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp -p \"$0\" \"$0.new\" && mv \"$0.new\" \"$0\"", "touch \"$0\"", "rm \"$0\""})
    void endsWhenALibraryIsReplacedWhileItRuns(String change) throws Exception {
        try (Program compare = Program.start(
                checkout,
                Map.of("IPC_DEMO_NO_BUILD", "1"),
                checkout.resolve("bin/ipc-demo").toString(),
                "compare",
                "--transport",
                "pipe",
                "--scope",
                "inter-process")) {
            compare.awaitErr("measured [1-9]");
            try (Program changing = Program.start("sh", "-c", change, library.toString())) {
                assertThat(changing.exitStatus()).as(changing.err()).isZero();
            }
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(compare.err())
                    .contains("the program was rebuilt or replaced while it ran: start it again")
                    .doesNotContain("\tat ");
        }
    }
}
