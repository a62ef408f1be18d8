package dev.ipcdemo.lesson;

import dev.ipcdemo.demo.diagram.Diagram;
import dev.ipcdemo.demo.diagram.SvgImage;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.runner.RecordedRun;
import dev.ipcdemo.demo.spi.Demo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs of demos as a page, and as an image: a sequence diagram of each. */
public final class DemoPage {

    private DemoPage() {}

    /**
     * A page of runs.
     *
     * @param runs in order, the runs of a demo together
     * @return HTML
     */
    public static String of(List<RecordedRun> runs) {
        Map<Demo, List<RecordedRun>> byDemo = runs.stream()
                .collect(Collectors.groupingBy(RecordedRun::demo, LinkedHashMap::new, Collectors.toList()));
        String names = byDemo.keySet().stream().map(Demo::name).collect(Collectors.joining(", "));
        String content = byDemo.entrySet().stream()
                .map(demo -> section(demo.getKey(), demo.getValue()))
                .collect(Collectors.joining("\n"));
        return Page.of("Demo " + names, navigation(byDemo), content);
    }

    /**
     * An image of runs, one below the other.
     *
     * @param runs at least one
     * @return an SVG document
     */
    public static String image(List<RecordedRun> runs) {
        return SvgImage.document(runs.stream().map(DemoPage::diagram).toList());
    }

    static Diagram diagram(RecordedRun run) {
        return Diagram.of(
                run.title(),
                "server, " + run.places().server(),
                "client, " + run.places().client(),
                run.events());
    }

    private static String navigation(Map<Demo, List<RecordedRun>> byDemo) {
        return byDemo.entrySet().stream()
                .map(demo -> "<li>" + Page.escape(demo.getKey().name()) + ": "
                        + demo.getValue().stream()
                                .map(run -> "<a href=\"#" + id(run) + "\">"
                                        + run.transport().scheme() + "</a>")
                                .collect(Collectors.joining(", "))
                        + "</li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private static String id(RecordedRun run) {
        return (run.demo().name() + "-" + run.transport().scheme() + "-" + run.scope()).replace("+", "-");
    }

    /** A demo: its runs, and the text that explains it. */
    static String section(Demo demo, List<RecordedRun> runs) {
        return "<section>\n<h1>" + Page.escape(demo.name()) + ": " + Page.escape(demo.summary()) + "</h1>\n"
                + runs.stream().map(DemoPage::figure).collect(Collectors.joining("\n"))
                + demo.explanation()
                        .map(text -> "<details>\n<summary>What it shows, and why</summary>\n"
                                + Markdown.html(text.substring(text.indexOf('\n'))) + "</details>\n")
                        .orElse("")
                + "</section>";
    }

    /** A run: its diagram, the same as text, and what was claimed and concluded. */
    static String figure(RecordedRun run) {
        return "<h2 id=\"" + id(run) + "\">" + Page.escape(run.title()) + "</h2>\n"
                + "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"Sequence diagram: "
                + Page.escape(run.title()) + "\">" + SvgImage.element(diagram(run)) + "</div>\n"
                + "<details>\n<summary>The same as text</summary>\n" + EventTable.of(run.events()) + "</details>\n"
                + sentences(run)
                + run.failure()
                        .map(why -> "<p class=\"bad\"><strong>Failed:</strong> " + Page.escape(why) + "</p>\n")
                        .orElse("");
    }

    private static String sentences(RecordedRun run) {
        StringBuilder html = new StringBuilder("<ul class=\"claims\">\n");
        run.events(Kind.CLAIM).forEach(claim -> html.append(item("good", "checked", claim)));
        run.events(Kind.FALSE_CLAIM).forEach(claim -> html.append(item("bad", "FALSE", claim)));
        html.append("</ul>\n");
        run.events(Kind.CONCLUSION)
                .forEach(said ->
                        html.append("<p>").append(Page.escape(said.text())).append("</p>\n"));
        return html.toString().replace("<ul class=\"claims\">\n</ul>\n", "");
    }

    private static String item(String style, String label, Event claim) {
        return "<li><strong class=\"" + style + "\">" + label + ":</strong> " + Page.escape(claim.text()) + "</li>\n";
    }
}
