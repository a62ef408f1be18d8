package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class DocumentsTest {

    private static final Path ROOT = Program.projectRoot();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)[^)]*\\)");

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path directory : List.of(ROOT, ROOT.resolve("docs"))) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> file.toString().endsWith(".md"))
                            .map(ROOT::relativize)
                            .sorted()
                            .forEach(documents::add);
                }
            }
        }
        return documents;
    }

    private static List<Block> blocks(Predicate<Block> wanted) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : documents()) {
            Block.in(ROOT, document).stream().filter(wanted).forEach(blocks::add);
        }
        return blocks;
    }

    static List<Block> code() throws IOException {
        return blocks(block -> block.language().equals("java"));
    }

    static List<Block> runs() throws IOException {
        return blocks(
                block -> block.source().filter(s -> s.kind().equals("run")).isPresent());
    }

    @ParameterizedTest
    @MethodSource("code")
    void javaInADocumentStandsSoInAFileThatIsCompiled(Block block) throws IOException {
        assertThat(block.source())
                .as("a java block needs <!-- code: PATH --> before it")
                .isPresent();
        Path file = ROOT.resolve(block.source().orElseThrow().argument());
        assertThat(unindented(Files.readString(file))).contains(unindented(block.text()));
    }

    private static String unindented(String text) {
        return String.join("\n", text.lines().map(String::strip).toList());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void outputInADocumentIsPrintedSo(Block block) throws InterruptedException {
        String arguments = block.source().orElseThrow().argument();
        try (Program program = Program.ipcDemoIn(ROOT, arguments.split(" "))) {
            program.endInput();
            program.exitStatus();
            assertThat(comparable(program.out())).isEqualTo(comparable(block.text()));
        }
    }

    /**
     * What two runs have in common: words and numbers, without times and pauses, process ids, ports, picked names and the line breaks
     * that depend on their length. Sorted, because two sides that run at once may be shown in another order.
     */
    private static List<String> comparable(String output) {
        String stable = output.replaceAll("(?m)^ +— [\\d,]+ ms.* —$", "")
                .replaceAll("(?m)^ *\\d+\\.\\d{3} ", " ")
                .replaceAll("\\((waited|took)\\s+\\d+\\s+ms\\)", "")
                .replaceAll("process \\d+", "process #")
                .replaceAll("ipc-demo-\\w+", "ipc-demo-#")
                .replaceAll("(127\\.0\\.0\\.1|\\[::1\\]):\\d{4,5}", "$1:#");
        return Stream.of(stable.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFilesThatExist(Path document) throws IOException {
        Matcher link = LINK.matcher(Files.readString(ROOT.resolve(document)));
        while (link.find()) {
            Path directory = ROOT.resolve(document).getParent();
            assertThat(directory.resolve(link.group(1))).as("%s", document).exists();
        }
    }
}
