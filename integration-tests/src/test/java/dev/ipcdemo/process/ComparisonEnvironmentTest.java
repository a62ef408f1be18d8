package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compare} with what a user's environment tells every JVM. */
@Timeout(600)
class ComparisonEnvironmentTest {

    @TempDir
    private Path directory;

    private static Program compare(String jvmOptions, String... more) {
        String[] command = Stream.concat(
                        Stream.of(
                                Program.launcher().toString(),
                                "compare",
                                "--quick",
                                "--rounds=1",
                                "--transport",
                                "pipe"),
                        Stream.of(more))
                .toArray(String[]::new);
        return Program.start(Path.of("."), Map.of("IPC_DEMO_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", jvmOptions), command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseParallelGC", "-Xmx48m", "-Xint"})
    void anOptionOfTheUsersWinsOverOursAndIsInTheReport(String option) throws Exception {
        Path json = directory.resolve("r.json");
        try (Program compare = compare(option, "--json", json.toString())) {
            assertThat(compare.exitStatus()).as(compare.err()).isZero();
        }
        Report report = JsonFile.read(json);
        assertThat(report.environment().jvmOptions()).contains(option);
        assertThat(report.hasRowsWithoutFigures()).isFalse();
    }

    /** Which of both it is depends on the Java, and how much memory that needs by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmx16m", "-Xmx8m"})
    void aHeapThatIsSmallSufficesOrIsSaidToBe(String option) throws Exception {
        try (Program compare = compare(option)) {
            assertThat(compare.exitStatus()).isBetween(0, 1);
            assertThat(compare.out() + compare.err())
                    .containsPattern("pipe +[0-9.]+ |out of memory|memory")
                    .doesNotContain("\tat ");
            assertThat(compare.err().lines()).hasSizeLessThan(100);
        }
    }

    @Test
    void saysOnceWhichOptionsAreTaken() throws Exception {
        try (Program compare = compare("-Xint")) {
            assertThat(compare.exitStatus()).isZero();
            assertThat(compare.err()).containsOnlyOnce("Picked up JAVA_TOOL_OPTIONS");
        }
    }
}
