package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.launch.Threads;
import java.util.BitSet;
import net.openhft.affinity.Affinity;

/** Pins threads to CPUs: sched_setaffinity(2). */
final class Placement {

    /** The CPUs that this process may use, as they were before any thread was pinned. */
    private static final BitSet ALLOWED = allowed();

    private Placement() {}

    private static BitSet allowed() {
        try {
            return Affinity.getAffinity();
        } catch (RuntimeException | LinkageError e) {
            return new BitSet();
        }
    }

    /**
     * Pins the current thread to the CPU of the other side, or to one of its own. The last CPUs are used, because the first
     * one serves most interrupts.
     *
     * @return where the thread is now
     */
    static Place pin(Cpus cpus, boolean isServer) {
        if (Threads.isVirtual(Thread.currentThread())) {
            return cpus == Cpus.FREE ? Place.FREE : Place.free("a virtual thread cannot be pinned");
        }
        if (cpus == Cpus.FREE) {
            return Place.FREE;
        }
        int last = ALLOWED.length() - 1;
        int wanted = cpus == Cpus.SPLIT && !isServer ? ALLOWED.previousSetBit(last - 1) : last;
        if (last < 0 || wanted < 0) {
            return Place.free(last < 0 ? "threads cannot be pinned on this system" : "there is only one CPU");
        }
        try {
            Affinity.setAffinity(wanted);
        } catch (RuntimeException | LinkageError e) {
            return Place.free(String.valueOf(e.getMessage()));
        }
        BitSet now = Affinity.getAffinity();
        return now.cardinality() == 1 && now.get(wanted) ? Place.pinnedTo(wanted) : Place.free("pinning had no effect");
    }
}
