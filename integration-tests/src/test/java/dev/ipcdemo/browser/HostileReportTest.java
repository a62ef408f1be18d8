package dev.ipcdemo.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are dropped into a page, and are not what they seem. */
@Tag("once")
@Tag("browser")
@Timeout(1_800)
class HostileReportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String REPORT = """
            {"schema": "ipc-demo.compare/1", "started": "2026-01-01T00:00:00Z", "complete": true,
             "environment": {"kernel": "k", "cpu": "c", "cpus": 1, "jdk": "j", "libraries": [], "jvmOptions": [],
                             "loadBefore": 0},
             "settings": {"threads": "platform", "noDelay": true, "sendBufferBytes": 0, "recvBufferBytes": 0,
                          "stallMillis": 0, "rounds": 1},
             "rows": [
               {"key": {"pattern": "round-trip", "row": "tcp", "scope": "in-process", "messageBytes": 64,
                        "wait": "block", "cpus": "same", "ratePerSecond": 0, "clients": 1},
                "description": "d", "clientPlace": "free", "serverPlace": "free", "buffers": "",
                "rounds": [{"round": 0, "messages": 10, "p50Ns": 1000, "perSecond": 1}],
                "messages": {"sent": 10, "received": 10, "lost": 0, "duplicated": 0, "reordered": 0, "corrupted": 0},
                "latencyNs": {"p50": 1000}, "perSecond": 1, "bytesPerSecond": 64, "histogram": ""}],
             "refused": [], "warnings": [], "verdict": [], "findings": []}
            """;

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void openABrowser() throws Exception {
        browser = new Browser(directory.resolve("profile"), Files.createDirectory(directory.resolve("downloads")));
        Path json = Files.writeString(directory.resolve("run.json"), REPORT);
        page = Files.writeString(
                directory.resolve("run.html"),
                HtmlPage.write(List.of(new HtmlPage.Run("run.json", JsonFile.read(json)))));
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
        browser.console();
    }

    private static void drop(String name, JsonNode report) throws IOException {
        browser.drop(Files.writeString(directory.resolve(name), report.toString()));
    }

    private static void awaitStatus(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.one("#status").getText()).contains(text));
    }

    /** Nothing of the file is shown, and what was shown before still works. */
    private static void isAsBefore() {
        assertThat(browser.one("#changes").isDisplayed()).isFalse();
        assertThat(browser.texts("#table tbody tr")).hasSize(1);
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "<b>x</b>"})
    void aRowMayHaveAnyName(String name) throws IOException {
        JsonNode report = MAPPER.readTree(REPORT);
        JsonNode row = report.get("rows").get(0).deepCopy();
        ((ObjectNode) row.get("key")).put("row", name);
        ((ArrayNode) report.get("rows")).add(row);

        drop("names.json", report);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.texts("#table tbody th")).contains(name));
        assertThat(browser.texts("#rows button")).contains(name);
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "<b>x</b>"})
    void aRowOfAnyNameIsDrawn(String name) throws IOException {
        JsonNode report = MAPPER.readTree(REPORT);
        ((ObjectNode) report.get("rows").get(0).get("key")).put("row", name);
        Path json = Files.writeString(directory.resolve("name.json"), report.toString());
        Path own = Files.createDirectories(directory.resolve("name")).resolve("run.html");
        Files.writeString(own, HtmlPage.write(List.of(new HtmlPage.Run(name, JsonFile.read(json)))));

        browser.open(own);

        JsonNode mark = browser.marks("plot").get(0);
        assertThat(mark.get("row").asText()).isEqualTo(name);
        assertThat(mark.get("stroke").asText()).matches("#[0-9a-f]{6}");
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rows",
                "/environment",
                "/environment/libraries",
                "/verdict",
                "/settings",
                "/started",
                "/refused",
                "/rows/0/rounds",
                "/rows/0/messages",
                "/rows/0/latencyNs",
                "/rows/0/key",
                "/rows/0/key/scope",
                "/rows/0/rounds/0/perSecond"
            })
    void aReportThatIsIncompleteIsRefused(String pointer) throws IOException {
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode without = MAPPER.readTree(REPORT);
        ((ObjectNode) without.at(place.head())).remove(place.last().getMatchingProperty());
        JsonNode withNull = MAPPER.readTree(REPORT);
        ((ObjectNode) withNull.at(place.head())).putNull(place.last().getMatchingProperty());

        drop("without.json", without);
        awaitStatus("without.json is not a report of 'ipc-demo compare --json': ");
        drop("null.json", withNull);
        awaitStatus("null.json is not a report of 'ipc-demo compare --json': ");
        isAsBefore();
    }

    @Test
    void whatIsNoReportIsCalledSo() throws IOException {
        browser.drop(Files.writeString(directory.resolve("empty.json"), "\n"));
        awaitStatus("empty.json is not a report of 'ipc-demo compare --json': it is empty");
        browser.drop(Files.writeString(directory.resolve("text.json"), "{\"schema\": "));
        awaitStatus("text.json is not a report of 'ipc-demo compare --json': it is not JSON");
        Path large = directory.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((64 << 20) + 1);
        }
        browser.drop(large);
        awaitStatus("large.json is not a report of 'ipc-demo compare --json': it has more than 67108864 bytes");
        isAsBefore();
    }

    @Test
    void aReportHasNoMoreRowsThanCanBeShown() throws IOException {
        JsonNode report = MAPPER.readTree(REPORT);
        JsonNode row = report.get("rows").get(0);
        ArrayNode rows = ((ObjectNode) report).putArray("rows");
        for (int i = 0; i <= 10_000; i++) {
            rows.add(row);
        }
        drop("many.json", report);
        awaitStatus("many.json is not a report of 'ipc-demo compare --json': rows has more than 10000 elements");
        isAsBefore();
    }

    /** A few kilobytes that unpack to 64 MiB. */
    @Test
    void aHistogramIsUnpackedOnlyAsFarAsAnyRunsGoes() throws IOException {
        JsonNode report = MAPPER.readTree(REPORT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[8]);
        try (OutputStream packed = new DeflaterOutputStream(bytes)) {
            for (int i = 0; i < 64; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        ((ObjectNode) report.get("rows").get(0))
                .put("histogram", Base64.getEncoder().encodeToString(bytes.toByteArray()));

        drop("bomb.json", report);

        await().atMost(PATIENCE).until(() -> browser.one("#changes").isDisplayed());
        browser.awaitReady();
        assertThat(browser.console())
                .singleElement()
                .asString()
                .contains("A histogram cannot be read", "unpacks to more than 1048576 bytes");
    }

    /** A spreadsheet would compute it, and a formula can start programs. */
    @Test
    void noCellThatIsCopiedIsAFormula() throws IOException {
        JsonNode report = MAPPER.readTree(REPORT);
        ((ObjectNode) report.get("rows").get(0).get("key")).put("row", "=1+1");
        drop("formula.json", report);
        await().atMost(PATIENCE).until(() -> browser.one("#changes").isDisplayed());

        browser.all("#table tbody button").get(1).click();

        awaitStatus("Copied");
        assertThat(browser.clipboard().lines().toList().get(1).split("\t")).contains("'=1+1");
    }
}
