package dev.ipcdemo.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of a real run. Screenshots go to {@code target/report}. */
@Tag("once")
@Tag("browser")
@Timeout(1_800)
class ReportPageTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path PICTURES = Path.of("target/report").toAbsolutePath();

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path downloads;
    private static Path json;
    private static Path page;
    private static Report document;

    @BeforeAll
    static void measureAndOpenABrowser() throws Exception {
        downloads = Files.createDirectory(directory.resolve("downloads"));
        browser = new Browser(directory.resolve("profile"), downloads);
        json = directory.resolve("run.json");
        page = directory.resolve("run.html");
        try (Program tcp = Program.ipcDemo("serve", "tcp:", "--service", "measure");
                Program unix = Program.ipcDemo("serve", "unix:" + directory.resolve("s"), "--service", "measure")) {
            run(
                    "compare",
                    "--quick",
                    "--scope",
                    "in-process,inter-process,cross-host",
                    "--peer",
                    endpoint(tcp) + "," + endpoint(unix),
                    "--transport",
                    "tcp,unix",
                    "--pattern",
                    "round-trip,throughput",
                    "--size",
                    "64,4K",
                    "--json",
                    json.toString());
        }
        document = withWarning(JsonFile.read(json));
        Files.writeString(json, JsonFile.write(document));
        run("report", json.toString(), "--html", page.toString());
    }

    private static String endpoint(Program server) throws InterruptedException {
        return server.awaitOut("listening on (.*)$").group(1);
    }

    private static final String WARNING = "The machine was looked at.";

    /** One at least, because a quiet machine gives none. */
    private static Report withWarning(Report measured) {
        List<String> warnings = new ArrayList<>(measured.warnings());
        warnings.add(0, WARNING);
        return measured.saying(warnings, measured.findings(), measured.tested());
    }

    /** Whether all rounds of a comparison went well on this machine is for other tests to say. */
    private static void run(String... arguments) throws InterruptedException {
        try (Program program = Program.ipcDemo(arguments)) {
            assertThat(program.exitStatus()).as(program.err()).isBetween(0, 1);
        }
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.look(1280, "light");
        browser.open(page);
    }

    @AfterEach
    void nothingIsLoggedAndNothingIsAskedOfAnybody() throws IOException {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .allSatisfy(address -> assertThat(address).matches("file://.*/run\\.html|(data|blob):.*"));
    }

    private static int rowsOfAllScopes() {
        return Stream.of(Scope.values())
                .mapToInt(scope -> rows(scope, 64).size())
                .sum();
    }

    /** The round trips that the page shows at first. */
    private static List<Row> rows(Scope scope, int bytes) {
        return document.rows().stream()
                .filter(row -> row.key().pattern() == Pattern.ROUND_TRIP
                        && row.key().scope() == scope
                        && row.key().messageBytes() == bytes
                        && !row.traits().isBare())
                .toList();
    }

    @Test
    void isOneFileOfLessThanTwoMegabytes() throws IOException {
        assertThat(Files.size(page)).isLessThan(2_000_000);
        assertThat(Files.readString(page)).contains("The MIT License", "Chart.js Contributors");
    }

    @Test
    void saysTheVerdictAndWhatItWasMeasuredOn() {
        String verdict = browser.one("#verdict").getText();
        assertThat(verdict).containsPattern("the fastest socket is|no clear winner|no winner can be named");
        assertThat(browser.one("#measured-on").getText())
                .contains(
                        document.environment().kernel(),
                        document.environment().cpu(),
                        document.environment().jdk());
        String said = browser.answer("done(document.querySelector('main').textContent);")
                .asText();
        assertThat(document.verdict().stream().filter(sentence -> !sentence.startsWith(" ")))
                .allSatisfy(sentence -> assertThat(said).contains(sentence));
        assertThat(document.warnings()).allSatisfy(sentence -> assertThat(said).contains(sentence));
    }

    @Test
    void theVerdictComesFirstAndWhatWeakensItBesideIt() {
        assertThat(browser.texts("main h2"))
                .startsWith("Verdict", "Before you believe it", "Figures")
                .containsSubsequence("All figures", "Measured on", "Data");
        assertThat(browser.one("#warnings").getText()).contains(WARNING);
        assertThat(browser.answer("done(document.getElementById('warnings').getBoundingClientRect().top);")
                        .asDouble())
                .isBetween(0.0, 300.0);
        assertThat(browser.one("#doubt").isDisplayed()).isFalse();
    }

    @Test
    void onAPhoneALinkAtTheTopOfTheVerdictLeadsToWhatWeakensIt() {
        browser.look(390, "light");
        WebElement link = browser.one("#doubt a");
        assertThat(link.getRect().getY()).isLessThan(300);
        assertThat(link.getText())
                .startsWith("Before you believe it: " + document.warnings().size() + " warning");
        link.click();
        assertThat(browser.answer("done(document.getElementById('warnings').getBoundingClientRect().top);")
                        .asDouble())
                .isBetween(-1.0, 450.0);
    }

    @Test
    void allScopesStandSideBySideFromNearToFar() {
        assertThat(browser.texts("[name=scope] option"))
                .containsExactly("all", "in-process", "inter-process", "cross-host");
        JsonNode sets = browser.charts("scopes").at("/0/sets");
        assertThat(StreamSupport.stream(sets.spliterator(), false)
                        .map(set -> set.get("label").asText()))
                .containsExactly("in-process", "inter-process", "cross-host");
        assertThat(browser.texts("#curves figcaption")).anyMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#cpu figcaption"))
                .as("CPU time, which a peer does not tell")
                .noneMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#sizes figcaption")).anyMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#table tbody tr")).anyMatch(line -> line.contains("cross-host"));
        browser.choose("scope", "cross-host");
        assertThat(browser.texts("#medians figcaption")).containsExactly("64 B, cross-host, block, cpus same");
        List<Row> rows = rows(Scope.CROSS_HOST, 64);
        assertThat(browser.charts("medians").at("/0/labels")).hasSameSizeAs(rows);
        assertThat(browser.texts("#table tbody tr")).hasSameSizeAs(rows);
    }

    @Test
    void drawsTheFiguresOfTheJsonAndTheFastestFirst() {
        JsonNode charts = browser.charts("medians");
        assertThat(charts).hasSize(3);
        List<Row> rows = rows(Scope.IN_PROCESS, 64);
        JsonNode bars = charts.get(0);
        assertThat(bars.get("labels")).hasSameSizeAs(rows);
        for (Row row : rows) {
            int at = elements(bars.get("labels")).indexOf(row.key().row());
            double micros = row.latencyNs().get("p50") / 1e3;
            assertThat(bars.at("/sets/0/data/" + at).asDouble()).isCloseTo(micros, within(1e-9));
            assertThat(bars.at("/sets/0/texts/" + at).asText()).isEqualTo(String.format(Locale.ROOT, "%.1f", micros));
        }
        assertThat(StreamSupport.stream(bars.at("/sets/0/data").spliterator(), false)
                        .map(JsonNode::asDouble))
                .isSorted();
    }

    private static List<String> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The page reads the histograms by itself; the percentiles in the JSON are what HdrHistogram says. */
    @Test
    void readsHistogramsAsTheirLibraryDoes() {
        for (Row row : rows(Scope.INTER_PROCESS, 64)) {
            JsonNode values = browser.answer("unpack(Uint8Array.from(atob('" + row.histogram()
                    + "'), (character) => character.charCodeAt(0)).subarray(8)).then(decodeHistogram).then(done);");
            assertThat(StreamSupport.stream(values.spliterator(), false)
                            .mapToLong(value -> value.get(1).asLong())
                            .sum())
                    .isEqualTo(row.rounds().stream()
                            .filter(round -> round.failure().isEmpty())
                            .mapToLong(Report.Round::messages)
                            .sum());
            // With few messages there is no p90.
            Map<String, Double> shares = new HashMap<>(Map.of("p50", 0.5, "p90", 0.9, "max", 1.0));
            shares.keySet().retainAll(row.latencyNs().keySet());
            shares.forEach((name, share) -> assertThat(percentile(values, share))
                    .isEqualTo(row.latencyNs().get(name)));
        }
    }

    private static long percentile(JsonNode values, double share) {
        long total = StreamSupport.stream(values.spliterator(), false)
                .mapToLong(value -> value.get(1).asLong())
                .sum();
        long below = 0;
        for (JsonNode value : values) {
            below += value.get(1).asLong();
            if (below >= Math.ceil(share * total)) {
                return value.get(0).asLong();
            }
        }
        throw new AssertionError("no values");
    }

    @Test
    void filtersChooseWhatIsDrawnAndListed() {
        assertThat(browser.texts("#medians figcaption"))
                .containsExactly(
                        "64 B, in-process, block, cpus same",
                        "64 B, inter-process, block, cpus same",
                        "64 B, cross-host, block, cpus same");
        browser.choose("scope", "inter-process");
        assertThat(browser.texts("#medians figcaption")).containsExactly("64 B, inter-process, block, cpus same");
        browser.choose("messageBytes", "4096");
        assertThat(browser.texts("#medians figcaption")).containsExactly("4 KiB, inter-process, block, cpus same");
        assertThat(browser.texts("#table tbody tr"))
                .hasSameSizeAs(rows(Scope.INTER_PROCESS, 4096))
                .allSatisfy(line -> assertThat(line).contains("inter-process 4 KiB"));
        browser.choose("pattern", "throughput");
        assertThat(browser.one("#medians h2").getText()).isEqualTo("Messages per second, highest first");
        assertThat(browser.one("#sizes h2").getText()).isEqualTo("Throughput by size");
        assertThat(browser.charts("sizes").at("/0/sets/0/data")).hasSize(2);
        assertThat(browser.all("#curves")).isEmpty();
    }

    @Test
    void aRowIsShownAndHiddenByItsButton() {
        WebElement button = browser.one("#rows button[aria-pressed=false]");
        assertThat(button.getText()).startsWith("raw:");
        button.click();
        assertThat(elements(browser.charts("medians").at("/0/labels"))).contains(button.getText());
        button.click();
        assertThat(elements(browser.charts("medians").at("/0/labels"))).doesNotContain(button.getText());
    }

    @Test
    void theTableIsSortedByTheHeadThatIsClickedOrChosenByTheKeyboard() {
        int p50 = browser.texts("#table thead th").indexOf("p50 µs");
        browser.all("#table thead button").get(p50).click();
        assertThat(browser.all("#table thead th").get(p50).getDomAttribute("aria-sort"))
                .isEqualTo("ascending");
        assertThat(mediansInTheTable(p50)).isSorted();
        browser.focused().sendKeys(Keys.ENTER);
        assertThat(browser.all("#table thead th").get(p50).getDomAttribute("aria-sort"))
                .isEqualTo("descending");
        assertThat(mediansInTheTable(p50)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static List<Double> mediansInTheTable(int column) {
        return browser.texts("#table tbody td:nth-child(" + (column + 1) + ")").stream()
                .map(Double::valueOf)
                .toList();
    }

    @Test
    void aRowIsCopiedWithItsHeadForASpreadsheet() {
        browser.one("#table tbody button").click();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).startsWith("Copied"));
        List<String> lines = browser.clipboard().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("row\tscope\tsize\twait\tcpus\tp50 µs\t");
        assertThat(lines.get(1)).startsWith("tcp\tin-process\t64 B\tblock\tsame\t");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("\t", -1))
                        .hasSameSizeAs(lines.get(0).split("\t", -1)));
    }

    @Test
    void allThatIsClickedIsReachedByTheKeyboard() {
        WebElement scope = browser.one("[name=scope]");
        scope.sendKeys("cross");
        assertThat(browser.texts("#medians figcaption")).containsExactly("64 B, cross-host, block, cpus same");
        assertThat(browser.focused().getDomAttribute("name")).isEqualTo("scope");
        browser.one("#rows button").sendKeys(Keys.SPACE);
        assertThat(elements(browser.charts("medians").at("/0/labels"))).doesNotContain("tcp");
        browser.one("#rows button").sendKeys(Keys.SPACE);
        assertThat(elements(browser.charts("medians").at("/0/labels"))).contains("tcp");
    }

    @Test
    void givesTheJsonBack() throws IOException {
        browser.one("#downloads button").click();
        Path copy = downloads.resolve("run.json");
        await().atMost(LIMIT).until(() -> Files.exists(copy));
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(copy.toFile()).equals(ReportPageTest::order, mapper.readTree(json.toFile())))
                .isTrue();
    }

    /** JavaScript writes 0.0 as 0. */
    private static int order(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Double.compare(one.asDouble(), other.asDouble())
                : one.equals(other) ? 0 : 1;
    }

    @Test
    void comparesWithAFileThatIsOpenedBesides() throws IOException {
        Path other = Files.writeString(directory.resolve("other.json"), "{}");
        browser.one("#open").sendKeys(other.toString());
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).contains("other.json is not a report"));
        browser.one("#open").sendKeys(json.toString());
        await().atMost(LIMIT).until(() -> browser.one("#changes").isDisplayed());
        assertThat(browser.texts("#changes tbody tr"))
                .hasSize(rowsOfAllScopes())
                .allSatisfy(line -> assertThat(line)
                        .containsPattern(
                                "B vs A .* 1\\.00 .*(no measurable difference|too few rounds|rounds of two kinds|rounds that drift|placed by the"
                                        + " scheduler)"));
        assertThat(elements(browser.charts("medians").at("/0/labels"))).contains("unix A", "unix B");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void comparesWithAFileThatIsDropped() throws IOException {
        browser.drop(slower("after.json", 2));
        await().atMost(LIMIT).until(() -> browser.one("#changes").isDisplayed());
        assertThat(browser.texts("#changes tbody tr"))
                .hasSize(rowsOfAllScopes())
                .allSatisfy(line -> assertThat(line).containsPattern("B vs A .* 2\\.00 "));
        assertThat(browser.one("#verdict div").getText()).startsWith("B compared with A: ");
        assertThat(browser.one("#warnings").getText()).contains("A, B: " + WARNING);
        assertThat(browser.one("body").getDomAttribute("class")).isNullOrEmpty();
    }

    /** The page has the same statistics in another language. */
    @Test
    void decidesOfTwoRunsAsTheCommandDoes() throws IOException {
        Path after = slower("after.json", 1.3);
        browser.drop(after);
        await().atMost(LIMIT).until(() -> browser.one("#changes").isDisplayed());
        List<String> lines = browser.texts("#changes tbody tr");
        Changes changes = Comparison.changes(document, JsonFile.read(after), Changes.BETWEEN_RUNS);
        assertThat(changes.rows().stream()
                        .filter(change -> !change.key().row().startsWith("raw:"))
                        // What the page shows first.
                        .filter(change -> change.key().pattern() == Pattern.ROUND_TRIP
                                && change.key().messageBytes() == 64)
                        .filter(change -> change.ratio().isPresent()))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(lines)
                        .anyMatch(line ->
                                line.startsWith("B vs A " + change.key().row() + " 64 B, "
                                                + change.key().scope() + ", ")
                                        && line.endsWith(change.ratio()
                                                        .map(ratio -> ratio.comparedWith(1 + Changes.BETWEEN_RUNS))
                                                        .orElseThrow()
                                                + " " + change.decision())));
    }

    @Test
    void comparesWithSeveralFilesThatAreDroppedAtOnce() throws IOException {
        browser.drop(
                slower("after.json", 2),
                Files.writeString(directory.resolve("none.json"), "[]"),
                slower("later.json", 3));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(browser.one("h1").getText())
                        .contains("A: run.json · B: after.json · C: later.json"));
        assertThat(browser.one("#status").getText()).contains("none.json is not a report");
        assertThat(browser.texts("#changes tbody tr"))
                .hasSize(rowsOfAllScopes() * 2)
                .anySatisfy(line -> assertThat(line).containsPattern("C vs A .* 3\\.00 "));
        assertThat(elements(browser.charts("medians").at("/0/labels"))).contains("unix A", "unix B", "unix C");
        browser.screenshot(PICTURES.resolve("three-runs.png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void readsAReportFromBeforeThereWereWarningsFindingsTraitsAndRates() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode then = (ObjectNode) mapper.readTree(json.toFile());
        then.remove(List.of("warnings", "findings"));
        for (JsonNode row : then.get("rows")) {
            ((ObjectNode) row).remove("traits");
            ((ObjectNode) row.get("key")).remove("ratePerSecond");
        }
        browser.drop(Files.writeString(directory.resolve("then.json"), then.toString()));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(browser.one("#warnings").getText())
                        .contains("B: Made by an older ipc-demo: its warnings stand at the beginning of its verdict."));
    }

    /** A report in which all medians are so many times as long. */
    private static Path slower(String name, double times) throws IOException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json.toFile());
        for (JsonNode row : report.get("rows")) {
            ObjectNode latencies = (ObjectNode) row.get("latencyNs");
            latencies.fieldNames().forEachRemaining(percentile -> scale(latencies, percentile, times));
            row.get("rounds").forEach(round -> {
                scale((ObjectNode) round, "p50Ns", times);
                scale((ObjectNode) round, "perSecond", 1 / times);
            });
        }
        return Files.writeString(directory.resolve(name), report.toString());
    }

    private static void scale(ObjectNode object, String name, double times) {
        Optional.ofNullable(object.get(name))
                .filter(JsonNode::isIntegralNumber)
                .ifPresent(ns -> object.put(name, Math.round(ns.asLong() * times)));
        Optional.ofNullable(object.get(name))
                .filter(JsonNode::isFloatingPointNumber)
                .ifPresent(figure -> object.put(name, figure.asDouble() * times));
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
    void isForEverybodyAndFits(int width, String scheme) throws IOException {
        browser.look(width, scheme);
        browser.screenshot(PICTURES.resolve(width + "-" + scheme + ".png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
        assertThat(browser.answer("done(document.documentElement.scrollWidth);").asInt())
                .isLessThanOrEqualTo(width);
    }

    @Test
    void printsAllAndCutsNothingOff() throws IOException {
        browser.lookLikePaper();
        assertThat(browser.answer("done(document.documentElement.scrollWidth);").asInt())
                .isLessThanOrEqualTo(718);
        Path pdf = PICTURES.resolve("print.pdf");
        Files.createDirectories(PICTURES);
        browser.print(pdf);
        assertThat(pdf).isNotEmptyFile();
        assertThat(browser.all("details:not([open])")).isEmpty();
    }
}
