package dev.ipcdemo.relay;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a relay has done so far.
 *
 * @param clients how many clients have come, without those that were refused because there were too many
 * @param openClients how many there are now
 * @param tooMany how many were refused because there were too many; over datagrams, how many of their messages
 * @param unreachable how often the target could not be reached
 * @param toTarget what went from clients to the target
 * @param toClient what went from the target to clients
 */
public record RelayStatistics(
        long clients, long openClients, long tooMany, long unreachable, Flow toTarget, Flow toClient) {

    private static final Pattern LINE = Pattern.compile("clients (\\d+), open (\\d+), too many (\\d+),"
            + " target unreachable (\\d+); to-target ([^;]+); to-client ([^;]+)");

    /**
     * What passed in one direction.
     *
     * @param keepsMessageBoundaries whether there are messages, rather than pieces of streams: what one receive returned
     * @param messages how many messages, or pieces of streams
     * @param bytes how many bytes
     * @param dropped how many messages were dropped although no fault says so: too large, or no room for them
     * @param faults how often each fault was injected; those that were not are missing
     */
    public record Flow(
            boolean keepsMessageBoundaries, long messages, long bytes, long dropped, Map<Fault, Long> faults) {

        private static final String MESSAGES = "messages";
        private static final String PIECES = "pieces";
        private static final Pattern TEXT =
                Pattern.compile("(\\d+) (messages|pieces) \\((\\d+) bytes\\), dropped (\\d+)((?:, \\w+ \\d+)*)");
        private static final Pattern COUNT = Pattern.compile(", (\\w+) (\\d+)");

        /**
         * Keeps a copy.
         *
         * @param keepsMessageBoundaries as above
         * @param messages as above
         * @param bytes as above
         * @param dropped as above
         * @param faults what is copied
         */
        public Flow {
            faults = Map.copyOf(faults);
        }

        /**
         * How often a fault was injected.
         *
         * @param fault which
         * @return 0 if never
         */
        public long count(Fault fault) {
            return faults.getOrDefault(fault, 0L);
        }

        private static Flow parse(String text) {
            Matcher parts = matched(TEXT, text);
            Map<Fault, Long> faults = new EnumMap<>(Fault.class);
            COUNT.matcher(parts.group(5))
                    .results()
                    .forEach(count -> faults.put(
                            Fault.valueOf(count.group(1).toUpperCase(Locale.ROOT)), Long.parseLong(count.group(2))));
            boolean keepsMessageBoundaries = parts.group(2).equals(MESSAGES);
            return new Flow(keepsMessageBoundaries, number(parts, 1), number(parts, 3), number(parts, 4), faults);
        }

        @Override
        public String toString() {
            return messages + " " + (keepsMessageBoundaries ? MESSAGES : PIECES) + " (" + bytes + " bytes), dropped "
                    + dropped
                    + faults.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(entry -> ", " + entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining());
        }
    }

    /**
     * Reads what {@link #toString} has written, perhaps in another process.
     *
     * @param line the line
     * @return the same statistics
     * @throws IllegalArgumentException if it is no such line
     */
    public static RelayStatistics parse(String line) {
        Matcher parts = matched(LINE, line);
        return new RelayStatistics(
                number(parts, 1),
                number(parts, 2),
                number(parts, 3),
                number(parts, 4),
                Flow.parse(parts.group(5)),
                Flow.parse(parts.group(6)));
    }

    private static Matcher matched(Pattern form, String text) {
        Matcher parts = form.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' are no statistics of a relay");
        }
        return parts;
    }

    private static long number(Matcher parts, int group) {
        return Long.parseLong(parts.group(group));
    }

    /**
     * What passed in one direction.
     *
     * @param direction which
     * @return its figures
     */
    public Flow flow(Direction direction) {
        return direction == Direction.TO_TARGET ? toTarget : toClient;
    }

    /** One line. */
    @Override
    public String toString() {
        return "clients " + clients + ", open " + openClients + ", too many " + tooMany + ", target unreachable "
                + unreachable + "; to-target " + toTarget + "; to-client " + toClient;
    }
}
