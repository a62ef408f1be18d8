package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The key to timelines: what the marks mean that occur in them. */
public final class TimelineKey {

    private static final Pattern NUMBER = Pattern.compile("(^| )#\\d");

    private TimelineKey() {}

    /** A mark, when it occurs, and what it means. */
    private record Mark(String mark, Predicate<Event> occursIn, String meaning) {}

    private static final List<Mark> MARKS = List.of(
            new Mark("=", event -> event.kind() == Kind.CALL && !event.result().isEmpty(), "what the call returned"),
            new Mark("!", event -> event.kind() == Kind.FAILED_CALL, "how the call failed"),
            new Mark(
                    "#2",
                    event -> NUMBER.matcher(TimelinePrinter.cell(event)).find(),
                    "the side's second socket of that kind; the first has no number"),
            new Mark(
                    "[ ]",
                    event -> !event.systemCalls().isEmpty(),
                    "the system calls behind a call, where it is not just the one of the same name"));

    private static final String PLACE =
            "A call that waits, such as accept or recv, stands where it returned; any other stands where it began.";
    private static final String COLD =
            "The first calls of a JVM are cold: they load classes and run in the interpreter, so they take longer.";

    /**
     * Prints the key.
     *
     * @param out where
     * @param width how many columns of characters there are
     * @param colours to let it recede
     * @param events what the timelines showed
     */
    public static void print(PrintWriter out, int width, Colours colours, List<Event> events) {
        if (events.stream().noneMatch(Event::isCall)) {
            return;
        }
        out.println(colours.faint("Key:"));
        MARKS.stream()
                .filter(mark -> events.stream().filter(Event::isCall).anyMatch(mark.occursIn()))
                .forEach(mark -> print(out, width, colours, String.format("  %-4s", mark.mark()) + mark.meaning()));
        print(out, width, colours, PLACE);
        print(out, width, colours, COLD);
        out.println();
    }

    private static void print(PrintWriter out, int width, Colours colours, String text) {
        WordWrap.wrap(text, width, text.startsWith(" ") ? "      " : "")
                .forEach(line -> out.println(colours.faint(line)));
    }
}
