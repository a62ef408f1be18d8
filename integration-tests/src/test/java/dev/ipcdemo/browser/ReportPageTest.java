package dev.ipcdemo.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Versus;
import dev.ipcdemo.compare.statistics.UnpairedRatio;
import dev.ipcdemo.compare.statistics.Warnings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.process.Program;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
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
import org.junit.jupiter.params.provider.ValueSource;
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
        return rows(Pattern.ROUND_TRIP, scope, bytes);
    }

    private static List<Row> rows(Pattern pattern, Scope scope, int bytes) {
        return document.rows().stream()
                .filter(row -> row.key().pattern() == pattern
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
    void saysTheAnswerFirstAndHowSureThatIs() {
        assertThat(browser.one("h1").getText()).startsWith("Between processes: ");
        assertThat(browser.one("#sure").getText()).startsWith("How sure: ");
        assertThat(browser.texts("#cards .card h3")).isNotEmpty();
        assertThat(browser.texts("main h2"))
                .containsSubsequence("All figures", "The whole report in words", "Measured on", "Data");
    }

    /** Whatever was decided about two rows is what the page says of them: of times, or of messages a second. */
    @ParameterizedTest
    @CsvSource({
        "FASTER, unix instead of tcp, ×0.80, 0.75–0.85, ×1.25, 1.18–1.33, ✓ beyond doubt",
        "SLOWER, tcp instead of unix, ×1.25, 1.18–1.33, ×0.80, 0.75–0.85, ✓ beyond doubt",
        "NOT_SHOWN, unix or tcp, ×0.80, 0.75–0.85, ×1.25, 1.18–1.33, ≈ no measurable difference",
        "NOT_CLEAR, unix or tcp, ×0.80, 0.75–0.85, ×1.25, 1.18–1.33, ? not beyond doubt"
    })
    void theCardOfTwoSocketsSaysWhatTheReportHasDecided(
            Decision decision, String title, String time, String times, String rate, String rates, String words) {
        browser.open(written("decided", decided(decision)));
        assertThat(browser.texts("#cards .card"))
                .anySatisfy(card -> assertThat(card).startsWith(title).contains(time, times, words));
        browser.choose("pattern", "throughput");
        assertThat(browser.texts("#cards .card"))
                .anySatisfy(card -> assertThat(card).startsWith(title).contains(rate, rates, words));
    }

    /** The answer names a pattern's message, its size and the scope. */
    @Test
    void theAnswerIsAClaimWhereThereIsOne() {
        browser.open(written("faster", decided(Decision.FASTER)));
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: use unix instead of tcp — 20 % less time per 64 B round trip");
        browser.choose("pattern", "throughput");
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: use unix instead of tcp — 25 % more 64 B messages/s");
        browser.open(written("unclear", decided(Decision.NOT_CLEAR)));
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: unix took 20 % less time than tcp per 64 B round trip, but not beyond"
                        + " doubt");
        browser.open(written("alike", decided(Decision.NOT_SHOWN)));
        assertThat(browser.one("h1").getText()).isEqualTo("Between processes: no clear winner for a 64 B round trip");
    }

    /** As at a terminal. */
    @Test
    void whatIsSlowerThanAnyOtherIsNotCalledAlikeTheFastest() {
        Report alike = decided(Decision.NOT_SHOWN);
        browser.open(written("alike", alike));
        Matcher names = java.util.regex.Pattern.compile(
                        "Fastest: \\w+, .* µs; no measurable difference to (\\w+), (\\w+)\\.")
                .matcher(browser.one("#sure").getText());
        assertThat(names.find()).isTrue();
        browser.open(written("slower", slower(alike, names.group(2), names.group(1))));
        assertThat(browser.one("#sure").getText())
                .contains("; no measurable difference to " + names.group(1) + ", and not beyond doubt before "
                        + names.group(2) + ".");
    }

    /** As where no row is usually used instead of another one. */
    @ParameterizedTest
    @CsvSource({
        "NOT_SHOWN, between the fastest no difference can be measured",
        "NOT_CLEAR, 'not every difference is beyond doubt, and more rounds may tell'"
    })
    void whyThereIsNoWinnerIsWhatWasDecided(Decision decision, String why) throws IOException {
        browser.open(changed(
                "strangers", decided(decision), row -> ((ObjectNode) row.path("traits")).putArray("insteadOf")));
        assertThat(browser.one("h1").getText()).isEqualTo("Between processes: no clear winner for a 64 B round trip");
        assertThat(browser.one("#sure").getText()).startsWith("How sure: " + why + ". Fastest: ");
    }

    /** The report, where one row is slower than another beyond doubt. */
    private static Report slower(Report report, String slow, String fast) {
        Map<List<String>, Decision> decisions =
                Map.of(List.of(slow, fast), Decision.SLOWER, List.of(fast, slow), Decision.FASTER);
        List<TestedRatio> tested = report.tested().stream()
                .map(ratio -> new TestedRatio(
                        ratio.family(),
                        ratio.row(),
                        ratio.other(),
                        ratio.rounds(),
                        ratio.ratio(),
                        ratio.obstacle(),
                        ratio.pValue(),
                        decisions.getOrDefault(
                                List.of(ratio.row().row(), ratio.other().row()), ratio.decision())))
                .toList();
        return report.saying(report.warnings(), report.findings(), tested);
    }

    /** As if the second family of tcp were a framework over the first. */
    @Test
    void socketsAreRankedFirstAndThenWithFrameworks() throws IOException {
        Report alike = decided(Decision.NOT_SHOWN);
        browser.open(written("alike", alike));
        assertThat(browser.one("#sure").getText()).contains("Fastest: ").doesNotContain("with frameworks");
        browser.open(changed(
                "framework",
                alike,
                row -> Optional.of(row)
                        .filter(each -> key(each).path("row").asText().equals("tcp6"))
                        .ifPresent(each -> ((ObjectNode) each.path("traits")).put("over", "tcp"))));
        assertThat(browser.one("#sure").getText())
                .containsPattern("Fastest: (tcp|unix), .* µs; no measurable difference to (tcp|unix)\\.")
                .containsPattern("Fastest with frameworks: .*; no measurable difference to ");
    }

    @Test
    void aClaimIsNeverOfZeroPercent() {
        browser.open(written("slight", decided(Decision.FASTER, new Interval(0.996, 0.994, 0.998))));
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: use unix instead of tcp — 0.4 % less time per 64 B round trip");
        browser.choose("pattern", "throughput");
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: use unix instead of tcp — 0.4 % more 64 B messages/s");
    }

    private static Report decided(Decision decision) {
        return decided(decision, new Interval(0.8, 0.75, 0.85));
    }

    /** The report with another decision about all ratios. */
    private static Report decided(Decision decision, Interval ofUnix) {
        List<TestedRatio> tested = document.tested().stream()
                .map(ratio -> new TestedRatio(
                        ratio.family(),
                        ratio.row(),
                        ratio.other(),
                        ratio.rounds(),
                        Optional.of(ratio.row().row().startsWith("unix") ? ofUnix : new Interval(1, 0.9, 1.1)),
                        Optional.empty(),
                        0.01,
                        decision))
                .toList();
        return document.saying(document.warnings(), document.findings(), tested);
    }

    @Test
    void aSearchForTheHighestRatesHasItsAnswer() throws IOException {
        List<Report.HighestRate> rates = rows(Scope.INTER_PROCESS, 64).stream()
                .sorted(Comparator.comparing(row -> !row.key().row().equals("unix")))
                .map(row -> row.key().row().equals("unix") ? rate(row, 9_000) : rate(row, 7_000))
                .toList();
        browser.open(written("search", document.of(rates, List.of("It was looked at."), document.findings())));
        assertThat(browser.one("h1").getText())
                .isEqualTo("Between processes: unix sustained the highest rate, 9,000/s");
        assertThat(browser.one("#sure").getText())
                .isEqualTo("How sure: 95 % interval 8,500–9,500/s. A rate had to keep: p99 is less than 1 ms.");
        assertThat(browser.texts("#cards .card"))
                .hasSameSizeAs(rates)
                .first()
                .asString()
                .startsWith("unix")
                .contains("9,000", "8,500–9,500");
        assertThat(browser.one("#cautions").getText()).contains("It was looked at.");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    private static Report.HighestRate rate(Row row, int perSecond) {
        RoundsMedian interval = new RoundsMedian(perSecond, perSecond - 500, perSecond + 500);
        return new Report.HighestRate(
                row.key(),
                "p99 is less than 1 ms",
                List.of(perSecond, perSecond, perSecond),
                perSecond,
                Optional.of(interval));
    }

    /** A page of its own for a report. */
    private static Path written(String name, Report... reports) {
        try {
            Path page = Files.createDirectories(directory.resolve(name)).resolve("run.html");
            List<HtmlPage.Run> runs = Stream.of(reports)
                    .map(report -> new HtmlPage.Run("run.json", report))
                    .toList();
            return Files.writeString(page, HtmlPage.write(runs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhatItWasMeasuredOnAndHow() {
        String command = document.conditions().orElseThrow().facts().get("command");
        String version = document.conditions().orElseThrow().facts().get("ipc-demo");
        assertThat(browser.one("#provenance").getText())
                .contains(command.replace("ipc-demo compare ", ""), version.replace("ipc-demo ", ""));
        assertThat(browser.one("#measured-on").getText())
                .contains(
                        document.environment().kernel(),
                        document.environment().cpu(),
                        document.environment().jdk(),
                        command,
                        version);
    }

    @Test
    void theWholeReportIsThereInWords() {
        browser.one("#words summary").click();
        String said = browser.one("#words").getText();
        assertThat(document.verdict().stream().filter(sentence -> !sentence.startsWith(" ")))
                .allSatisfy(sentence -> assertThat(said).contains(sentence));
        assertThat(document.warnings()).allSatisfy(sentence -> assertThat(said).contains(sentence));
    }

    @Test
    void thePictureBeginsOnTheFirstScreen() {
        assertThat(browser.one("#cautions").getText()).contains(WARNING);
        assertThat(browser.top("#plot svg")).isLessThan(480);
        browser.look(390, "light");
        assertThat(List.of(
                        browser.top("h1"),
                        browser.top("#cards .card"),
                        browser.top("#cautions"),
                        browser.top("#choice"),
                        browser.top("#plot svg")))
                .isSorted()
                .last()
                .satisfies(top -> assertThat(top).isLessThan(600));
    }

    /** The page says of what is selected what Warnings says of all rows. */
    @Test
    void cautionsAreThoseOfTheReport() throws IOException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json.toFile());
        ((ObjectNode) report.get("environment")).put("loadBefore", 8.04);
        report.put("complete", false);
        ((ObjectNode) report.get("settings")).put("stallMillis", 7);
        ObjectNode peer = (ObjectNode) report.at("/elsewhere/0");
        peer.put("lost", "it went away").put("otherComparisons", 2);
        for (String instance : List.of("1a", "2b")) {
            peer.withArray("servers").addObject().put("instance", instance).put("host", "h" + instance);
        }
        ((ObjectNode) report.at("/rows/0")).put("obstacle", "rounds that drift");
        ((ObjectNode) report.at("/rows/1")).put("clientPlace", "free");
        ((ObjectNode) report.at("/rows/2/messages")).put("lost", 3);
        ((ObjectNode) report.at("/rows/3/latencyNs")).remove("p99");
        ((ObjectNode) report.at("/rows/4/rounds/0")).put("failure", "it snowed");
        report.at("/rows/5/rounds").forEach(round -> ((ObjectNode) round).put("failure", "it rained"));
        ((ObjectNode) report.get("conditions"))
                .putArray("disturbed")
                .addObject()
                .put("round", 1)
                .putArray("by")
                .add("it thundered")
                .add("it hailed");
        Report doubtful = JsonFile.read(Files.writeString(directory.resolve("doubtful.json"), report.toString()));
        List<String> expected = new ArrayList<>(Warnings.on(doubtful));
        doubtful.conditions().flatMap(Conditions::warning).ifPresent(expected::add);
        assertThat(expected).hasSizeGreaterThan(10);

        browser.open(written("doubtful", doubtful));

        JsonNode cautions = browser.answer("done(cautionsOf(state.runs[0], state.runs[0].report.rows));");
        assertThat(elements(cautions)).containsExactlyElementsOf(expected);
    }

    @Test
    void verdictCautionsAndPicturesFollowTheSelection() throws IOException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json.toFile());
        for (JsonNode row : report.get("rows")) {
            ((ObjectNode) row.get("messages"))
                    .put("lost", row.at("/key/messageBytes").asInt() == 64 ? 0 : 3);
        }
        browser.open(
                written("lossy", JsonFile.read(Files.writeString(directory.resolve("lossy.json"), report.toString()))));
        String lost = "Messages were lost";
        assertThat(browser.answer("done(document.getElementById('cautions').textContent);")
                        .asText())
                .doesNotContain(lost);
        browser.choose("messageBytes", "4096");
        assertThat(browser.answer("done(document.getElementById('cautions').textContent);")
                        .asText())
                .contains(lost);
        assertThat(browser.one("h1").getText()).contains("4 KiB");
        assertThat(browser.one("#figures-title").getText()).contains("4 KiB");
    }

    @Test
    void allScopesStandInOnePictureFromNearToFar() {
        assertThat(browser.texts("fieldset[data-name=scope] label"))
                .containsExactly("all", "in-process", "inter-process", "cross-host");
        assertThat(browser.marks("plot").findValuesAsText("lane").stream().distinct())
                .containsExactly("in-process", "inter-process", "cross-host");
        assertThat(browser.marks("plot")).hasSize(rowsOfAllScopes());
        assertThat(browser.texts("#curves figcaption")).anyMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#cpu figcaption"))
                .as("CPU time, which a peer does not tell")
                .isNotEmpty()
                .noneMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#sizes figcaption")).anyMatch(title -> title.contains("cross-host"));
        assertThat(browser.texts("#table tbody tr")).anyMatch(line -> line.contains("cross-host"));
        browser.choose("scope", "cross-host");
        assertThat(browser.one("h1").getText()).startsWith("Between hosts: ");
        assertThat(browser.one("#figures-title").getText())
                .isEqualTo("Median round trip, µs — cross-host, 64 B, block, cpus same");
        List<Row> rows = rows(Scope.CROSS_HOST, 64);
        assertThat(browser.marks("plot")).hasSameSizeAs(rows);
        assertThat(browser.texts("#table tbody tr")).hasSameSizeAs(rows);
    }

    @Test
    void drawsTheFiguresOfTheJsonAndTheFastestFirst() {
        JsonNode marks = browser.marks("plot");
        for (Scope scope : Scope.values()) {
            for (Row row : rows(scope, 64)) {
                double micros = row.latency().percentilesNs().get("p50") / 1e3;
                assertThat(marks).anySatisfy(mark -> {
                    assertThat(mark.get("row").asText()).isEqualTo(row.key().row());
                    assertThat(mark.get("lane").asText()).isEqualTo(scope.toString());
                    assertThat(mark.get("value").asDouble()).isCloseTo(micros, within(1e-9));
                    assertThat(elements(mark.get("cells"))).contains(String.format(Locale.ROOT, "%.1f", micros));
                });
            }
        }
        List<String> fastestFirst = rows(Scope.INTER_PROCESS, 64).stream()
                .sorted(Comparator.comparingDouble(Row::costNs))
                .map(row -> row.key().row())
                .toList();
        assertThat(marks.findValuesAsText("row").stream().distinct()).containsExactlyElementsOf(fastestFirst);
        assertThat(browser.marks("cpu").findValuesAsText("row").stream().distinct())
                .as("one order on the whole page")
                .containsExactlyElementsOf(fastestFirst);
        assertThat(browser.texts("#table tbody th").stream().distinct()).containsExactlyElementsOf(fastestFirst);
    }

    /** One meaning for how full a mark is. */
    @Test
    void aBareChannelIsHollowAndIpv6IsHatched() {
        browser.one("#rows button[value='raw:tcp']").click();
        JsonNode marks = browser.marks("plot");
        String paper = browser.answer("done(css('--paper'));").asText();
        Map<String, String> fills = new HashMap<>();
        marks.forEach(
                mark -> fills.put(mark.get("row").asText(), mark.get("fill").asText()));
        assertThat(fills.get("raw:tcp")).isEqualTo(paper);
        assertThat(fills.get("tcp6")).startsWith("url(#hatching");
        assertThat(fills.get("tcp")).isNotEqualTo(paper).startsWith("#");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyMarkStandsOutFromItsPaper(String scheme) {
        browser.look(1280, scheme);
        JsonNode contrasts = browser.answer("""
                const light = (colour) => {
                  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
                    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
                };
                const paper = light(css("--paper"));
                const ratio = (colour) => (Math.max(light(colour), paper) + 0.05) / (Math.min(light(colour), paper) + 0.05);
                const names = [...COLOURED, "other"].map((name) => css("--row-" + name));
                const drawn = [...document.querySelectorAll(".mark, .whisker, .link")].map((part) => part.getAttribute("stroke"));
                done([...names, ...drawn].map(ratio));
                """);
        assertThat(contrasts)
                .hasSizeGreaterThan(20)
                .allSatisfy(contrast -> assertThat(contrast.asDouble()).isGreaterThanOrEqualTo(3));
    }

    /** A figure that varies tenfold takes nothing from the others. */
    @Test
    void aLongWhiskerLeavesTheMarksApart() throws IOException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json.toFile());
        for (JsonNode row : report.get("rows")) {
            long median = row.at("/latencyNs/p50").asLong();
            ((ObjectNode) row)
                    .putObject("medians")
                    .putObject("p50")
                    .put("median", (double) median)
                    .put("low", median * 0.9)
                    .put("high", median * 1_000.0);
        }
        browser.open(
                written("noisy", JsonFile.read(Files.writeString(directory.resolve("noisy.json"), report.toString()))));
        JsonNode ends = browser.answer("const marks = [...document.querySelectorAll('#plot .mark')]"
                + ".map((mark) => mark.getBoundingClientRect().left);"
                + "done([Math.max(...marks) - Math.min(...marks), document.querySelector('#plot').clientWidth]);");
        assertThat(ends.get(0).asDouble()).isGreaterThan(ends.get(1).asDouble() / 20);
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
            JsonNode values = browser.answer(
                    "unpack(Uint8Array.from(atob('" + row.latency().histogram()
                            + "'), (character) => character.charCodeAt(0)).subarray(8)).then(decodeHistogram).then(done);");
            assertThat(StreamSupport.stream(values.spliterator(), false)
                            .mapToLong(value -> value.get(1).asLong())
                            .sum())
                    .isEqualTo(row.rounds().stream()
                            .filter(round -> round.failure().isEmpty())
                            .mapToLong(Round::messages)
                            .sum());
            // With few messages there is no p90; the p50 is not that of all messages, but of the rounds' medians.
            Map<String, Double> shares = new HashMap<>(Map.of("p90", 0.9, "max", 1.0));
            shares.keySet().retainAll(row.latency().percentilesNs().keySet());
            shares.forEach((name, share) -> assertThat(percentile(values, share))
                    .isEqualTo(row.latency().percentilesNs().get(name)));
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
    void theSelectionChoosesWhatIsDrawnAndListed() {
        assertThat(browser.one("#figures-title").getText()).isEqualTo("Median round trip, µs — 64 B, block, cpus same");
        browser.choose("scope", "inter-process");
        browser.choose("messageBytes", "4096");
        assertThat(browser.one("#figures-title").getText())
                .isEqualTo("Median round trip, µs — inter-process, 4 KiB, block, cpus same");
        assertThat(browser.texts("#table tbody tr")).hasSameSizeAs(rows(Scope.INTER_PROCESS, 4096));
        assertThat(browser.one("#table caption").getText()).contains("scope inter-process", "size 4 KiB");
        browser.choose("pattern", "throughput");
        assertThat(browser.one("#figures-title").getText())
                .isEqualTo("Messages a second — inter-process, 4 KiB, block, cpus same");
        assertThat(browser.marks("plot")).hasSameSizeAs(rows(Pattern.THROUGHPUT, Scope.INTER_PROCESS, 4096));
        assertThat(browser.one("#sizes h2").getText()).isEqualTo("Throughput by size");
        assertThat(browser.charts("sizes").at("/0/sets/0/data")).hasSize(2);
        assertThat(browser.all("#curves")).isEmpty();
    }

    @Test
    void theSelectionStandsInTheAddress() {
        assertThat(browser.fragment()).isEmpty();
        browser.choose("messageBytes", "4096");
        browser.choose("pattern", "throughput");
        browser.one("#rows button[value=tcp6]").click();
        assertThat(browser.fragment()).contains("pattern=throughput", "messageBytes=4096", "without=tcp6");
        String title = browser.one("#figures-title").getText();

        browser.open(page, browser.fragment());
        assertThat(browser.one("#figures-title").getText()).isEqualTo(title).contains("4 KiB");
        assertThat(browser.marks("plot").findValuesAsText("row")).doesNotContain("tcp6");

        browser.open(page, "pattern=none&messageBytes=5&scope=%3Cb%3E&without=nobody&compared=Z");
        assertThat(browser.one("#figures-title").getText())
                .as("what is in no report is as at first")
                .isEqualTo("Median round trip, µs — 64 B, block, cpus same");
    }

    @Test
    void theBackButtonLeadsToWhatWasSelectedBefore() {
        browser.choose("messageBytes", "4096");
        browser.choose("scope", "in-process");
        browser.back();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(browser.one("#figures-title").getText())
                        .isEqualTo("Median round trip, µs — 4 KiB, block, cpus same"));
        browser.back();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(browser.one("#figures-title").getText())
                        .isEqualTo("Median round trip, µs — 64 B, block, cpus same"));
        assertThat(browser.fragment()).isEmpty();
    }

    @Test
    void anEmptySelectionSaysSo() {
        browser.answer("document.querySelectorAll('#rows button[aria-pressed=true]').forEach((button) =>"
                + " byId('rows').querySelector(`[value='${button.value}']`).click()); done('');");
        assertThat(browser.one("h1").getText()).isEqualTo("Nothing is selected");
        assertThat(browser.one("#plot").getText()).startsWith("Every row is hidden.");
        assertThat(browser.one("#table").getText()).isEqualTo("No row is selected.");
        assertThat(browser.all("#charts section, #cards .card")).isEmpty();
        browser.one("#show-all").click();
        assertThat(browser.marks("plot")).hasSize(rowsOfAllScopes());
    }

    /** A page of the rows of one size, each of them changed. */
    private static Path changed(String name, Consumer<ObjectNode> change) throws IOException {
        return changed(name, document, change);
    }

    private static Path changed(String name, Report report, Consumer<ObjectNode> change) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(JsonFile.write(report));
        ArrayNode rows = mapper.createArrayNode();
        StreamSupport.stream(tree.path("rows").spliterator(), false)
                .filter(row -> row.at("/key/messageBytes").asInt() == 64)
                .map(ObjectNode.class::cast)
                .peek(change)
                .forEach(rows::add);
        tree.set("rows", rows);
        return written(name, JsonFile.read(Files.writeString(directory.resolve(name + ".json"), tree.toString())));
    }

    private static ObjectNode key(ObjectNode row) {
        return (ObjectNode) row.path("key");
    }

    @Test
    void sizesThatDifferAreExplained() throws IOException {
        browser.open(changed("mixed", row -> key(row).put("requestSizes", "64:80+1K:15")));
        assertThat(browser.one("h1").getText()).contains("round trip of mixed sizes");
        assertThat(browser.one("#explanation").getText()).contains("64:80+1K:15: 80 messages of 64 B to 15 of 1 KiB.");
    }

    @Test
    void whatBothSidesReceiveIsSaidToBeASum() throws IOException {
        Path both = changed("both", row -> {
            key(row).put("pattern", "throughput").put("directions", "both-ways");
            row.putObject("latencyNs");
            row.putObject("receivedPerSecond").put("client", 1_000).put("server", 2_000);
        });
        browser.open(both);
        assertThat(browser.one("#explanation").getText()).contains("what both receive is added up");
    }

    @Test
    void theFiguresBelowAnAxisDoNotTouch() throws IOException {
        int[] perSecond = {90_000};
        Path wide = changed("wide", row -> {
            row.put("perSecond", perSecond[0] += 130_000).putObject("medians");
            row.putObject("latencyNs");
        });
        browser.open(wide);
        assertThat(browser.texts("#plot svg > text")).contains("1,000,000");
        assertThat(browser.answer("const boxes = [...document.querySelectorAll('#plot svg > text')]"
                        + ".filter((text) => /^[0-9,.]+$/.test(text.textContent))"
                        + ".map((text) => text.getBoundingClientRect()).sort((a, b) => a.left - b.left);"
                        + "done(boxes.filter((box, at) => at > 0 && box.left < boxes[at - 1].right + 4).length);"))
                .hasToString("0");
    }

    @Test
    void theMemoryOfManyConnectionsIsShownAndExplained() throws IOException {
        Path many = changed("many", row -> {
            key(row).put("pattern", "fan-in").put("clients", 1_000);
            row.putObject("memoryPerConnection").put("heapBytes", 1_185.4).put("kernelBytes", 32_272);
        });
        browser.open(many);
        assertThat(browser.one("#memory .note").getText()).contains("Kernel: for both ends.");
        assertThat(browser.texts("#memory .line text")).contains("1,185", "—", "32,272");
        assertThat(browser.one("#table caption").getText())
                .contains("clients 1,000")
                .doesNotContain("1,000 clients");
        browser.look(390, "light");
        assertThat(browser.answer("done(document.querySelector('#table caption span').getBoundingClientRect().right"
                        + " <= innerWidth);"))
                .hasToString("true");
    }

    @Test
    void bareChannelsAloneAreNoSocketsToChooseFrom() throws IOException {
        browser.open(changed("bare", row -> {}), "pattern=round-trip&without=tcp&without=tcp6&without=unix");
        assertThat(browser.one("h1").getText()).contains("no transport is among the rows");
    }

    @Test
    void aRowIsShownAndHiddenByItsButton() {
        WebElement button = browser.one("#rows button[aria-pressed=false]");
        String row = button.getText();
        assertThat(row).startsWith("raw:");
        button.click();
        assertThat(browser.marks("plot").findValuesAsText("row")).contains(row);
        browser.one("#rows button[value='" + row + "']").click();
        assertThat(browser.marks("plot").findValuesAsText("row")).doesNotContain(row);
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
        return browser.texts("#table tbody tr > :nth-child(" + (column + 1) + ")").stream()
                .map(text -> Double.valueOf(text.replace(",", "")))
                .toList();
    }

    /** What all rows have in common is said once; what is not known has a dash; nothing is cut off. */
    @Test
    void theTableFitsAndSaysOnceWhatAllRowsShare() {
        assertThat(browser.one("#table caption").getText()).contains("all with pattern round-trip, size 64 B");
        assertThat(browser.texts("#table thead th")).startsWith("row", "scope").doesNotContain("size", "pattern");
        assertThat(browser.answer("done([...document.querySelectorAll('#table tbody td')].filter((cell) =>"
                        + " cell.textContent === '').length);"))
                .hasToString("0");
        assertThat(
                        browser.answer(
                                "done([...document.querySelectorAll('.scroll')].map((box) => box.scrollWidth - box.clientWidth));"))
                .allSatisfy(beyond -> assertThat(beyond.asInt()).isZero());
        browser.look(390, "light");
        browser.answer("document.querySelector('#all-figures .scroll').scrollLeft = 200; done('');");
        assertThat(browser.answer("done(document.querySelector('#table tbody th').getBoundingClientRect().left);")
                        .asDouble())
                .as("the first column sticks")
                .isBetween(0.0, 20.0);
    }

    @Test
    void theTableHasTheWholeReportWhenAsked() {
        browser.one("#whole input").click();
        assertThat(browser.texts("#table tbody tr")).hasSameSizeAs(document.rows());
        assertThat(browser.fragment()).contains("table=all");
    }

    @Test
    void theSelectionIsCopiedAsMarkdown() {
        browser.one("#copy-markdown").click();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).isEqualTo("Copied as Markdown."));
        Row tcp = rows(Scope.IN_PROCESS, 64).get(0);
        assertThat(browser.clipboard().lines())
                .anyMatch(line -> line.startsWith("## Between processes: "))
                .anyMatch(line -> line.startsWith(
                        "| row | in-process p50 µs | inter-process p50 µs | cross-host p50 µs | p99 µs"))
                .anyMatch(line -> line.startsWith("| " + tcp.key().row() + " | "
                        + String.format(
                                Locale.ROOT,
                                "%.1f",
                                tcp.latency().percentilesNs().get("p50") / 1e3) + " | "))
                .anyMatch(line -> line.contains("ipc-demo compare --quick"));
    }

    @Test
    void theLinkLeadsToTheSelection() {
        browser.choose("messageBytes", "4096");
        browser.one("#copy-link").click();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).startsWith("Copied the address"));
        assertThat(browser.clipboard()).startsWith(page.toUri() + "#").contains("messageBytes=4096");
    }

    @Test
    void thePictureIsSavedAsPng() throws IOException {
        browser.choose("scope", "in-process");
        browser.one("#save-png").click();
        Path picture = downloads.resolve("ipc-demo-pattern-round-trip-scope-in-process-messageBytes-64.png");
        await().atMost(LIMIT).until(() -> Files.exists(picture));
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(2_000);
        assertThat(IntStream.range(0, image.getHeight())
                        .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
                        .distinct()
                        .count())
                .as("colours")
                .isGreaterThan(20);
    }

    @Test
    void aRowIsCopiedWithItsHeadForASpreadsheet() {
        browser.one("#table tbody button").click();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).startsWith("Copied"));
        List<String> lines = browser.clipboard().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("row\tscope\tp50 µs\t").contains("\tsize\t");
        assertThat(lines.get(1)).containsPattern("^\\w+\tin-process\t").contains("\t64 B\t");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("\t", -1))
                        .hasSameSizeAs(lines.get(0).split("\t", -1)));
    }

    @Test
    void allThatIsClickedIsReachedByTheKeyboard() {
        browser.answer("document.querySelector('[name=scope]:checked').focus(); done('');");
        browser.focused().sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.one("#figures-title").getText()).contains("in-process");
        assertThat(browser.focused().getDomAttribute("name")).isEqualTo("scope");
        browser.focused().sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.one("#figures-title").getText()).contains("inter-process");
        browser.one("#rows button[value=tcp]").sendKeys(Keys.SPACE);
        assertThat(browser.marks("plot").findValuesAsText("row")).doesNotContain("tcp");
        browser.focused().sendKeys(Keys.SPACE);
        assertThat(browser.marks("plot").findValuesAsText("row")).contains("tcp");
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
        assertThat(browser.one("h1").getText()).startsWith("B compared with A: 0 faster, 0 slower, ");
        assertThat(browser.marks("plot").findValuesAsText("lane").stream().distinct())
                .containsExactly("A", "B");
        browser.screenshot(PICTURES.resolve("two-runs.png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void comparesWithAFileThatIsDropped() throws IOException {
        browser.drop(slower("after.json", 2));
        await().atMost(LIMIT).until(() -> browser.one("#changes").isDisplayed());
        assertThat(browser.texts("#changes tbody tr"))
                .hasSize(rowsOfAllScopes())
                .allSatisfy(line -> assertThat(line).containsPattern("B vs A .* 2\\.00 "));
        assertThat(browser.one("h1").getText()).startsWith("B compared with A: ");
        assertThat(browser.one("#cautions").getText()).contains("A, B: " + WARNING);
        assertThat(browser.marks("plot"))
                .hasSize(2 * rowsOfAllScopes())
                .allSatisfy(mark -> assertThat(elements(mark.get("cells"))).anyMatch(cell -> cell.startsWith("2.00")));
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
                        .anyMatch(line -> line.startsWith(change.key().row() + " B vs A 64 B, "
                                        + change.key().scope() + ", ")
                                && line.endsWith(change.ratio()
                                                .map(ratio -> ratio.comparedWith(1 + Changes.BETWEEN_RUNS))
                                                .orElseThrow()
                                        + " " + change.decision())));
    }

    /** Few rounds are counted out there, too, and many are approximated. */
    @ParameterizedTest
    @ValueSource(ints = {20, 50, 51, 1_000})
    void decidesOfAnyNumberOfRoundsAsTheCommandDoes(int rounds) {
        List<Double> then = costsNs(rounds, 2, 1_000);
        List<Double> now = costsNs(rounds, 1, 1_100);
        UnpairedRatio decided = UnpairedRatio.test(
                        List.of(new UnpairedRatio.Sides(
                                new UnpairedRatio.Rounds(now, false, false),
                                new UnpairedRatio.Rounds(then, false, false))),
                        Changes.BETWEEN_RUNS)
                .get(0);
        JsonNode there =
                browser.answer("const row = (costs) => ({ rounds: costs.map((p50Ns) => ({ p50Ns, messages: 1 })) });"
                        + "const [then, now] = [row(" + then + "), row(" + now + ")];"
                        + "done({ p: pOfChange(then, now), ...rankSumInterval(costsNs(now), costsNs(then)) });");
        Interval ratio = decided.ratio().orElseThrow();
        assertThat(there.get("p").asDouble()).isCloseTo(decided.pValue(), within(1e-6));
        assertThat(there.get("ratio").asDouble()).isCloseTo(ratio.ratio(), within(1e-9));
        assertThat(there.get("low").asDouble()).isCloseTo(ratio.low(), within(1e-9));
        assertThat(there.get("high").asDouble()).isCloseTo(ratio.high(), within(1e-9));
    }

    /** Those of rounds that scatter by 10 %, in an order that has nothing to do with their size. */
    private static List<Double> costsNs(int rounds, double first, double medianNs) {
        return IntStream.range(0, rounds)
                .mapToObj(round -> medianNs * (1 + 0.1 * Math.sin(first + round * 12.9898)))
                .toList();
    }

    /** What the command has decided the page does not decide again, here something that no figures would say. */
    @Test
    void showsWhatTheReportSaysHasChanged() throws IOException {
        Path compared = written("compared", document, JsonFile.read(slower("after.json", 1.3)));
        String decided = "\"decision\":\"[a-z ]+\"";
        Files.writeString(compared, Files.readString(compared).replaceAll(decided, "\"decision\":\"faster\""));
        browser.open(compared);
        assertThat(browser.texts("#changes tbody tr"))
                .anyMatch(line -> line.endsWith(" faster"))
                .noneMatch(line -> line.endsWith(" slower"));
    }

    @Test
    void comparesWithSeveralFilesThatAreDroppedAtOnce() throws IOException {
        browser.drop(
                slower("after.json", 2),
                Files.writeString(directory.resolve("none.json"), "[]"),
                slower("later.json", 3));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(browser.one("#provenance").getText())
                        .contains("A: run.json · B: after.json · C: later.json"));
        assertThat(browser.one("#status").getText()).contains("none.json is not a report");
        assertThat(browser.texts("#changes tbody tr"))
                .hasSize(rowsOfAllScopes() * 2)
                .anySatisfy(line -> assertThat(line).containsPattern("C vs A .* 3\\.00 "));
        assertThat(browser.one("h1").getText()).startsWith("B compared with A: ");
        browser.choose("compared", "C");
        assertThat(browser.one("h1").getText()).startsWith("C compared with A: ");
        assertThat(browser.marks("plot").findValuesAsText("lane").stream().distinct())
                .containsExactly("A", "C");
        assertThat(browser.fragment()).contains("compared=C");
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
                .untilAsserted(() -> assertThat(browser.answer("done(document.getElementById('cautions').textContent);")
                                .asText())
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

    /** With what is tolerated there, as in the terminal. */
    @Test
    void thePageOfAComparisonWithABaselineHasBoth() throws Exception {
        Path both = Files.createDirectories(directory.resolve("baseline")).resolve("run.html");
        try (Program program = Program.ipcDemo(
                "compare",
                "--quick",
                "--scope",
                "in-process",
                "--transport",
                "tcp",
                "--size",
                "64",
                "--baseline",
                json.toString(),
                "--fail-above",
                "70",
                "--html",
                both.toString())) {
            assertThat(program.exitStatus()).as(program.err()).isIn(0, 1, 3);
        }
        browser.open(both);
        assertThat(browser.one("#provenance").getText()).isEqualTo("A: baseline · B: this run");
        assertThat(browser.one("h1").getText()).startsWith("B compared with A: ");
        assertThat(browser.one("#sure").getText()).contains("more than 70 %");
    }

    /** The decisions about two ways of running stand in the report. */
    @Test
    void comparesTwoWaysOfRunningAsTheReportHasDecided() throws Exception {
        Path ways = directory.resolve("ways.json");
        run(
                "compare",
                "--quick",
                "--ab",
                "no-delay=false",
                "no-delay=true",
                "--scope",
                "in-process",
                "--transport",
                "tcp",
                "--json",
                ways.toString());
        Report report = JsonFile.read(ways);
        browser.open(written("ways", report));
        TwoWays two = report.twoWays().orElseThrow();
        assertThat(browser.one("h1").getText()).startsWith("B compared with A: ");
        assertThat(browser.one("#sure").getText())
                .contains(two.a().words(), two.b().words(), "The whole report: " + two.summary());
        browser.one("#rows button[value='raw:tcp']").click();
        assertThat(report.rows().stream()
                        .filter(row -> row.intervals().versusA().isPresent()))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(browser.texts("#changes tbody tr"))
                        .anyMatch(
                                line -> line.startsWith(row.key().row() + " B vs A ") && line.contains(ratioOf(row))));
        assertThat(browser.marks("plot").findValuesAsText("lane").stream().distinct())
                .containsExactly("A", "B");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    private static String ratioOf(Row row) {
        return row.intervals()
                .versusA()
                .flatMap(Versus::ratio)
                .map(Interval::toString)
                .orElse("—");
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
