package dev.ipcdemo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcdemo.compare.matrix.MatrixBuilder;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.matrix.PairSchedule;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.report.matrix.MatrixPage;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Costs;
import dev.ipcdemo.compare.result.row.Intervals;
import dev.ipcdemo.compare.result.row.Latency;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Subject;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

/** The page of a matrix of 20 nodes. Screenshots go to {@code target/report}. */
@Tag("once")
@Tag("browser")
@Timeout(1_800)
class MatrixPageTest {

    private static final Path PICTURES = Path.of("target/report").toAbsolutePath();
    private static final int NODES = 20;
    private static final int ROUNDS = 9;
    private static final String POD_NETWORK = "pod network";
    private static final String HOST_NETWORK = "host network";
    private static final String SAME_NODE = "same node";

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void openABrowser() throws Exception {
        browser = new Browser(directory.resolve("profile"), Files.createDirectory(directory.resolve("downloads")));
        page = Files.writeString(directory.resolve("cluster.html"), MatrixPage.write(cluster(NODES)));
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
        browser.open(page, "");
    }

    @AfterEach
    void nothingIsLoggedAndNothingIsAskedOfAnybody() throws IOException {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests()).allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
    }

    private static List<String> names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(node -> String.format("node-%02d", node))
                .toList();
    }

    /** The third node is slow, one direction is, over UDP the second node loses, a pair has failed and one is missing. */
    private static MatrixReport cluster(int count) {
        return cluster(names(count));
    }

    private static MatrixReport cluster(List<String> names) {
        MatrixBuilder builder = new MatrixBuilder(names, Instant.parse("2026-11-27T09:00:00Z"));
        NodePair missing = new NodePair(names.get(3), names.get(0));
        builder.expect(POD_NETWORK, List.of(missing));
        PairSchedule schedule = PairSchedule.of(names);
        IntStream.range(0, schedule.rounds())
                .boxed()
                .flatMap(round -> schedule.round(round).stream())
                .filter(pair -> !pair.equals(missing))
                .forEach(pair -> {
                    long ns = medianNs(names.indexOf(pair.from()), names.indexOf(pair.to()));
                    long lost = pair.from().equals(names.get(1)) ? 120 : 0;
                    builder.add(pair, POD_NETWORK, report(row("tcp", ns, 0), row("udp", ns * 9 / 10, lost)));
                    builder.add(pair, HOST_NETWORK, report(row("tcp", ns * 8 / 10, 0)));
                });
        builder.fail(new NodePair(names.get(1), names.get(3)), POD_NETWORK, "connect: timed out <b>after</b> 10 s");
        schedule.sameNode().forEach(pair -> builder.add(pair, SAME_NODE, report(row("unix", 9_000, 0))));
        return builder.build(true);
    }

    private static long medianNs(int from, int to) {
        double own = 0.85 + 0.3 * ((from + 1) * (to + 1) * 7 % 31) / 31;
        return Math.round(60_000 * own * (from == 2 || to == 2 ? 1.9 : 1) * (from == 0 && to == 1 ? 1.5 : 1));
    }

    private static Row rates(String name, double perSecond, long lost) {
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(number -> new Round(
                        number,
                        1_000,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        perSecond * (1 + number * 5 % ROUNDS / 1e3),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return row(Pattern.THROUGHPUT, name, rounds, lost, new Latency(Map.of(), ""), perSecond);
    }

    private static Row row(String name, long p50Ns, long lost) {
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(number -> new Round(
                        number,
                        1_000,
                        0,
                        Optional.of(p50Ns + p50Ns * (number * 5 % ROUNDS) / 1_000),
                        Optional.empty(),
                        Optional.empty(),
                        1e9 / p50Ns,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        Latency latency = new Latency(Map.of("p50", p50Ns, "p99", 4 * p50Ns), "");
        return row(Pattern.ROUND_TRIP, name, rounds, lost, latency, 1e9 / p50Ns);
    }

    private static Row row(
            Pattern pattern, String name, List<Round> rounds, long lost, Latency latency, double perSecond) {
        return new Row(
                new Subject(
                        Cell.of(pattern, name, Scope.CROSS_HOST),
                        "",
                        new RowTraits(Optional.of(name), Optional.empty(), List.of(), false)),
                Setup.of(Place.pinnedTo(0), Place.pinnedTo(1)),
                rounds,
                new Messages(10_000, 10_000 - lost, lost, 0, 0, 0),
                latency,
                Rates.of(perSecond, 64),
                Costs.UNKNOWN,
                Intervals.NONE);
    }

    private static Report report(Row... rows) {
        return Report.ofFigures(
                        "2026-11-27T09:00:00Z",
                        true,
                        new Environment(
                                "Linux 6.1",
                                "EPYC",
                                4,
                                "OpenJDK 17",
                                List.of(),
                                List.of(),
                                0.1,
                                Optional.empty(),
                                Optional.empty()),
                        List.of(),
                        new Report.Shared("platform", true, 0, 0, 0, ROUNDS, ROUNDS),
                        List.of(rows),
                        List.of())
                .saying(List.of("Not pinned to a CPU, so times will not repeat well."), List.of(), List.of());
    }

    private static String cell(int from, int to) {
        return "#map tbody tr:nth-child(" + from + ") td:nth-of-type(" + to + ")";
    }

    @Test
    void saysFirstWhatStandsOut() {
        assertThat(browser.one("#answer").getText()).startsWith("node-03 is slow with most nodes");
        assertThat(browser.texts("#findings li")).anyMatch(text -> text.contains("result failed"));
        assertThat(browser.one("#cautions summary").getText()).isEqualTo("Before you believe it: 1 remark");
    }

    @Test
    void showsEachPairWithItsFigureAndHowWarmItIs() {
        assertThat(browser.texts("#map thead th")).hasSize(NODES + 1).contains("node-20");
        assertThat(browser.all("#map tbody td")).hasSize(NODES * NODES);
        assertThat(browser.one(cell(3, 5)).getDomAttribute("class")).matches("heat-[34]");
        assertThat(browser.one(cell(2, 4)).getText()).isEqualTo("fail");
        assertThat(browser.one(cell(4, 1)).getText()).isEqualTo("?");
        assertThat(browser.one(cell(7, 7)).getText()).isEmpty();
    }

    @Test
    void showsOnlyTheChosenPathRowAndFigure() {
        String podNetwork = browser.one(cell(5, 6)).getText();
        browser.choose("path", HOST_NETWORK);
        assertThat(browser.one("#map-title").getText()).isEqualTo("host network, tcp: p50 in µs");
        assertThat(Double.parseDouble(browser.one(cell(5, 6)).getText())).isLessThan(Double.parseDouble(podNetwork));
        browser.choose("path", POD_NETWORK);
        browser.choose("row", "udp");
        browser.choose("figure", "loss");
        assertThat(browser.one("#map-title").getText()).isEqualTo("pod network, udp: Loss in % of the messages");
        assertThat(browser.one(cell(2, 5)).getText()).isEqualTo("1.2");
        assertThat(browser.texts("#worst tbody th")).startsWith("node-02");
        assertThat(browser.fragment()).isEqualTo("path=pod+network&row=udp&figure=loss");
    }

    @Test
    void offersOnlyRowsThatAPathHas() {
        browser.choose("path", HOST_NETWORK);
        assertThat(browser.one("#choice [name=row][value=udp]").isEnabled()).isFalse();
        browser.choose("path", SAME_NODE);
        assertThat(browser.one("#map").isDisplayed()).isFalse();
        assertThat(browser.one("#worst-title").getText()).isEqualTo("Worst nodes");
    }

    @Test
    void goesFromPairToPairByKeys() {
        browser.one(cell(1, 2)).click();
        assertThat(browser.one("#pair h3").getText()).isEqualTo("node-01 → node-02");
        assertThat(browser.one("#pair p").getText())
                .startsWith("The other direction takes ")
                .endsWith("a difference beyond doubt.");
        browser.focused().sendKeys(Keys.ARROW_DOWN, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(browser.one("#pair h3").getText()).isEqualTo("node-02 → node-04");
        assertThat(browser.one("#pair p").getText()).isEqualTo("connect: timed out <b>after</b> 10 s");
        browser.focused().sendKeys(Keys.HOME, Keys.ARROW_LEFT);
        assertThat(browser.one("#pair h3").getText()).isEqualTo("node-02 → node-01");
        assertThat(browser.all("#map td[tabindex='0']")).hasSize(1);
    }

    @Test
    void listsWhatIsWorstFirst() {
        assertThat(browser.one("#directions tbody tr").getText()).contains("node-01", "node-02", "slower beyond doubt");
        assertThat(browser.one("#nodes tbody tr").getText()).contains("node-03", "stands out", "EPYC");
        assertThat(browser.texts("#worst tbody tr"))
                .hasSize(15)
                .first()
                .asString()
                .contains("node-03");
        browser.one("#worst > button").click();
        assertThat(browser.all("#worst tbody tr")).hasSize(150);
        assertThat(browser.texts("#overview tbody tr")).hasSize(4);
        assertThat(browser.texts("#failures tbody tr")).hasSize(2);
    }

    /** From the last to the first of a row, as by the arrow key to the left: the heads of rows stay where they are. */
    @ParameterizedTest
    @CsvSource({"390, ''", "390, .eu-central-1.compute.internal", "700, ''", "1000, .eu-central-1.compute.internal"})
    void noPairThatHasTheFocusHidesUnderTheHeadOfItsRow(int width, String suffix) throws IOException {
        List<String> names = names(NODES).stream().map(name -> name + suffix).toList();
        browser.look(width, "light");
        browser.open(Files.writeString(directory.resolve("focus.html"), MatrixPage.write(cluster(names))), "");
        JsonNode room = browser.answer("const row = document.querySelector('#map tbody tr:nth-child(5)');"
                + "const right = () => row.querySelector('th').getBoundingClientRect().right;"
                + "const focus = (cell) => (cell.focus(), cell.getBoundingClientRect().left - right());"
                + "done(Math.min(...[...row.querySelectorAll('td')].reverse().map(focus)));");
        assertThat(room.asDouble()).isNotNegative();
    }

    @Test
    void readsTwentyNodesOnADesktopWithoutScrollingSideways() {
        JsonNode widths = browser.answer("const scroll = document.querySelector('#map .scroll');"
                + "done([scroll.scrollWidth, scroll.clientWidth]);");
        assertThat(widths.get(0).asInt()).isLessThanOrEqualTo(widths.get(1).asInt());
    }

    @Test
    void staysWithinAPhone() {
        browser.look(390, "light");
        JsonNode widths = browser.answer("done([document.documentElement.scrollWidth, innerWidth]);");
        assertThat(widths.get(0).asInt()).isLessThanOrEqualTo(widths.get(1).asInt());
    }

    @Test
    void namesOnlyTheWorstOfManyNodes() throws IOException {
        Path large = Files.writeString(directory.resolve("large.html"), MatrixPage.write(cluster(61)));
        browser.open(large, "");
        assertThat(browser.one("#map").isDisplayed()).isFalse();
        assertThat(browser.texts("#worst tbody tr")).hasSize(15);
    }

    @Test
    void saysSoIfNothingWasMeasured() throws IOException {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "</script><b>"), Instant.EPOCH);
        builder.fail(new NodePair("a", "</script><b>"), POD_NETWORK, "refused");
        browser.open(Files.writeString(directory.resolve("none.html"), MatrixPage.write(builder.build(true))), "");
        assertThat(browser.one("#answer").getText()).startsWith("Nothing was measured");
        assertThat(browser.texts("#failures tbody td")).startsWith("</script><b>");
    }

    @Test
    void aPairThatLostMostOfItsMessagesIsNeitherBestNorWorst() throws IOException {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b", "c"), Instant.EPOCH);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(row("udp", 20_000, 6_000)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(row("udp", 60_000, 0)));
        builder.add(new NodePair("a", "c"), POD_NETWORK, report(row("udp", 70_000, 0)));
        builder.add(new NodePair("c", "a"), POD_NETWORK, report(row("udp", 90_000, 9_000)));
        browser.open(Files.writeString(directory.resolve("lossy.html"), MatrixPage.write(builder.build(true))), "");
        assertThat(browser.texts("#overview tbody td.figure")).containsSubsequence("65.0 µs", "60.0 µs", "70.0 µs");
        assertThat(browser.texts("#worst tbody tr td:nth-of-type(4)"))
                .containsExactly("lost most", "lost most", "×1.08", "×0.92");
        assertThat(browser.one("#pair").getText()).contains("c → a", "lost most");
        assertThat(browser.one("#pair p").getText()).isEqualTo("The other direction takes 70.0 µs.");
        browser.one(cell(1, 3)).click();
        assertThat(browser.one("#pair p").getText()).isEqualTo("The other direction lost most of its messages.");
        assertThat(browser.one(cell(1, 2)).getDomAttribute("class"))
                .as("of the pair with the lowest median")
                .isEqualTo("heat-4");
    }

    @Test
    void saysWhatStandsForAP99ThatTooFewMessagesHave() throws IOException {
        browser.choose("figure", "p99");
        assertThat(browser.one("#map-note").getText()).endsWith("?: no result.");
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b"), Instant.EPOCH);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(row("udp", 20_000, 0)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(withoutP99(row("udp", 20_000, 0))));
        browser.open(
                Files.writeString(directory.resolve("few.html"), MatrixPage.write(builder.build(true))), "figure=p99");
        assertThat(browser.one(cell(2, 1)).getText()).isEqualTo("—");
        assertThat(browser.one("#map-note").getText()).endsWith("; —: too few messages for a p99.");
    }

    private static Row withoutP99(Row row) {
        return new Row(
                row.subject(),
                row.setup(),
                row.rounds(),
                row.messages(),
                new Latency(Map.of("p50", 20_000L), ""),
                row.rates(),
                row.costs(),
                row.intervals());
    }

    @Test
    void showsRatesBesideWhateverFigureIsChosen() throws IOException {
        MatrixBuilder builder = new MatrixBuilder(List.of("a", "b"), Instant.EPOCH);
        builder.add(new NodePair("a", "b"), POD_NETWORK, report(rates("udp", 1_000_000, 200)));
        builder.add(new NodePair("b", "a"), POD_NETWORK, report(rates("udp", 500_000, 0)));
        browser.open(Files.writeString(directory.resolve("rates.html"), MatrixPage.write(builder.build(true))), "");
        assertThat(browser.texts("#worst thead th")).containsSubsequence("To", "messages/s", "to the median");
        assertThat(browser.texts("#worst tbody td:nth-of-type(2)")).containsExactly("500,000", "1,000,000");
        browser.choose("figure", "loss");
        assertThat(browser.one(cell(1, 2)).getText()).isEqualTo("2.0");
        assertThat(browser.texts("#worst tbody td:nth-of-type(2)")).containsExactly("1,000,000", "500,000");
        assertThat(browser.texts("#worst tbody td:nth-of-type(4)")).containsExactly("2.0 %", "0");
        browser.screenshot(PICTURES.resolve("matrix-rates.png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysSoIfThereAreNoNodes(boolean hasMatrices) throws IOException {
        MatrixReport whole = cluster(4);
        MatrixReport report = new MatrixReport(
                whole.schema(),
                whole.started(),
                whole.complete(),
                List.of(),
                0,
                whole.matrices().stream().filter(matrix -> hasMatrices).toList(),
                List.of(),
                List.of(),
                0,
                Map.of(),
                List.of());
        browser.open(Files.writeString(directory.resolve("nobody.html"), MatrixPage.write(report)), "");
        assertThat(browser.one("#answer").getText()).isEqualTo("This report has no nodes.");
        assertThat(browser.one("#map").isDisplayed()).isFalse();
        assertThat(browser.one("#overview").isDisplayed()).isEqualTo(hasMatrices);
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
    void isAccessible(int width, String scheme) throws IOException {
        browser.look(width, scheme);
        browser.open(page, "");
        browser.screenshot(PICTURES.resolve("matrix-" + width + "-" + scheme + ".png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
    }
}
