package dev.ipcdemo.compare.report.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ipcdemo.compare.matrix.MadeUpCluster;
import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.Matrix.Figure;
import dev.ipcdemo.compare.matrix.MatrixBuilder;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.matrix.PairFigures;
import dev.ipcdemo.compare.report.Emphasis;
import dev.ipcdemo.compare.report.JsonDocument;
import dev.ipcdemo.compare.report.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A matrix in each of its forms. */
@Tag("once")
class MatrixFormsTest {

    private static final Emphasis MARKED = new Emphasis() {
        @Override
        public String bold(String text) {
            return text;
        }

        @Override
        public String faint(String text) {
            return text;
        }

        @Override
        public String good(String text) {
            return text;
        }

        @Override
        public String bad(String text) {
            return "{bad" + text + "}";
        }

        @Override
        public String heat(String text, int heat) {
            return "{" + heat + text + "}";
        }
    };

    private static String summary(MatrixReport report, int width, Emphasis emphasis, boolean hasDetails) {
        StringWriter text = new StringWriter();
        new MatrixSummary(new PrintWriter(text), width, emphasis, hasDetails).print(report);
        return text.toString();
    }

    private static String expected(String name) throws IOException {
        try (InputStream in = MatrixFormsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static MatrixReport failing(String from, String to, String reason) {
        MatrixBuilder builder = new MatrixBuilder(List.of(from, to), Instant.EPOCH);
        builder.fail(new NodePair(from, to), "pod network", reason);
        return builder.build(false);
    }

    /** With figures where they fit, and with marks where they do not. */
    @ParameterizedTest
    @CsvSource({"4, 60", "8, 80", "20, 80"})
    void isPrintedAsExpected(int nodes, int width) throws IOException {
        assertThat(summary(MadeUpCluster.cluster(nodes), width, Emphasis.NONE, false))
                .isEqualTo(expected(nodes + "-nodes-" + width + "-columns.txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 60, true",
        "5, 80, true",
        "12, 80, true",
        "20, 60, false",
        "20, 120, false",
        "70, 80, false",
        "70, 80, true"
    })
    void keepsToTheWidthOfTheTerminal(int nodes, int width, boolean hasDetails) {
        assertThat(summary(MadeUpCluster.cluster(nodes), width, Emphasis.NONE, hasDetails)
                        .lines())
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void printsFewLinesForManyNodes() {
        assertThat(summary(MadeUpCluster.cluster(70), 80, Emphasis.NONE, false).lines())
                .hasSizeLessThan(60);
    }

    @Test
    void coloursFiguresByHowMuchWorseThanTheMedianTheyAre() {
        assertThat(summary(MadeUpCluster.cluster(8), 80, MARKED, false))
                .contains("{1  63.3}     ·{3 115.0}{bad  fail}{1  66.9}");
    }

    @Test
    void printsP99AndLossOnlyInDetails() {
        MatrixReport report = MadeUpCluster.cluster(4);
        assertThat(summary(report, 80, Emphasis.NONE, false)).doesNotContain("p99 µs from", "% lost from");
        assertThat(summary(report, 80, Emphasis.NONE, true))
                .contains("p99 µs from", "% lost from", "Linux 6.1, 4 × EPYC, OpenJDK 17: node-01, node-02");
    }

    /** With figures, and with marks. */
    @ParameterizedTest
    @CsvSource({"4, 80, '1 node-01     ·     ?     ?     ?'", "20, 60, ' 1 node-01  ???????????????????'"})
    void marksAPairWithTooFewMessagesForAP99AsOneWithoutAResult(int nodes, int width, String line) {
        String summary = summary(MadeUpCluster.withoutSomeP99(nodes), width, Emphasis.NONE, true);
        assertThat(summary)
                .containsPattern(
                        "p99 µs from the node of a line to that of\\s+a column\n(.*\n)?" + Pattern.quote(line));
        assertThat(summary.replaceAll("\\s+", " ")).contains("? no result, or too few messages for a p99 ");
        assertThat(summary(MadeUpCluster.cluster(nodes), width, Emphasis.NONE, true))
                .doesNotContain("too few");
    }

    @Test
    void isWrittenAsMarkdown() throws IOException {
        assertThat(MatrixMarkdown.write(MadeUpCluster.cluster(4))).isEqualTo(expected("4-nodes.md"));
    }

    @Test
    void isShortMarkdownForManyNodes() {
        assertThat(MatrixMarkdown.write(MadeUpCluster.cluster(70)).length()).isLessThan(10_000);
    }

    @Test
    void takesNoMarkupFromANode() {
        assertThat(MatrixMarkdown.write(failing("a|b", "<script>", "[x](y) *z*")))
                .contains("- a\\|b → \\<script\\>, pod network: \\[x\\](y) \\*z\\*");
    }

    @Test
    void isReadAsItWasWritten(@TempDir Path directory) throws IOException {
        MatrixReport report = MadeUpCluster.cluster(5);
        JsonDocument document =
                JsonDocument.read(Files.writeString(directory.resolve("matrix.json"), MatrixJson.write(report)));
        assertThat(MatrixJson.isMatrix(document)).isTrue();
        assertThat(MatrixJson.read(document)).isEqualTo(report);
    }

    @Test
    void conformsToItsSchema() {
        assertThat(violations(MadeUpCluster.cluster(5))).isEmpty();
    }

    /** JSON has no number for the time that a message takes that never comes. */
    @Test
    void conformsToItsSchemaAlsoIfNothingArrivedInARound(@TempDir Path directory) throws IOException {
        MatrixReport report = MadeUpCluster.withEmptyRounds();
        assertThat(violations(report)).isEmpty();
        assertThat(MatrixJson.read(JsonDocument.read(
                        Files.writeString(directory.resolve("matrix.json"), MatrixJson.write(report)))))
                .isEqualTo(report);
    }

    private static Stream<String> violations(MatrixReport report) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(MatrixJson.schema(), InputFormat.JSON)
                .validate(MatrixJson.write(report), InputFormat.JSON)
                .stream()
                .map(Error::toString);
    }

    @Test
    void isNoReportOfAComparison(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("matrix.json"), MatrixJson.write(failing("a", "b", "refused")));
        assertThatThrownBy(() -> JsonFile.read(file))
                .hasMessage(file + " is not a report of schema ipc-demo.compare/1");
    }

    @Test
    void saysWhatIsWrongWithADamagedFile(@TempDir Path directory) throws IOException {
        String damaged = MatrixJson.write(failing("a", "b", "refused")).replace("\"pod network\"", "7");
        JsonDocument document = JsonDocument.read(Files.writeString(directory.resolve("matrix.json"), damaged));
        assertThatThrownBy(() -> MatrixJson.read(document))
                .hasMessageContaining("is not a complete report")
                .hasMessageContaining("/failures/0/path");
    }

    @ParameterizedTest
    @CsvSource({"true, Without a result", "false, 'Not measured, because the run was stopped before its end'"})
    void namesEachPairThatHasNoResultAndWhy(boolean isComplete, String why) {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b"), Instant.EPOCH);
        builder.expect("pod network", List.of(new NodePair("a", "b"), new NodePair("b", "a")));
        builder.fail(new NodePair("a", "b"), "pod network", "refused");
        MatrixReport report = builder.build(isComplete);

        assertThat(summary(report, 80, Emphasis.NONE, false))
                .contains("Failures\na → b, pod network: refused\n", why + "\nb → a, pod network\n")
                .doesNotContain("lost");
        assertThat(MatrixMarkdown.write(report)).contains(why, "a → b, pod network: refused", "b → a, pod network");
    }

    @Test
    void namesTheUnitOfEachFigureWhereLatenciesStandBesideRates() {
        assertThat(summary(MadeUpCluster.withLatenciesAndRates(), 100, Emphasis.NONE, false))
                .containsPattern("Worst pairs\n +path +figure +median +p99 µs +lost\n")
                .containsPattern("b → a .* 500,000/s +×1\\.\\d+ +- +0\n")
                .containsPattern("a → b .* 60\\.0 µs +×1\\.00 +240\\.0 +0\n");
    }

    @Test
    void countsNoPairThatLostMostOfItsMessagesAsBestOrWorst() {
        MatrixReport report = MadeUpCluster.withLossOfMost();
        assertThat(summary(report, 100, Emphasis.NONE, false))
                .containsPattern("pod network, udp +4 +65\\.0 +60\\.0 +70\\.0 ")
                .containsPattern("c → a +pod network, udp +90\\.0 lost most +360\\.0 +90\\.0 %\n"
                        + "a → b +pod network, udp +20\\.0 lost most +80\\.0 +60\\.0 %\n"
                        + "a → c +pod network, udp +70\\.0 +×1\\.08 ");
        assertThat(MatrixMarkdown.write(report))
                .contains("| 65.0 µs | 60.0 µs | 70.0 µs |", "| a → b | pod network, udp | 20.0 µs | lost most |");
    }

    /** Also the one whose figure is by far the best of all. */
    @Test
    void coloursAPairThatLostMostOfItsMessagesAsTheWorst() {
        MatrixReport report = MadeUpCluster.withLossOfMost();
        assertThat(summary(report, 80, MARKED, false))
                .contains("1 a    ·{4 20.0}{1 70.0}\n", "3 c{4 90.0}    ·    ·\n")
                .doesNotContain("most lost");
        List<String> marks = new MapLines(report, report.matrices().get(0), Figure.MEDIAN, MARKED)
                .lines(10)
                .orElseThrow();
        assertThat(marks).startsWith("1 a  {4#}{1.}");
        assertThat(String.join(" ", marks).replaceAll(" +", " ")).endsWith("# from ×2.5 or most lost");
    }

    @Test
    void hasNeitherBestNorWorstIfAllPairsLostMostOfTheirMessages() {
        MatrixReport some = MadeUpCluster.withLossOfMost();
        Matrix matrix = some.matrices().get(0);
        List<PairFigures> losing =
                matrix.pairs().stream().filter(PairFigures::lostMost).toList();
        Matrix all = new Matrix(matrix.path(), matrix.key(), 55_000, losing, List.of(), 0, matrix.nodes());
        MatrixReport report = with(some, some.nodes(), List.of(all));
        assertThat(summary(report, 100, Emphasis.NONE, false)).containsPattern("pod network, udp +2 +55\\.0 +- +- ");
        assertThat(MatrixMarkdown.write(report)).contains("| 55.0 µs |  |  |");
    }

    /** Nothing that we write, but somebody may have cut the file down. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void saysThatThereAreNoNodes(boolean hasMatrices, boolean hasDetails, @TempDir Path directory) throws IOException {
        MatrixReport whole = MadeUpCluster.cluster(4);
        List<Matrix> matrices = Stream.of(whole.matrices())
                .filter(all -> hasMatrices)
                .flatMap(List::stream)
                .toList();
        MatrixReport written = with(whole, List.of(), matrices);
        MatrixReport report = MatrixJson.read(
                JsonDocument.read(Files.writeString(directory.resolve("matrix.json"), MatrixJson.write(written))));

        assertThat(report).isEqualTo(written);
        assertThat(summary(report, 80, Emphasis.NONE, hasDetails))
                .startsWith("0 nodes, ")
                .contains("- This report has no nodes.\n");
        assertThat(MatrixMarkdown.write(report))
                .contains("- This report has no nodes.\n")
                .doesNotContain("<details>");
        assertThat(MatrixPage.write(report)).contains("\"nodes\":[]");
    }

    @Test
    void printsAMatrixWithoutPairs() {
        MatrixReport whole = MadeUpCluster.cluster(4);
        Matrix first = whole.matrices().get(0);
        Matrix empty = new Matrix(first.path(), first.key(), first.costNs(), List.of(), List.of(), 0, List.of());
        MatrixReport report = with(whole, whole.nodes(), List.of(empty));
        assertThat(summary(report, 80, Emphasis.NONE, true)).contains("pod network, tcp");
        assertThat(MatrixMarkdown.write(report)).contains("pod network, tcp | 0 |");
    }

    private static MatrixReport with(MatrixReport report, List<MatrixReport.Node> nodes, List<Matrix> matrices) {
        return new MatrixReport(
                report.schema(),
                report.started(),
                report.complete(),
                nodes,
                report.expected(),
                matrices,
                report.failures(),
                report.missing(),
                report.missingCount(),
                report.warnings(),
                report.findings());
    }

    @Test
    void printsWhatThereIsIfNothingWasMeasured() {
        assertThat(summary(failing("a", "b", "refused"), 80, Emphasis.NONE, false))
                .contains("2 nodes, 0 of 1 results", "- Nothing was measured: every result is a failure (refused).");
    }
}
