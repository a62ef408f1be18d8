package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.recording.Differences;
import dev.ipcdemo.demo.recording.Differences.Change;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.sockets.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints where runs of a demo over other transports differ from the one whose timeline is shown. */
public final class DifferenceTable {

    /** If it would be more, only the verbs are compared. */
    private static final int MOST_CHARACTERS = 600;

    private final PrintWriter out;
    private final int width;
    private final Colours colours;

    /**
     * Prints lines that fit.
     *
     * @param out where
     * @param width how many columns of characters there are
     * @param colours of the sides
     */
    public DifferenceTable(PrintWriter out, int width, Colours colours) {
        this.out = out;
        this.width = width;
        this.colours = colours;
    }

    /**
     * Prints how the runs differ. Each is compared with the run before it that is most like it; runs with the same calls are
     * named together.
     *
     * @param runs the events of each run by its transport, at least one; the timeline of the first has been shown
     */
    public void print(Map<String, List<Event>> runs) {
        List<String> described = new ArrayList<>();
        Map<String, List<String>> same = new LinkedHashMap<>();
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        for (String transport : runs.keySet()) {
            Optional<Comparison> nearest = described.stream()
                    .map(other -> new Comparison(other, Differences.between(runs.get(other), runs.get(transport))))
                    .min(Comparator.comparingInt(Comparison::calls));
            if (nearest.isPresent() && nearest.get().calls() == 0) {
                same.get(nearest.get().other()).add(transport);
            } else {
                described.add(transport);
                same.put(transport, new ArrayList<>(List.of(transport)));
                nearest.ifPresent(found -> comparisons.put(transport, found));
            }
        }
        List<String> first = same.values().iterator().next();
        if (first.size() > 1) {
            out.println(colours.bold(String.join(", ", first)) + ": the same calls");
        }
        comparisons.forEach((transport, comparison) -> print(String.join(", ", same.get(transport)), comparison));
    }

    /** A run compared with another. */
    private record Comparison(String other, List<Change> changes) {

        List<Change> of(Side side) {
            return changes.stream().filter(change -> change.side() == side).toList();
        }

        List<String> lines(Side side) {
            return of(side).stream().map(DifferenceTable::words).distinct().toList();
        }

        int calls() {
            return changes.stream()
                    .mapToInt(change -> change.first().size() + change.second().size())
                    .sum();
        }
    }

    private void print(String transports, Comparison comparison) {
        out.println(colours.bold(transports) + ", compared with " + comparison.other() + ":");
        boolean areFew = Stream.of(Side.values())
                        .flatMap(side -> comparison.lines(side).stream())
                        .mapToInt(String::length)
                        .sum()
                <= MOST_CHARACTERS;
        for (Side side : Side.values()) {
            List<String> lines =
                    areFew ? comparison.lines(side) : verbs(comparison.of(side)).toList();
            lines.forEach(line -> print(side, line));
        }
    }

    private void print(Side side, String text) {
        for (String part : WordWrap.wrap("  " + side + ": " + Printable.text(text), width, "    ")) {
            out.println(side == Side.SERVER ? colours.server(part) : colours.client(part));
        }
    }

    private static String words(Change change) {
        if (change.isOfOneCall()) {
            Event here = change.first().get(0);
            Event there = change.second().get(0);
            return there.call() + ": " + there.outcome() + " instead of " + here.outcome();
        }
        String here = words(change.first());
        String there = words(change.second());
        if (there.isEmpty()) {
            return "without " + here;
        }
        return there + (here.isEmpty() ? " in addition" : " instead of " + here);
    }

    private static String words(List<Event> calls) {
        return calls.stream()
                .map(call -> call.call() + (call.hasPlainOutcome() ? "" : " " + call.outcome()))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** The verbs that only one of the two uses; if there are none, the calls differ in other ways, and often. */
    private static Stream<String> verbs(List<Change> changes) {
        Set<String> here = verbs(changes.stream().flatMap(change -> change.first().stream()));
        Set<String> there = verbs(changes.stream().flatMap(change -> change.second().stream()));
        Set<String> both = new LinkedHashSet<>(here);
        both.retainAll(there);
        here.removeAll(both);
        there.removeAll(both);
        if (here.isEmpty() && there.isEmpty()) {
            return both.isEmpty() ? Stream.empty() : Stream.of("other results of " + String.join(", ", both));
        }
        if (there.isEmpty()) {
            return Stream.of("without " + String.join(", ", here));
        }
        return Stream.of(String.join(", ", there)
                + (here.isEmpty() ? " in addition" : " instead of " + String.join(", ", here)));
    }

    private static Set<String> verbs(Stream<Event> calls) {
        return calls.map(Event::verb).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
