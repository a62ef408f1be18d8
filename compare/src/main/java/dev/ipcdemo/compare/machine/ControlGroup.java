package dev.ipcdemo.compare.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control group of this process, of version 2 or 1, as far as it can be seen from within.
 *
 * @param files where the kernel tells it
 * @param directories where the files of a controller may be, such as {@code cpu}: the group's own first
 */
public record ControlGroup(KernelFiles files, Map<String, List<String>> directories) {

    private static final String ROOT = "sys/fs/cgroup";
    private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "memory", "pids");

    /** A memory limit of version 1 above this is none. */
    private static final long NO_LIMIT = 1L << 60;

    /**
     * That of this process.
     *
     * @return what the kernel tells of it
     */
    public static ControlGroup here() {
        return of(KernelFiles.HERE);
    }

    /**
     * That of the process that reads files.
     *
     * @param files where the kernel tells it
     * @return what it tells
     */
    public static ControlGroup of(KernelFiles files) {
        Map<String, List<String>> directories = new LinkedHashMap<>();
        for (String controller : CONTROLLERS) {
            List<String> places = new ArrayList<>();
            for (String line : files.lines("proc/self/cgroup")) {
                String[] parts = line.split(":", 3); // number, controllers, path
                if (parts.length == 3 && parts[1].isEmpty()) {
                    places.add(ROOT + parts[2]);
                    places.add(ROOT);
                } else if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
                    places.add(ROOT + "/" + controller + parts[2]);
                    places.add(ROOT + "/" + parts[1] + parts[2]);
                    places.add(ROOT + "/" + controller);
                }
            }
            directories.put(controller, places);
        }
        return new ControlGroup(files, directories);
    }

    private Optional<String> line(String controller, String name) {
        return directories.get(controller).stream()
                .flatMap(directory -> files.line(directory + "/" + name).stream())
                .findFirst();
    }

    /** What it may use, where that is less than all. */
    List<String> limits() {
        List<String> limits = new ArrayList<>();
        cpuTime().ifPresent(time -> limits.add("cpu time " + time[0] + " of each " + time[1] + " µs"));
        line("cpuset", "cpuset.cpus.effective").ifPresent(cpus -> limits.add("cpus " + cpus));
        memoryBytes().ifPresent(max -> limits.add("memory " + mebibytes(max)));
        return limits;
    }

    /** So much of each period, both in microseconds. */
    private Optional<String[]> cpuTime() {
        return line("cpu", "cpu.max")
                .filter(max -> !max.startsWith("max"))
                .map(max -> max.split(" "))
                .or(() -> line("cpu", "cpu.cfs_quota_us")
                        .filter(quota -> !quota.startsWith("-"))
                        .map(quota -> new String[] {
                            quota, line("cpu", "cpu.cfs_period_us").orElse("100000")
                        }));
    }

    /**
     * How much CPU time it may use, on however many CPUs.
     *
     * @return that of so many CPUs, such as 0.5; empty if it has no such limit
     */
    public Optional<Double> cpuQuota() {
        return cpuTime().map(time -> Double.parseDouble(time[0]) / Double.parseDouble(time[1]));
    }

    /**
     * How much memory it may use.
     *
     * @return bytes; empty if it has no such limit
     */
    public Optional<Long> memoryBytes() {
        return line("memory", "memory.max")
                .filter(max -> !max.equals("max"))
                .map(Long::valueOf)
                .or(() -> line("memory", "memory.limit_in_bytes")
                        .map(Long::valueOf)
                        .filter(max -> max < NO_LIMIT));
    }

    /**
     * How many threads it may have.
     *
     * @return a number, or {@code max}; empty if nobody tells
     */
    Optional<String> mostThreads() {
        return line("pids", "pids.max");
    }

    /**
     * How many of its processes the kernel has killed because they used more memory than the limit.
     *
     * @return their number since the group exists
     */
    public long memoryKills() {
        return statistic("memory", "memory.events", "oom_kill")
                .or(() -> statistic("memory", "memory.oom_control", "oom_kill"))
                .orElse(0L);
    }

    /**
     * Why a process may have been killed.
     *
     * @param killsBefore what {@link #memoryKills} was when it still ran
     * @return a clause that says so, with the limit; empty if the kernel has killed none for its memory since
     */
    public Optional<String> shortageSince(long killsBefore) {
        return memoryKills() == killsBefore
                ? Optional.empty()
                : Optional.of("the kernel has killed a process for want of memory"
                        + memoryBytes()
                                .map(max -> ": all of them may use " + mebibytes(max))
                                .orElse(""));
    }

    /**
     * Whether it may use less memory than is needed.
     *
     * @param neededBytes how much is needed, about
     * @param what needs that, such as {@code a comparison}
     * @return a sentence that says so; empty if there is enough
     */
    public Optional<String> tooLittleFor(String what, long neededBytes) {
        return memoryBytes()
                .filter(max -> max < neededBytes)
                .map(max -> "this container may use " + mebibytes(max) + " of memory, and " + what + " needs about "
                        + mebibytes(neededBytes) + ": the kernel may kill it, which ends with status 137");
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /**
     * How much it was held back until now.
     *
     * @return what the kernel has counted
     */
    public CpuThrottling throttling() {
        return new CpuThrottling(
                cpuStatistic("nr_periods").orElse(0L),
                cpuStatistic("nr_throttled").orElse(0L),
                cpuStatistic("throttled_usec")
                        .or(() -> cpuStatistic("throttled_time").map(ns -> ns / 1_000))
                        .orElse(0L));
    }

    private Optional<Long> cpuStatistic(String name) {
        return statistic("cpu", "cpu.stat", name);
    }

    private Optional<Long> statistic(String controller, String file, String name) {
        return directories.get(controller).stream()
                .flatMap(directory -> files.lines(directory + "/" + file).stream())
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.valueOf(line.substring(name.length() + 1).strip()))
                .findFirst();
    }
}
