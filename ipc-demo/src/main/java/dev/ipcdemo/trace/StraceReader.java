package dev.ipcdemo.trace;

import dev.ipcdemo.trace.TraceEntry.SystemCall;
import dev.ipcdemo.trace.TraceEntry.ThreadEnd;
import dev.ipcdemo.trace.TraceEntry.ThreadStart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the lines of {@code strace -f -yy -ttt -T} into entries. A call that strace shows in two parts, because another thread
 * made one in between, becomes one entry where it returned. A child is announced before its first call, although strace may
 * show that call before the fork has returned.
 *
 * <p>What is kept is one line for each thread that is in a call. Not for use by several threads at once.
 */
public final class StraceReader {

    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+\\.\\d+) (.*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\) += (.*?)(?: <(\\d+\\.\\d+)>)?");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern PID_CHANGED =
            Pattern.compile("(execve(?:at)?\\(.*) <pid changed to (\\d+) \\.\\.\\.>");
    private static final Pattern SUPERSEDED = Pattern.compile("superseded by execve in pid (\\d+)");
    private static final Pattern END = Pattern.compile("\\+\\+\\+ (.*) \\+\\+\\+");
    private static final String UNFINISHED = "<unfinished ...>";

    /** The first part of a call. */
    private record Begun(long startNs, String text) {
        boolean isFork() {
            return text.startsWith("clone") || text.startsWith("fork") || text.startsWith("vfork");
        }
    }

    private final Map<Integer, Begun> unfinished = new LinkedHashMap<>();
    private final Set<Integer> threads = new HashSet<>();

    /** Before the first line. */
    public StraceReader() {}

    /**
     * Takes the next line.
     *
     * @param line a line of strace's output
     * @return what it completes, in order; empty if it is the first part of a call, or nothing that is known
     */
    public List<TraceEntry> read(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return List.of();
        }
        int thread = Integer.parseInt(parts.group(1));
        long atNs = nanoseconds(parts.group(2));
        List<TraceEntry> entries = new ArrayList<>();
        if (threads.isEmpty()) {
            threads.add(thread);
        } else if (!threads.contains(thread)) {
            unfinished.entrySet().stream()
                    .filter(begun -> begun.getValue().isFork())
                    .findFirst()
                    .ifPresent(begun -> entries.add(
                            start(thread, begun.getKey(), begun.getValue().text())));
        }
        read(thread, atNs, parts.group(3), entries);
        return entries;
    }

    private void read(int thread, long atNs, String text, List<TraceEntry> entries) {
        Matcher resumed = RESUMED.matcher(text);
        Matcher end = END.matcher(text);
        Matcher changed = PID_CHANGED.matcher(text);
        if (changed.matches()) {
            unfinished.put(Integer.parseInt(changed.group(2)), new Begun(atNs, changed.group(1)));
        } else if (end.matches() && SUPERSEDED.matcher(end.group(1)).matches()) {
            superseded(thread, atNs, end.group(1), entries);
        } else if (end.matches()) {
            cutShort(thread, atNs, entries);
            threads.remove(thread);
            entries.add(new ThreadEnd(thread, atNs, end.group(1)));
        } else if (text.endsWith(UNFINISHED)) {
            String begun = text.substring(0, text.length() - UNFINISHED.length());
            unfinished.put(thread, new Begun(atNs, begun.substring(0, Math.max(0, begun.length() - 1))));
        } else if (resumed.matches()) {
            Begun begun = unfinished.remove(thread);
            if (begun != null) {
                call(thread, begun.startNs(), begun.text() + resumed.group(1), entries);
            }
        } else {
            call(thread, atNs, text, entries);
        }
    }

    /**
     * A thread that was not the first of its process has executed a program: it goes on under the id of the first, and all
     * others are gone. What execve returns is shown after that, but not always as success.
     */
    private void superseded(int thread, long atNs, String how, List<TraceEntry> entries) {
        Matcher superseded = SUPERSEDED.matcher(how);
        if (superseded.matches()) {
            int executing = Integer.parseInt(superseded.group(1));
            threads.remove(executing);
            entries.add(new ThreadEnd(executing, atNs, how));
        }
        Begun begun = unfinished.remove(thread);
        if (begun != null) {
            call(thread, begun.startNs(), begun.text() + ") = 0", entries);
        }
    }

    private void call(int thread, long startNs, String text, List<TraceEntry> entries) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            return;
        }
        long tookNs = call.group(4) == null ? 0 : nanoseconds(call.group(4));
        SystemCall made = new SystemCall(
                thread,
                startNs,
                startNs + tookNs,
                call.group(1),
                StraceText.arguments(call.group(2)),
                call.group(3).strip());
        boolean isFork = new Begun(startNs, text).isFork();
        if (isFork && made.number() > 0 && !threads.contains((int) made.number())) {
            entries.add(start((int) made.number(), thread, text));
        }
        entries.add(made);
    }

    private ThreadStart start(int thread, int creator, String call) {
        threads.add(thread);
        return new ThreadStart(thread, creator, call.contains("CLONE_FILES"), !call.contains("CLONE_THREAD"));
    }

    private void cutShort(int thread, long atNs, List<TraceEntry> entries) {
        Begun begun = unfinished.remove(thread);
        int parenthesis = begun == null ? -1 : begun.text().indexOf('(');
        if (parenthesis > 0) {
            entries.add(new SystemCall(
                    thread,
                    begun.startNs(),
                    atNs,
                    begun.text().substring(0, parenthesis),
                    StraceText.arguments(begun.text().substring(parenthesis + 1)),
                    "?"));
        }
    }

    private static long nanoseconds(String seconds) {
        return new BigDecimal(seconds).movePointRight(9).longValue();
    }
}
