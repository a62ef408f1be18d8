package dev.ipcdemo.relay;

import java.util.Map;
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

    /**
     * What passed in one direction.
     *
     * @param messages how many messages, or pieces of streams
     * @param bytes how many bytes
     * @param dropped how many messages were dropped although no fault says so: too large, or no room for them
     * @param faults how often each fault was injected; those that were not are missing
     */
    public record Flow(long messages, long bytes, long dropped, Map<Fault, Long> faults) {
        /**
         * Keeps a copy.
         *
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

        @Override
        public String toString() {
            return messages + " messages (" + bytes + " bytes), dropped " + dropped
                    + faults.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(entry -> ", " + entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining());
        }
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
