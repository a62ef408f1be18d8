package dev.ipcdemo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How tests are written. */
class TestSourcesTest {

    /** Comments, texts and characters: what is in them is not code. */
    private static final Pattern LITERAL = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.[^']*)'",
            Pattern.DOTALL);

    /** An annotation that makes a method a test, up to the brace that begins its body. */
    private static final Pattern TEST_METHOD = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest)\\b[^;]*?\\bvoid (\\w+)\\([^{;]*\\{", Pattern.DOTALL);

    private static final Pattern BRANCH = Pattern.compile("\\b(?:if|switch) \\(");

    private static List<Path> tests() throws IOException {
        Path root = Program.projectRoot();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().matches("[\\w-]+/src/test/java/.*"))
                    .sorted()
                    .toList();
        }
    }

    /** A test with a branch tests one thing here and another there. */
    @Test
    void noTestMethodHasABranch() throws IOException {
        List<String> seen = new ArrayList<>();
        List<String> branching = new ArrayList<>();
        for (Path file : tests()) {
            String text = LITERAL.matcher(Files.readString(file)).replaceAll("");
            Matcher method = TEST_METHOD.matcher(text);
            while (method.find()) {
                String name = file.getFileName() + " " + method.group(1);
                seen.add(name);
                Stream.of(body(text, method.end()))
                        .filter(body -> BRANCH.matcher(body).find())
                        .forEach(body -> branching.add(name));
            }
        }
        assertThat(seen).hasSizeGreaterThan(400);
        assertThat(branching).isEmpty();
    }

    /** Who reads how many tests were skipped wants to know why: AssertJ's assumptions tell values, and no reason. */
    @Test
    void whatIsSkippedHasAReason() throws IOException {
        for (Path file : tests()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern("org[.]assertj[.]core[.]api[.]Assumptions");
        }
    }

    /** From behind an opening brace to the one that closes it. */
    private static String body(String text, int begin) {
        int depth = 1;
        int end = begin;
        while (depth > 0) {
            char next = text.charAt(end++);
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
        }
        return text.substring(begin, end);
    }
}
