package dev.ipcdemo.launch.container;

import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that something in the engine was made for. It is kept as a label on the thing.
 *
 * @param host the name of the process's host; an engine may serve several
 * @param pid its process id there
 * @param startMs when it started, by the wall clock, because process ids are reused; 0 if unknown
 */
record Owner(String host, long pid, long startMs) {

    static final String LABEL = "dev.ipcdemo.owner";

    /** Host, process id and start, as {@link #labels} writes them; anybody may write something else. */
    private static final Pattern FORM = Pattern.compile("([^/]+)/(\\d{1,18})/(\\d{1,18})");

    static Owner thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(thisHost(), process.pid(), startMs(process));
    }

    private static String thisHost() {
        try {
            return HostNames.local().replace('/', '-');
        } catch (SocketFailure nameless) {
            return "localhost";
        }
    }

    private static long startMs(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    Map<String, String> labels() {
        return Map.of(LABEL, host + "/" + pid + "/" + startMs);
    }

    /** Whether something was made by a process of this host that has ended. */
    static boolean isGone(Map<String, String> labels) {
        return of(labels.getOrDefault(LABEL, ""))
                .filter(owner -> owner.host.equals(thisHost()))
                .filter(owner -> !owner.isAlive())
                .isPresent();
    }

    private static Optional<Owner> of(String label) {
        Matcher parts = FORM.matcher(label);
        return parts.matches()
                ? Optional.of(new Owner(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> startMs == 0 || startMs(process) == startMs)
                .isPresent();
    }
}
