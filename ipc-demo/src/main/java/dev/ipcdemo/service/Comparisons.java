package dev.ipcdemo.service;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which comparisons have sessions with a server, and which have had some at the same time as others. Each is known by the
 * number that its sessions have in common. Safe for use by many threads.
 */
final class Comparisons {

    /** Of so many comparisons without a session it is remembered whom they have met, and each is told of so many at most. */
    private static final int REMEMBERED = 64;

    private final Map<Long, Progress> byRun = new LinkedHashMap<>(); // guarded by this

    /** A comparison's sessions, and the comparisons that it has met since that was told last. */
    private static final class Progress {

        private final Set<Long> met = new HashSet<>();
        private int sessions;

        void meets(long run) {
            if (met.size() < REMEMBERED) {
                met.add(run);
            }
        }
    }

    /**
     * A session of a comparison begins.
     *
     * @param run the comparison's number
     * @return how many others have had sessions at the same time since that was told last, now included
     */
    synchronized int begins(long run) {
        forgetOne();
        Progress own = byRun.computeIfAbsent(run, number -> new Progress());
        own.sessions++;
        byRun.forEach((number, other) -> {
            if (number != run && other.sessions > 0) {
                own.meets(number);
                other.meets(run);
            }
        });
        int others = own.met.size();
        own.met.clear();
        return others;
    }

    /**
     * A session of a comparison has ended.
     *
     * @param run the comparison's number
     */
    synchronized void ends(long run) {
        byRun.get(run).sessions--;
    }

    /** The first one that has no session, if there are too many. */
    private void forgetOne() {
        if (byRun.size() > REMEMBERED) {
            byRun.entrySet().stream()
                    .filter(each -> each.getValue().sessions == 0)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(byRun::remove);
        }
    }
}
