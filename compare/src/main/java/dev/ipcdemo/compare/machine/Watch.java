package dev.ipcdemo.compare.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks for what disturbs measurements: reads what the kernel counts before and after each of them, and adds up the
 * differences. What is counted is coarse (a tick is a hundredth of a second), so it says something of all measurements of a
 * round together, and nothing of one alone.
 */
public final class Watch {

    /** A smaller share of the time that was watched is of no account. */
    private static final double STEAL_SHARE = 0.01;

    private static final double OTHERS_SHARE = 0.1;

    /** So many ticks may be the rounding. */
    private static final long FEWEST_TICKS = 5;

    /** A thread that is alone on its CPU is hardly ever interrupted to run another. */
    private static final double MOST_SWITCHES_PER_SECOND = 100;

    /** The names of the threads that are measured, as the kernel knows them. */
    private static final Set<String> MEASURED = Set.of("client", "server");

    private final KernelFiles files;
    private final ControlGroup group;
    private Snapshot before = Snapshot.NONE;
    private long watchedCpuTicks;
    private long stolenTicks;
    private long othersTicks;
    private CpuThrottling throttling = CpuThrottling.NONE;
    private final Map<String, CpuThrottling> heldBack = new LinkedHashMap<>();
    private long aloneTicks;
    private long forcedSwitches;

    /** What the kernel had counted at one moment. */
    private record Snapshot(Map<Integer, CpuTimes> cpus, long ownTicks, CpuThrottling throttling, long forcedSwitches) {

        static final Snapshot NONE = new Snapshot(Map.of(), 0, CpuThrottling.NONE, 0);
    }

    /**
     * Begins a round.
     *
     * @param files where the kernel tells what it counts
     */
    public Watch(KernelFiles files) {
        this.files = files;
        group = ControlGroup.of(files);
    }

    /**
     * Begins to watch a measurement.
     *
     * @param pids the processes that it runs in
     */
    public void begin(Collection<Long> pids) {
        before = look(pids);
    }

    /**
     * Ends to watch it.
     *
     * @param pids the processes that it ran in
     * @param cpus those that its sides were pinned to; none if they were free, which means all
     * @param areAlone whether each side had its CPU for itself; two on one take turns, and each interrupts the other
     */
    public void end(Collection<Long> pids, Set<Integer> cpus, boolean areAlone) {
        Snapshot after = look(pids);
        CpuTimes times = new CpuTimes(0, 0, 0);
        long ticks = 0;
        for (Map.Entry<Integer, CpuTimes> each : after.cpus().entrySet()) {
            CpuTimes then = before.cpus().get(each.getKey());
            if (then != null && (cpus.isEmpty() || cpus.contains(each.getKey()))) {
                CpuTimes passed = each.getValue().since(then);
                times = times.plus(passed);
                ticks = Math.max(ticks, passed.total());
            }
        }
        watchedCpuTicks += times.total();
        stolenTicks += times.steal();
        othersTicks += times.busy() - (after.ownTicks() - before.ownTicks());
        throttling = throttling.plus(after.throttling().since(before.throttling()));
        if (areAlone) {
            aloneTicks += ticks;
            forcedSwitches += after.forcedSwitches() - before.forcedSwitches();
        }
    }

    /**
     * Takes what happened during a measurement to the control group of a side that is not in this process's.
     *
     * @param group whose, such as {@code the server's container}
     * @param during how much it was held back
     */
    public void heldBack(String group, CpuThrottling during) {
        heldBack.merge(group, during, CpuThrottling::plus);
    }

    private Snapshot look(Collection<Long> pids) {
        return new Snapshot(
                CpuTimes.ofEach(files),
                pids.stream().mapToLong(this::ticksOf).sum(),
                group.throttling(),
                pids.stream().mapToLong(this::forcedSwitchesOf).sum());
    }

    /** The CPU time of a process: utime and stime, the 14th and 15th field of proc_pid_stat(5); its name may have spaces. */
    private long ticksOf(long pid) {
        return files.line("proc/" + pid + "/stat")
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
                .map(fields -> Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                .orElse(0L);
    }

    private long forcedSwitchesOf(long pid) {
        String threads = "proc/" + pid + "/task/";
        return files.names(threads).stream()
                .filter(thread -> files.line(threads + thread + "/comm")
                        .filter(MEASURED::contains)
                        .isPresent())
                .flatMap(thread -> files.lines(threads + thread + "/status").stream())
                .filter(line -> line.startsWith("nonvoluntary_ctxt_switches:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    /**
     * What disturbed the measurements.
     *
     * @return clauses, such as {@code other programs took 23 % of its CPUs}; none if nothing did
     */
    public List<String> disturbances() {
        List<String> found = new ArrayList<>();
        if (stolenTicks >= FEWEST_TICKS && stolenTicks > STEAL_SHARE * watchedCpuTicks) {
            found.add(String.format(Locale.ROOT, "the hypervisor took %.0f %% of its CPU time", percent(stolenTicks)));
        }
        if (othersTicks >= FEWEST_TICKS && othersTicks > OTHERS_SHARE * watchedCpuTicks) {
            found.add(String.format(Locale.ROOT, "other work took %.0f %% of its CPUs", percent(othersTicks)));
        }
        if (throttling.isAny()) {
            found.add(throttling.of("its control group"));
        }
        heldBack.forEach((group, during) -> {
            if (during.isAny()) {
                found.add(during.of(group));
            }
        });
        double aloneSeconds = aloneTicks / (double) CpuTimes.PER_SECOND;
        if (aloneTicks >= FEWEST_TICKS && forcedSwitches > MOST_SWITCHES_PER_SECOND * aloneSeconds) {
            found.add(String.format(
                    Locale.ROOT,
                    "its threads were interrupted to run others %.0f times a second",
                    forcedSwitches / aloneSeconds));
        }
        return List.copyOf(found);
    }

    private double percent(long ticks) {
        return 100.0 * ticks / watchedCpuTicks;
    }
}
