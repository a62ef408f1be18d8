package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.sockets.Transports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void listsEveryDemoWithItsTransportsInAHundredColumns() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains(Demos.all().stream().map(Demo::name).toList())
                .contains("tcp, posix+tcp, posix+mptcp, udp, posix+udp, unix, junix, posix+unix, unixgram,");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void explainsOneInsteadOfRunningIt() {
        assertThat(run("demo", "boundaries", "--explain")).isZero();
        assertThat(out.toString()).startsWith("# boundaries").doesNotContain("checked:");
    }

    @Test
    void runsOneOverTheTransportsThatAreAskedFor() {
        assertThat(run("demo", "boundaries", "--transport", "tcp,udp")).isZero();
        assertThat(out.toString())
                .containsSubsequence("boundaries over tcp", "checked:", "boundaries over udp", "checked:")
                .doesNotContain("over unix");
    }

    @Test
    void isCalledWronglyForADemoThatIsNotThere() {
        assertThat(run("demo", "no-such-demo")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-demo").contains("echo");
    }

    @Test
    void isCalledWronglyForATransportThatTheDemoIsNotFor() {
        assertThat(run("demo", "threads", "--transport", "udp")).isEqualTo(2);
        assertThat(err.toString())
                .contains("demo threads runs over tcp, posix+tcp, ", " only; try: ipc-demo demo threads");
    }

    @Test
    void refusesAScopeThatTheDemoIsNotForAndSaysWhy() {
        assertThat(run("demo", "socketpair", "--scope", "inter-process")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "demo socketpair runs in-process only, because both ends come from one call, so they belong to one process;"
                                + " try: ipc-demo demo socketpair");
    }

    @Test
    void refusesATransportAndAScopeThatTheDemoIsNotFor() {
        assertThat(run("demo", "socketpair", "--transport", "tcp", "--scope", "cross-host"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("demo socketpair runs over junix, unixgram, unixpacket only, and in-process only, because");
    }

    @Test
    void saysWhichOfSeveralScopesADemoWasNotRunIn() {
        assertThat(run("demo", "socketpair", "--transport", "junix", "--scope", "in-process,inter-process"))
                .isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "socketpair over junix (SOCK_STREAM by junixsocket 2.11.1), in-process",
                        "checked:",
                        "Not run inter-process:",
                        "  socketpair    both ends come from one call");
    }

    @Test
    void allPrintsOneTimelineForEachDemoAndEachTextOnceAndEndsWithASummary() {
        assertThat(run("demo", "all", "--transport", "tcp,udp,unix")).isZero();
        List<String> lines = out.toString().lines().toList();
        for (Demo demo : Demos.all()) {
            assertThat(lines.stream().filter(line -> line.startsWith(demo.name() + " over ")))
                    .as(demo.name())
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(lines).contains("udp, compared with tcp:", "unix, compared with tcp:");
        assertThat(out.toString()).containsOnlyOnce("A stream server has one socket that listens");
        assertThat(lines.get(lines.size() - 1)).matches("1[0-9] demos, [0-9]+ claims checked, 0 failed");
    }

    @Test
    void drawsEachRunAndSaysWhatIsWrongWithAFileBeforeItRuns() throws Exception {
        Path html = directory.resolve("echo.html");
        Path svg = directory.resolve("echo.svg");
        assertThat(run("demo", "echo", "--transport", "tcp,unix", "--html", html.toString(), "--svg", svg.toString()))
                .isZero();
        assertThat(Files.readString(html))
                .containsSubsequence("echo over tcp", "<svg", "The same as text", "echo over unix", "<svg")
                .contains("default-src 'none'")
                .doesNotContain("<script", "{{");
        assertThat(Files.readString(svg)).startsWith("<svg").contains("echo over tcp", "echo over unix");
        assertThat(run("demo", "echo", "--html", directory.toString())).isEqualTo(2);
        assertThat(run("demo", "echo", "--open")).isEqualTo(2);
        assertThat(err.toString()).contains("is a directory", "--open needs --html");
    }

    @ParameterizedTest
    @CsvSource({"--html, <!doctype html>, </html>", "--svg, <svg, </svg>"})
    void drawsToStandardOutputAndPrintsTheTimelineToStandardError(String option, String start, String end) {
        assertThat(run("demo", "boundaries", "--transport", "tcp", option, "-")).isZero();
        assertThat(out.toString().strip()).startsWith(start).endsWith(end);
        assertThat(err.toString()).contains("boundaries over tcp", "checked:").doesNotContain("wrote");
    }

    @ParameterizedTest
    @CsvSource({"--html", "--svg"})
    void drawsNothingWhenNothingWasRun(String option) {
        assumeFalse(Transports.byScheme("posix+vsock").availability().isAvailable(), "this host has AF_VSOCK");
        Path file = directory.resolve("drawing");
        assertThat(run("demo", "echo", "--transport", "posix+vsock", option, file.toString()))
                .as("a transport that was named is not available")
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("nothing was run, so there is nothing to draw, and no file was written"
                        + System.lineSeparator());
        assertThat(file).doesNotExist();
    }

    @Test
    void saysNothingOfADemoThatIsNotForTheTransportAnyway() {
        assertThat(run("demo", "timeout", "--transport", "tcp")).isZero();
        assertThat(out.toString()).doesNotContain("Not run");
    }
}
