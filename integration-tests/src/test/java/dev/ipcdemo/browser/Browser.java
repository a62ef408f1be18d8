package dev.ipcdemo.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, that calls nobody by itself. */
final class Browser implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;

    /** Aborts the test where there is no Chromium. */
    Browser(Path profile, Path downloads) {
        Path chromium = find("chromium");
        Path chromedriver = find("chromedriver");
        LoggingPreferences all = new LoggingPreferences();
        all.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        all.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--lang=en",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", all);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(LIMIT).pageLoadTimeout(LIMIT);
        command("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        command(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    private static Path find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> abort(program + " is not installed (Debian: chromium and chromium-driver)"));
    }

    void open(Path page) {
        driver.get(page.toUri().toString());
        awaitReady();
    }

    /** Waits until all of a page is there. */
    void awaitReady() {
        answer("const wait = () => document.body.dataset.ready ? done('') : setTimeout(wait, 20); wait();");
    }

    /** Opens a page without a script. */
    void show(Path page) {
        driver.get(page.toUri().toString());
    }

    /** As wide as a desktop or a phone, light or dark. */
    void look(int width, String scheme) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("media", "", "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        answer("requestAnimationFrame(() => requestAnimationFrame(() => done('')));");
    }

    /** As printed on A4, between the browser's margins. */
    void lookLikePaper() {
        look(718, "light");
        command("Emulation.setEmulatedMedia", Map.of("media", "print"));
        answer("requestAnimationFrame(() => requestAnimationFrame(() => done('')));");
    }

    private Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** What a script hands to its function {@code done}, as JSON. */
    JsonNode answer(String script) {
        Object text = driver.executeAsyncScript("const finish = arguments[arguments.length - 1];"
                + "const done = (answer) => finish(JSON.stringify(answer));" + script);
        try {
            return JSON.readTree(String.valueOf(text));
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    /** What the chart library was given to draw: the charts of a section. */
    JsonNode charts(String section) {
        return answer("done([...document.querySelectorAll('#" + section + " canvas')].map(Chart.getChart)"
                + ".map((chart) => ({labels: chart.data.labels, sets: chart.data.datasets})));");
    }

    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What the dot plots of a section show: {@code {row, lane, value, fill, stroke, cells}} of each mark, from top to bottom. */
    JsonNode marks(String section) {
        return answer("done([...document.querySelectorAll('#" + section + " g.line')].flatMap((line) =>"
                + " [...line.querySelectorAll('.mark')].map((mark) => ({row: line.dataset.row, lane: mark.dataset.lane,"
                + " value: Number(mark.dataset.value), fill: mark.getAttribute('fill'), stroke: mark.getAttribute('stroke'),"
                + " cells: [...line.querySelectorAll(':scope > text')].map((text) => text.textContent)}))));");
    }

    /** Chooses a value of a dimension. */
    void choose(String dimension, String value) {
        one("#choice label:has(> [name=" + dimension + "][value='" + value + "'])")
                .click();
    }

    /** Where an element begins, from the top of the page. */
    double top(String selector) {
        return answer("done(document.querySelector('" + selector + "').getBoundingClientRect().top + scrollY);")
                .asDouble();
    }

    /** What stands behind the page's {@code #}. */
    String fragment() {
        return answer("done(location.hash.slice(1));").asText();
    }

    /** Goes back, as by the browser's button. */
    void back() {
        driver.navigate().back();
    }

    /** Opens a page at a fragment, from anew. */
    void open(Path page, String fragment) {
        driver.get("about:blank"); // another fragment alone would not load it again
        driver.get(page.toUri() + "#" + fragment);
        awaitReady();
    }

    /** Drops files, as from a window of the desktop; whoever drags them passes over the page first. */
    void drop(Path... files) {
        List<String> names = Stream.of(files).map(Path::toString).toList();
        Map<String, Object> data = Map.of("items", List.of(), "files", names, "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            command("Input.dispatchDragEvent", Map.of("type", type, "x", 200, "y", 200, "data", data));
        }
    }

    String clipboard() {
        return answer("navigator.clipboard.readText().then(done);").asText();
    }

    /** What axe-core objects to, a line each. */
    List<String> accessibilityFaults() throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> faults = new ArrayList<>();
        answer("axe.run().then((found) => done(found.violations));")
                .forEach(fault -> faults.add(
                        fault.get("id").asText() + ": " + fault.get("nodes").findValuesAsText("html")));
        return faults;
    }

    /** All of the page, however long. */
    void screenshot(Path file) throws IOException {
        Object png = command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(png.toString()));
    }

    void print(Path file) throws IOException {
        Object pdf = command("Page.printToPDF", Map.of("printBackground", true)).get("data");
        Files.write(file, Base64.getDecoder().decode(pdf.toString()));
    }

    /** What was logged on the console since it was last asked for. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that were asked for since it was last asked for, but for the pages that are part of the browser. */
    List<String> requests() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = JSON.readTree(entry.getMessage()).get("message");
            if (message.get("method").asText().equals("Network.requestWillBeSent")) {
                String address = message.at("/params/request/url").asText();
                if (!address.startsWith("chrome:") && !address.startsWith("about:")) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
