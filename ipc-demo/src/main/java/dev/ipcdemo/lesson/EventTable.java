package dev.ipcdemo.lesson;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The calls and remarks of a timeline as a table: the text of a sequence diagram. */
final class EventTable {

    private EventTable() {}

    /** A table, with times from the first call. */
    static String of(List<Event> events) {
        long originNs = events.stream()
                .filter(event -> event.kind() == Kind.CALL)
                .findFirst()
                .map(Event::startNs)
                .orElse(0L);
        return events.stream()
                .filter(event -> event.isCall() || event.kind() == Kind.NOTE)
                .map(event -> "<tr><td>" + String.format(Locale.ROOT, "%.3f", (event.atNs() - originNs) / 1e6)
                        + "</td><td>" + event.side() + "</td><td><code>" + Page.escape(words(event))
                        + "</code></td></tr>")
                .collect(Collectors.joining(
                        "\n",
                        "<table>\n<thead><tr><th>ms</th><th>side</th><th>call</th></tr></thead>\n<tbody>\n",
                        "\n</tbody>\n</table>\n"));
    }

    private static String words(Event event) {
        return event.text()
                + (event.result().isEmpty() ? "" : (event.kind() == Kind.FAILED_CALL ? " ! " : " = ") + event.result())
                + (event.systemCalls().isEmpty() ? "" : " [" + event.systemCalls() + "]");
    }
}
