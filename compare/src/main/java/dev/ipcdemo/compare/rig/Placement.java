package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.files.NativeCode;
import dev.ipcdemo.sockets.threads.Threads;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import net.openhft.affinity.Affinity;

/** Pins threads to CPUs: sched_setaffinity(2). */
final class Placement {

    /** The CPUs that this process may use, as they were before any thread was pinned. */
    private static final BitSet ALLOWED = allowed();

    private Placement() {}

    private static BitSet allowed() {
        if (NativeCode.obstacle().isPresent()) { // Affinity would log a stack trace
            return new BitSet();
        }
        try {
            return Affinity.getAffinity();
        } catch (RuntimeException | LinkageError e) {
            return new BitSet();
        }
    }

    /**
     * Pins the current thread to the CPU of the other side, or to one of its own. The last CPUs are used, because the first
     * one serves most interrupts, unless a list names others.
     *
     * @param list the CPUs that the sides may run on, the client's first; empty for all that this process may use
     * @return where the thread is now
     */
    static Place pin(Cpus cpus, List<Integer> list, boolean isServer) {
        if (Threads.isVirtual(Thread.currentThread())) {
            return cpus == Cpus.FREE ? Place.FREE : Place.free("a virtual thread cannot be pinned");
        }
        if (ALLOWED.isEmpty() && !(cpus == Cpus.FREE && list.isEmpty())) {
            return Place.free("threads cannot be pinned on this system");
        }
        if (cpus == Cpus.FREE) {
            return list.isEmpty() ? Place.FREE : confined(list);
        }
        int wanted = list.isEmpty() ? oneOfAll(cpus, isServer) : oneOf(list, cpus, isServer);
        return wanted < 0 ? Place.free("there is only one CPU") : pinned(wanted);
    }

    private static int oneOfAll(Cpus cpus, boolean isServer) {
        int last = ALLOWED.length() - 1;
        return cpus == Cpus.SPLIT && !isServer ? ALLOWED.previousSetBit(last - 1) : last;
    }

    private static int oneOf(List<Integer> list, Cpus cpus, boolean isServer) {
        int at = cpus == Cpus.SPLIT && isServer ? 1 : 0;
        return at < list.size() ? list.get(at) : -1;
    }

    private static Place pinned(int cpu) {
        BitSet one = new BitSet();
        one.set(cpu);
        return set(one).map(Place::free).orElse(Place.pinnedTo(cpu));
    }

    private static Place confined(List<Integer> list) {
        BitSet some = new BitSet();
        list.forEach(some::set);
        return Place.free(set(some).orElse("on cpus " + some.toString().replaceAll("[{}]", "")));
    }

    /** Why the current thread does not run on these CPUs now; nothing if it does. */
    private static Optional<String> set(BitSet cpus) {
        try {
            Affinity.setAffinity(cpus);
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return Affinity.getAffinity().equals(cpus) ? Optional.empty() : Optional.of("pinning had no effect");
    }
}
