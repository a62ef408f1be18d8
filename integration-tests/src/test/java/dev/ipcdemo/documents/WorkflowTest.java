package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The workflow that readers copy. */
@Tag("once")
class WorkflowTest {

    private static final Path WORKFLOW = Path.of("..", "docs", "ci", "compare.yml");

    @Test
    void hasStepsAndOnlyOptionsThatThereAre() throws Exception {
        String text = Files.readString(WORKFLOW);
        Map<String, Object> workflow = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        assertThat(workflow).containsKeys("name", "permissions", "jobs");
        List<String> options = Pattern.compile("(?<=\\s)--[a-z-]+")
                .matcher(text)
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
