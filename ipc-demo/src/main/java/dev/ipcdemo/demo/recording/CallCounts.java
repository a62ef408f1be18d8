package dev.ipcdemo.demo.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each verb was called, in the order of their first calls. */
final class CallCounts {

    private final Map<String, Integer> counts = new LinkedHashMap<>(); // guarded by this
    private boolean waits; // guarded by this
    private int connections; // guarded by this

    /** Counts a call, under its system calls if it made others than the one it is named after. */
    synchronized void add(String call, List<String> made, boolean callWaits) {
        String systemCalls = CallText.systemCalls(call, made);
        counts.merge(systemCalls.isEmpty() ? CallText.verb(call) : "(" + systemCalls + ")", 1, Integer::sum);
        waits |= callWaits;
    }

    /** Takes note of what a call changed. */
    synchronized void add(Effect effect) {
        if (effect.kind() == Effect.Kind.CONNECT || effect.kind() == Effect.Kind.ACCEPT) {
            connections++;
        }
    }

    /** What all of them changed. */
    synchronized Effect effect() {
        return Effect.ofMany(connections);
    }

    /** Whether any of them waits for the other side. */
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
