package dev.ipcdemo.man;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class ManPagesTest {

    private static final Path PAGES = Path.of("target/man/man1").toAbsolutePath();

    private static CommandLine ipcDemo() {
        return new CommandLine(Main.class);
    }

    private static Stream<CommandSpec> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(ManPagesTest::withSubcommands));
    }

    static List<String> pages() {
        return withSubcommands(ipcDemo())
                .map(command -> command.qualifiedName("-"))
                .distinct()
                .toList();
    }

    private static CommandSpec command(String page) {
        return withSubcommands(ipcDemo())
                .filter(command -> command.qualifiedName("-").equals(page))
                .findFirst()
                .orElseThrow();
    }

    private static String text(String page) throws IOException {
        return Files.readString(PAGES.resolve(page + ".1")).replace("\\-", "-").replaceAll("\\\\f[BIPR]", "");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasEveryOptionAndArgumentOfItsCommand(String page) throws IOException {
        List<String> lines = text(page).lines().toList();
        for (OptionSpec option : command(page).options()) {
            for (String name : option.names()) {
                String shown = option.negatable() ? name.replace("--no-", "--[no-]") : name;
                assertThat(lines).as(page).anyMatch(line -> line.matches("(-\\S+, )*\\Q" + shown + "\\E([=,].*)?"));
            }
        }
        for (PositionalParamSpec argument : command(page).positionalParameters()) {
            assertThat(lines).as(page).anyMatch(line -> line.matches("\\[?" + argument.paramLabel() + "(\\.{3})?]?"));
        }
    }

    @Test
    void theFirstPageListsEveryCommand() throws IOException {
        assertThat(text("ipc-demo").lines())
                .containsAll(ipcDemo().getSubcommands().keySet());
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files).hasSameSizeAs(pages());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    @Timeout(600)
    void manShowsThePageWithoutAWarning(String page) throws Exception {
        assumeTrue(isInstalled("man"), "man is not installed");
        ProcessBuilder builder = new ProcessBuilder(
                        "man", "--warnings", "-l", PAGES.resolve(page + ".1").toString())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "100", "MANPAGER", "cat"));
        Process man = builder.start();
        String shown = new String(man.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(man.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(man.exitValue()).as(shown).isZero();
        assertThat(shown)
                .containsSubsequence("NAME", page + " - ", "SYNOPSIS", "OPTIONS", "--help")
                .doesNotContain("warning")
                .doesNotContain("error:");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
