package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.diff.CommandVisitor;
import org.apache.commons.text.diff.StringsComparator;

/**
 * Where the calls of two runs differ: other calls, other system calls behind them, other results. Times and addresses differ
 * between any two runs, and do not count.
 */
public final class Differences {

    /** What the system picks for each run anew, in calls whose addresses are not known. */
    private static final Pattern PICKED =
            Pattern.compile("(descriptor |process |pid |127\\.0\\.0\\.1:|\\[::1\\]:)\\d+");

    private Differences() {}

    /**
     * A place where the runs differ.
     *
     * @param side whose calls they are
     * @param first the calls of the first run, perhaps none
     * @param second the calls of the second run in their place, perhaps none
     */
    public record Change(Side side, List<Event> first, List<Event> second) {

        /**
         * Whether both made the same call, and it differed in what came of it.
         *
         * @return false if they made other calls
         */
        public boolean isOfOneCall() {
            return first.size() == 1
                    && second.size() == 1
                    && first.get(0).call().equals(second.get(0).call());
        }
    }

    /**
     * Compares two runs.
     *
     * @param first the events of one
     * @param second the events of the other
     * @return the changes of the server, then those of the client; empty if their calls are the same
     */
    public static List<Change> between(List<Event> first, List<Event> second) {
        return Stream.of(Side.values())
                .flatMap(side -> between(side, calls(side, first), calls(side, second)).stream())
                .toList();
    }

    private static List<Event> calls(Side side, List<Event> events) {
        return events.stream()
                .filter(event -> event.side() == side && event.isCall())
                .sorted(Comparator.comparingLong(Event::startNs))
                .toList();
    }

    /** Each form of a call stands for a character, and the library compares texts. */
    private static List<Change> between(Side side, List<Event> first, List<Event> second) {
        Map<String, Character> characters = new HashMap<>();
        Changes changes = new Changes(side, first, second);
        new StringsComparator(text(first, characters), text(second, characters))
                .getScript()
                .visit(changes);
        return changes.all();
    }

    private static String text(List<Event> calls, Map<String, Character> characters) {
        Set<String> addresses = addresses(calls);
        StringBuilder text = new StringBuilder();
        for (Event call : calls) {
            text.append((char) characters.computeIfAbsent(form(call, addresses), form -> (char) characters.size()));
        }
        return text.toString();
    }

    private static Set<String> addresses(List<Event> calls) {
        Set<String> addresses = new LinkedHashSet<>();
        calls.stream()
                .map(Event::effect)
                .flatMap(effect -> Stream.of(effect.local(), effect.peer()))
                .filter(endpoint -> !endpoint.isEmpty())
                .map(Endpoint::parse)
                .filter(Endpoint::isNamed)
                .map(CallText::address)
                .forEach(addresses::add);
        return addresses;
    }

    /** What counts of a call. */
    private static String form(Event call, Set<String> addresses) {
        Effect effect = call.effect();
        boolean isKnown = effect.kind() != Effect.Kind.NONE && effect.kind() != Effect.Kind.MANY;
        String words = isKnown
                ? CallText.verb(call.text()) + " " + effect.socket() + " " + effect.bytes()
                : call.text() + " " + call.kind() + " " + call.result();
        for (String address : addresses) {
            words = words.replace(address, "…");
        }
        words = PICKED.matcher(words).replaceAll("$1…");
        return words + " [" + call.systemCalls() + "]";
    }

    /** Puts neighbouring changes together. */
    private static final class Changes implements CommandVisitor<Character> {

        private final Side side;
        private final List<Event> first;
        private final List<Event> second;
        private final List<Change> changes = new ArrayList<>();
        private List<Event> removed = new ArrayList<>();
        private List<Event> added = new ArrayList<>();
        private int firstAt;
        private int secondAt;

        Changes(Side side, List<Event> first, List<Event> second) {
            this.side = side;
            this.first = first;
            this.second = second;
        }

        @Override
        public void visitDeleteCommand(Character form) {
            removed.add(first.get(firstAt++));
        }

        @Override
        public void visitInsertCommand(Character form) {
            added.add(second.get(secondAt++));
        }

        @Override
        public void visitKeepCommand(Character form) {
            firstAt++;
            secondAt++;
            flush();
        }

        private void flush() {
            if (areSameCalls()) {
                for (int i = 0; i < removed.size(); i++) {
                    changes.add(new Change(side, List.of(removed.get(i)), List.of(added.get(i))));
                }
            } else {
                changes.add(new Change(side, List.copyOf(removed), List.copyOf(added)));
            }
            removed = new ArrayList<>();
            added = new ArrayList<>();
        }

        private boolean areSameCalls() {
            return removed.stream()
                    .map(Event::call)
                    .toList()
                    .equals(added.stream().map(Event::call).toList());
        }

        List<Change> all() {
            flush();
            return changes;
        }
    }
}
