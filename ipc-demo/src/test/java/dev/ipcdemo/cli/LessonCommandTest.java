package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.spi.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonCommandTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern BAD = Pattern.compile("class=\"bad\">.*");
    private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]+)\"");

    @TempDir
    private static Path directory;

    private static Path site;
    private static int status;
    private static final StringWriter OUT = new StringWriter();
    private static final Map<String, String> PAGES = new TreeMap<>();

    private static int run(StringWriter out, StringWriter err, String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @BeforeAll
    static void makeASite() throws IOException {
        site = directory.resolve("new/site");
        status = run(OUT, new StringWriter(), "lesson", "--html", site.toString());
        try (Stream<Path> files = Files.list(site)) {
            for (Path file : files.toList()) {
                PAGES.put(file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    @Test
    void everyDemoRanAndItsClaimsHeld() {
        List<String> bad = PAGES.keySet().stream()
                .flatMap(page -> BAD.matcher(PAGES.get(page)).results().map(found -> page + ": " + found.group()))
                .toList();
        assertThat(bad).isEmpty();
    }

    @Test
    void saysWhereToBeginAndHowMuchThereIs() {
        assertThat(status).isZero();
        assertThat(OUT).hasToString(site.resolve("index.html") + " and " + (PAGES.size() - 1) + " more pages\n");
        assertThat(PAGES).containsKeys("index.html", "measuring.html", "deploy.html", "architecture.html");
    }

    @Test
    void hasAPageForEachDemoWithADiagramOfEachRunAndItsText() {
        for (Demo demo : Demos.all()) {
            assertThat(PAGES.get("demo-" + demo.name() + ".html"))
                    .contains("<svg", "What it shows, and why")
                    .doesNotContain("Failed:");
            assertThat(PAGES.get("index.html")).contains("<a href=\"demo-" + demo.name() + ".html\">");
        }
    }

    @Test
    void everyLinkLeadsToAPageAndAPlaceOfTheSite() {
        List<String> dead = PAGES.keySet().stream()
                .flatMap(page -> LINK.matcher(PAGES.get(page))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !link.matches("(https|data):.*"))
                        .filter(link -> !leadsSomewhere(page, link))
                        .map(link -> page + ": " + link))
                .toList();
        assertThat(dead).isEmpty();
        assertThat(PAGES.get("index.html")).contains("href=\"#close\"", "href=\"inet-tcp-EchoServer.java.html\"");
    }

    private static boolean leadsSomewhere(String page, String link) {
        String[] parts = link.split("#", 2);
        String target = PAGES.get(parts[0].isEmpty() ? page : parts[0]);
        return target != null
                && (parts.length == 1
                        || ANCHOR.matcher(target)
                                .results()
                                .anyMatch(anchor -> anchor.group(1).equals(parts[1])));
    }

    @Test
    void noPageNeedsAScriptOrANetwork() {
        assertThat(PAGES.values())
                .allSatisfy(page -> assertThat(page)
                        .contains("default-src 'none'")
                        .doesNotContain("<script", "{{")
                        .doesNotContainPattern("(src|<link[^>]*href)=\"http"));
    }

    @Test
    void refusesAFileWhereADirectoryIsNeeded() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "kept");
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "lesson", "--html", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("not a directory");
        assertThat(file).hasContent("kept");
    }
}
