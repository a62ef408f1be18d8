package dev.ipcdemo.lesson;

import dev.ipcdemo.demo.runner.RecordedRun;
import dev.ipcdemo.demo.spi.Demo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lesson as a site: the documents that the build has packed, all that they link to, and a page for each demo. The
 * documents that are named here are read first, and every relative link in them leads to another page.
 */
public final class Site {

    private static final String DEMOS = "demos.html";

    /** The documents of the navigation. */
    private static final Map<String, String> TITLES = titles();

    private static final Pattern REMOTE = Pattern.compile("(https?|mailto):.*");
    private static final Pattern TABLE_OF_DEMOS = Pattern.compile("(?s)<th>demo</th>.*?</table>");
    private static final Pattern NAME_IN_TABLE = Pattern.compile("<td><code>([a-z-]+)</code></td>");
    private static final Pattern HEADING = Pattern.compile("<h4 id=\"[^\"]+\">([a-z-]+)</h4>");

    private final Map<Demo, List<RecordedRun>> runs;
    private final Map<String, String> pages = new LinkedHashMap<>();
    private final Deque<String> documents = new ArrayDeque<>(TITLES.keySet());

    private Site(Map<Demo, List<RecordedRun>> runs) {
        this.runs = runs;
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("docs/lesson.md", "Lesson");
        titles.put("docs/measuring.md", "Measuring");
        titles.put("docs/deploy.md", "Deploy");
        titles.put("docs/architecture.md", "Architecture");
        return titles;
    }

    /**
     * Makes the site.
     *
     * @param runs of demos, the runs of a demo together
     * @return the content of each file by its name; {@code index.html} is where to begin
     */
    public static Map<String, String> of(List<RecordedRun> runs) {
        Site site = new Site(runs.stream()
                .collect(Collectors.groupingBy(RecordedRun::demo, LinkedHashMap::new, Collectors.toList())));
        site.write();
        return site.pages;
    }

    private void write() {
        while (!documents.isEmpty()) {
            String document = documents.remove();
            if (!pages.containsKey(page(document))) {
                pages.put(page(document), ""); // so that a link to itself does not ask for it again
                pages.put(page(document), html(document));
            }
        }
        pages.put(DEMOS, Page.of("Demos", navigation(DEMOS), listOfDemos()));
        runs.forEach((demo, ofDemo) -> pages.put(
                page(demo), Page.of("Demo " + demo.name(), navigation(page(demo)), DemoPage.section(demo, ofDemo))));
    }

    private String html(String document) {
        String text = packed(document);
        String title =
                TITLES.getOrDefault(document, Path.of(document).getFileName().toString());
        if (!document.endsWith(".md")) {
            String code = "<h1>" + Page.escape(title) + "</h1>\n<pre tabindex=\"0\"><code>" + escapedLines(text)
                    + "</code></pre>";
            return Page.of(title, navigation(page(document)), code);
        }
        String content = Markdown.html(text, link -> link(document, link), image -> image(document, image));
        return Page.of(
                title + " · ipc-demo", navigation(page(document)), withLinksFromTables(withLinksToDemos(content)));
    }

    private static String escapedLines(String text) {
        return text.lines().map(Page::escape).collect(Collectors.joining("\n"));
    }

    /** The lesson has a heading for each demo; below it stands where the demo's diagrams are. */
    private String withLinksToDemos(String html) {
        return HEADING.matcher(html)
                .replaceAll(heading -> Matcher.quoteReplacement(heading.group()
                        + runs.keySet().stream()
                                .filter(demo -> demo.name().equals(heading.group(1)))
                                .map(demo -> "\n<p><a href=\"" + page(demo) + "\">The diagrams of " + demo.name()
                                        + "</a></p>")
                                .collect(Collectors.joining())));
    }

    /** A table of demos links each of them that was run. */
    private String withLinksFromTables(String html) {
        return TABLE_OF_DEMOS
                .matcher(html)
                .replaceAll(table -> Matcher.quoteReplacement(NAME_IN_TABLE
                        .matcher(table.group())
                        .replaceAll(cell -> Matcher.quoteReplacement(runs.keySet().stream()
                                .filter(demo -> demo.name().equals(cell.group(1)))
                                .map(demo -> "<td><a href=\"" + page(demo) + "\">" + demo.name() + "</a></td>")
                                .findFirst()
                                .orElse(cell.group())))));
    }

    private String link(String document, String destination) {
        if (REMOTE.matcher(destination).matches() || destination.startsWith("#")) {
            return destination;
        }
        int fragment = destination.indexOf('#');
        String target = beside(document, fragment < 0 ? destination : destination.substring(0, fragment));
        documents.add(target);
        return page(target) + (fragment < 0 ? "" : destination.substring(fragment));
    }

    /** Pictures are part of the page, because a page may load nothing. */
    private static String image(String document, String destination) {
        byte[] svg = packed(beside(document, destination)).getBytes(StandardCharsets.UTF_8);
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
    }

    private static String beside(String document, String destination) {
        return Path.of(document).resolveSibling(destination).normalize().toString();
    }

    /** The first directory tells files of the same name apart. */
    private static String page(String document) {
        if (document.equals("docs/lesson.md")) {
            return "index.html";
        }
        Path path = Path.of(document);
        String file = path.getFileName().toString();
        return file.endsWith(".md")
                ? file.substring(0, file.length() - ".md".length()).toLowerCase(Locale.ROOT) + ".html"
                : path.getName(0) + "-" + file + ".html";
    }

    private static String page(Demo demo) {
        return "demo-" + demo.name() + ".html";
    }

    private static String navigation(String current) {
        Map<String, String> links = new LinkedHashMap<>();
        TITLES.forEach((document, title) -> {
            links.put(page(document), title);
            links.putIfAbsent(DEMOS, "Demos");
        });
        return links.entrySet().stream()
                .map(link -> "<li><a href=\"" + link.getKey() + "\""
                        + (link.getKey().equals(current) ? " aria-current=\"page\"" : "") + ">" + link.getValue()
                        + "</a></li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private String listOfDemos() {
        return runs.entrySet().stream()
                .map(demo -> "<tr><td><a href=\"" + page(demo.getKey()) + "\">"
                        + demo.getKey().name() + "</a></td><td>"
                        + Page.escape(demo.getKey().summary()) + "</td><td>"
                        + demo.getValue().stream()
                                .map(run -> run.transport().scheme())
                                .collect(Collectors.joining(", "))
                        + "</td></tr>")
                .collect(Collectors.joining(
                        "\n",
                        "<h1>Demos</h1>\n<p>Each makes one point, and checks its own claims. The diagrams are of runs in"
                                + " which both sides were threads of one process; <code>bin/ipc-demo demo NAME --scope"
                                + " inter-process --html FILE</code> draws one between two processes.</p>\n"
                                + "<table tabindex=\"0\">\n<thead><tr><th>demo</th><th>shows</th><th>over</th></tr>"
                                + "</thead>\n<tbody>\n",
                        "\n</tbody>\n</table>"));
    }

    private static String packed(String document) {
        try (InputStream in = Site.class.getResourceAsStream("project/" + document)) {
            return new String(
                    Optional.ofNullable(in)
                            .orElseThrow(() -> new IllegalStateException(
                                    document + " is linked to, and not packed: ipc-demo/pom.xml says what is"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(document + " cannot be read from the jar", e);
        }
    }
}
