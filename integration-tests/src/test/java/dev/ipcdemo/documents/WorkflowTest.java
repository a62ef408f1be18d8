package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Our workflows, and the one that readers copy. {@code bin/verify --workflows} has actionlint look at them. */
@Tag("once")
class WorkflowTest {

    private static final Path ROOT = Program.projectRoot();
    private static final Path COMPARE = ROOT.resolve("docs/ci/compare.yml");
    private static final Pattern MODULES = Pattern.compile("(?<= -pl )\"?([\\w,-]+)");
    private static final Pattern PROGRAM = Pattern.compile("(?<=[ /])(bin/\\w[\\w-]*)");

    static List<Path> workflows() throws IOException {
        List<Path> found = new ArrayList<>(List.of(COMPARE));
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            files.sorted().forEach(found::add);
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void saysWhatItMayDo(Path workflow) throws IOException {
        Map<String, Object> content =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(workflow));

        assertThat(content).containsKeys("name", "jobs").containsEntry("permissions", Map.of("contents", "read"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void namesProgramsAndModulesThatThereAre(Path workflow) throws IOException {
        String text = Files.readString(workflow);

        assertThat(PROGRAM.matcher(text).results().map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(program -> assertThat(ROOT.resolve(program)).isRegularFile());
        assertThat(MODULES.matcher(text)
                        .results()
                        .flatMap(list -> Stream.of(list.group(1).split(","))))
                .allSatisfy(module ->
                        assertThat(ROOT.resolve(module).resolve("pom.xml")).exists());
    }

    @Test
    void compareHasOnlyOptionsThatThereAre() throws Exception {
        List<String> options = Pattern.compile("(?<=\\s)--[a-z-]+")
                .matcher(Files.readString(COMPARE))
                .results()
                .map(MatchResult::group)
                .toList();
        try (Program help = Program.ipcDemo("compare", "--help")) {
            assertThat(help.exitStatus()).isZero();
            assertThat(options).contains("--ab", "--fail-above", "--fail-if", "--markdown");
            assertThat(help.out()).contains(options);
        }
    }
}
