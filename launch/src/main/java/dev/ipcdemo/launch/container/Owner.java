package dev.ipcdemo.launch.container;

import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The process that something in the engine was made for, as a label on it.
 *
 * @param host the name of the process's host; an engine may serve several
 * @param pid its process id there
 * @param startMs when it started, by the wall clock, because process ids are used again
 */
record Owner(String host, long pid, long startMs) {

    static final String LABEL = "dev.ipcdemo.owner";

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

    /** Whether something was made by a process of this host that is there no more. */
    static boolean isGone(Map<String, String> labels) {
        return of(labels.getOrDefault(LABEL, ""))
                .filter(owner -> owner.host.equals(thisHost()))
                .filter(owner -> !owner.isAlive())
                .isPresent();
    }

    private static Optional<Owner> of(String label) {
        String[] parts = label.split("/");
        if (parts.length != 3 || !(parts[1] + parts[2]).chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        return Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> startMs == 0 || startMs(process) == startMs)
                .isPresent();
    }
}
