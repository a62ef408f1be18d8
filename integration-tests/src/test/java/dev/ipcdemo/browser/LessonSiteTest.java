package dev.ipcdemo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lesson's site as a reader sees it. Screenshots go to {@code target/lesson}. */
@Tag("once")
@Tag("browser")
@Timeout(1_800)
class LessonSiteTest {

    private static final Path PICTURES = Path.of("target/lesson").toAbsolutePath();

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path site;

    @BeforeAll
    static void makeTheSiteAndOpenABrowser() throws Exception {
        browser = new Browser(directory.resolve("profile"), Files.createDirectory(directory.resolve("downloads")));
        site = directory.resolve("site");
        try (Program program = Program.ipcDemo("lesson", "--html", site.toString())) {
            assertThat(program.exitStatus()).as(program.err()).isZero();
        }
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "index, 1280, light",
        "index, 390, dark",
        "demos, 390, light",
        "demo-echo, 1280, dark",
        "demo-chat, 390, light",
        "measuring, 1280, dark",
        "architecture, 390, light",
        "docs-compose.yaml, 1280, light"
    })
    void pagesCanBeReadByEverybodyAndAskNobody(String page, int width, String scheme) throws IOException {
        browser.look(width, scheme);
        browser.show(site.resolve(page + ".html"));
        browser.screenshot(PICTURES.resolve(page + "-" + width + "-" + scheme + ".png"));
        assertThat(browser.accessibilityFaults()).isEmpty();
        assertThat(browser.answer("done(document.documentElement.scrollWidth);").asInt())
                .as("only pictures, tables and code are scrolled sideways")
                .isLessThanOrEqualTo(width);
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests()).allMatch(address -> address.matches("file://.*\\.html|data:.*"));
    }

    @Test
    void theLessonsPicturesAreShown() {
        browser.look(1280, "light");
        browser.show(site.resolve("index.html"));
        assertThat(browser.answer("done([...document.images].map((image) => image.naturalWidth));"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(width -> assertThat(width.asInt()).isGreaterThan(500));
    }

    @Test
    void aDiagramIsFollowedFromTheLesson() {
        browser.look(1280, "light");
        browser.show(site.resolve("index.html"));
        browser.one("a[href='demo-backlog.html']").click();
        assertThat(browser.texts("h1"))
                .containsExactly("backlog: a server that does not accept: how many clients can connect?");
        assertThat(browser.all("svg .call")).isNotEmpty();
        assertThat(browser.texts("svg .held")).contains("1 waiting", "2 waiting");
    }
}
