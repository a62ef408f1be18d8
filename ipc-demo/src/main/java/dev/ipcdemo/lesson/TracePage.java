package dev.ipcdemo.lesson;

import dev.ipcdemo.demo.diagram.Diagram;
import dev.ipcdemo.demo.diagram.SvgImage;
import dev.ipcdemo.demo.recording.Event;
import java.util.List;
import java.util.stream.Collectors;

/** A trace of somebody's own programs as a page: a sequence diagram, the same as text, and the totals. */
public final class TracePage {

    private TracePage() {}

    /**
     * A page.
     *
     * @param server what stands above the server's lifeline
     * @param client what stands above the client's lifeline
     * @param events what both did
     * @param remarks what else is to be known of the diagram
     * @param summaries the totals of each command, under its name as the first line
     * @return HTML
     */
    public static String of(
            String server, String client, List<Event> events, List<String> remarks, List<List<String>> summaries) {
        String title = "Trace";
        String diagram = SvgImage.element(Diagram.of(title, server, client, events));
        return Page.of(
                title,
                "",
                "<section>\n<h1>" + title + "</h1>\n<div class=\"picture\" tabindex=\"0\" role=\"group\""
                        + " aria-label=\"Sequence diagram of the trace\">" + diagram + "</div>\n"
                        + remarks.stream().map(TracePage::paragraph).collect(Collectors.joining())
                        + "<details>\n<summary>The same as text</summary>\n" + EventTable.of(events) + "</details>\n"
                        + summaries.stream().map(TracePage::summary).collect(Collectors.joining())
                        + "</section>");
    }

    private static String summary(List<String> lines) {
        return "<h2>" + Page.escape(lines.get(0)) + "</h2>\n"
                + lines.stream()
                        .skip(1)
                        .map(line -> "<li>" + Page.escape(line.strip()) + "</li>\n")
                        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    private static String paragraph(String text) {
        return "<p>" + Page.escape(text) + "</p>\n";
    }
}
