package dev.ipcdemo.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each verb was called, in the order in which they first were. */
final class Tally {

    private final Map<String, Integer> counts = new LinkedHashMap<>(); // guarded by this
    private boolean waits; // guarded by this

    /** Counts a call, by its system calls where it made other ones than it is named after. */
    synchronized void count(String call, List<String> made, boolean waits) {
        String fused = Names.fused(call, made);
        counts.merge(fused.isEmpty() ? Names.verb(call) : "(" + fused + ")", 1, Integer::sum);
        this.waits |= waits;
    }

    /** Whether one of them was a call that waits for the other side. */
    synchronized boolean waits() {
        return waits;
    }

    @Override
    public synchronized String toString() {
        return counts.entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%,d × %s", count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
    }
}
