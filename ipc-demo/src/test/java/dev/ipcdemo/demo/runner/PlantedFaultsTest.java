package dev.ipcdemo.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A demo that is wrong says so, and ends the command with 1; run as a person does, in a JVM of its own. */
class PlantedFaultsTest {

    @TempDir
    private Path planted;

    @BeforeEach
    void plant() throws Exception {
        PlantedFaults.plant(planted);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "false-claim, in-process, FALSE:   Water is dry.",
        "false-claim, inter-process, FALSE:   Water is dry.",
        "throwing-server, in-process, FAILED: the server failed: the server's own words",
        "throwing-server, inter-process, FAILED: the server failed: the server's own words",
        "throwing-client, in-process, FAILED: the client failed: the client's own words",
        "throwing-client, inter-process, FAILED: the client failed: the client's own words",
        "dying-client, in-process, FAILED: the client ended before it was done",
        "dying-client, inter-process, FAILED: the client ended before it was done",
        "hanging, in-process, FAILED: the demo did not end within 0.3 seconds",
        "hanging, inter-process, FAILED: the demo did not end within 0.3 seconds",
    })
    void endsWith1AndSaysWhatIsWrong(String demo, String scope, String sentence) throws Exception {
        Outcome outcome = run("demo", demo, "--scope", scope);
        assertThat(outcome.out()).contains(sentence);
        assertThat(outcome.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"in-process", "inter-process"})
    void endsWith0IfNothingIsWrong(String scope) throws Exception {
        Outcome outcome = run("demo", "good", "--scope", scope);
        assertThat(outcome.out()).contains("checked: Water is wet.");
        assertThat(outcome.status()).isZero();
    }

    private record Outcome(String out, int status) {}

    private Outcome run(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                planted + File.pathSeparator + System.getProperty("java.class.path"),
                "dev.ipcdemo.cli.Main");
        builder.command().addAll(java.util.List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as(out).isTrue();
            return new Outcome(out, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
