package dev.ipcdemo.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the processes of one command did in all. Of sockets and kinds of failures, a limited number is named. */
final class Totals {

    private static final int NAMED = 20;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, Long> calls = new LinkedHashMap<>();
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private final Map<String, Wait> waits = new LinkedHashMap<>();
    private final Map<Integer, String> closed = new TreeMap<>();
    private final List<String> leftOpen = new ArrayList<>();
    private long opened;
    private long used;
    private long left;
    private long notYet;
    private long sentBytes;
    private long receivedBytes;
    private boolean usesIoUring;

    /** The waits in one kind of call. */
    private static final class Wait {
        private long count;
        private long ns;
    }

    /** Counts a call, and as a wait if it took a millisecond. */
    void call(String verb, boolean canWait, long tookNs) {
        calls.merge(verb, 1L, Long::sum);
        if (canWait && tookNs >= WAIT_NS) {
            Wait wait = waits.computeIfAbsent(verb, any -> new Wait());
            wait.count++;
            wait.ns += tookNs;
        }
    }

    void failure(String verb, String meaning) {
        String kind = verb + " " + meaning;
        failures.merge(failures.size() < NAMED || failures.containsKey(kind) ? kind : "others", 1L, Long::sum);
    }

    /** A process may have done more than was seen. */
    void usesIoUring() {
        usesIoUring = true;
    }

    /** A call found that it would have had to wait. */
    void notYet() {
        notYet++;
    }

    void sent(long bytes) {
        sentBytes += bytes;
    }

    void received(long bytes) {
        receivedBytes += bytes;
    }

    void opened() {
        opened++;
    }

    /** A socket has been closed; by the end of its process if it was left open. */
    void closed(TracedSocket socket, boolean wasLeftOpen) {
        if (socket.wasUsed()) {
            used++;
            if (closed.size() < NAMED) {
                closed.put(socket.number(), socket.summary());
            }
        }
        if (wasLeftOpen) {
            left++;
            if (leftOpen.size() < NAMED) {
                leftOpen.add(socket.name() + " " + socket.where());
            }
        }
    }

    /** Adds the totals to lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (usesIoUring) {
            lines.add("what was done by io_uring cannot be seen, and is not counted");
        }
        if (calls.isEmpty()) {
            lines.add("no socket calls");
            return lines;
        }
        long all = calls.values().stream().mapToLong(Long::longValue).sum();
        lines.add(count(all, "call") + ": " + counts());
        lines.add(TracedSocket.bytes(sentBytes) + " sent, " + TracedSocket.bytes(receivedBytes) + " received, over "
                + count(opened, "socket")
                + unlisted());
        lines.add(waits());
        if (notYet > 0) {
            lines.add(count(notYet, "call") + " would have had to wait, and returned at once (EAGAIN, EINPROGRESS)");
        }
        lines.add(failures.isEmpty() ? "no failures" : "failures: " + failures());
        lines.add(left == 0 ? "nothing left open" : "left open at the end of a process: " + list(leftOpen, left, "; "));
        lines.addAll(closed.values());
        if (used > closed.size()) {
            lines.add("and " + count(used - closed.size(), "more socket"));
        }
        return lines;
    }

    private String unlisted() {
        long idle = opened - used;
        return switch ((int) Math.min(2, idle)) {
            case 0 -> "";
            case 1 -> " (1 that was never connected or used is not listed)";
            default -> String.format(Locale.ROOT, " (%,d that were never connected or used are not listed)", idle);
        };
    }

    private String counts() {
        return calls.entrySet().stream()
                .map(call -> String.format(Locale.ROOT, "%,d %s", call.getValue(), call.getKey()))
                .collect(Collectors.joining(", "));
    }

    private String waits() {
        if (waits.isEmpty()) {
            return "no wait of a millisecond or more";
        }
        return "waited "
                + waits.entrySet().stream()
                        .map(wait -> String.format(
                                Locale.ROOT,
                                "%,d ms in %s (%,d ×)",
                                TimeUnit.NANOSECONDS.toMillis(wait.getValue().ns),
                                wait.getKey(),
                                wait.getValue().count))
                        .collect(Collectors.joining(", "));
    }

    private String failures() {
        return failures.entrySet().stream()
                .map(failure ->
                        (failure.getValue() == 1 ? "" : String.format(Locale.ROOT, "%,d × ", failure.getValue()))
                                + failure.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String list(List<String> named, long all, String separator) {
        return String.join(separator, named) + (all > named.size() ? separator + (all - named.size()) + " more" : "");
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : noun + "s");
    }
}
