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
record ControlGroup(KernelFiles files, Map<String, List<String>> directories) {

    private static final String ROOT = "sys/fs/cgroup";
    private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "memory");

    /** A memory limit of version 1 above this is none. */
    private static final long NO_LIMIT = 1L << 60;

    static ControlGroup of(KernelFiles files) {
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
        line("cpu", "cpu.max")
                .filter(max -> !max.startsWith("max"))
                .map(max -> max.split(" "))
                .or(() -> line("cpu", "cpu.cfs_quota_us")
                        .filter(quota -> !quota.startsWith("-"))
                        .map(quota -> new String[] {
                            quota, line("cpu", "cpu.cfs_period_us").orElse("100000")
                        }))
                .ifPresent(max -> limits.add("cpu time " + max[0] + " of each " + max[1] + " µs"));
        line("cpuset", "cpuset.cpus.effective").ifPresent(cpus -> limits.add("cpus " + cpus));
        line("memory", "memory.max")
                .filter(max -> !max.equals("max"))
                .or(() -> line("memory", "memory.limit_in_bytes").filter(max -> Long.parseLong(max) < NO_LIMIT))
                .ifPresent(max -> limits.add("memory " + (Long.parseLong(max) >> 20) + " MiB"));
        return limits;
    }

    /** How often it had to wait because it had used up its share of CPU time. */
    long throttledTimes() {
        return statistic("nr_throttled").orElse(0L);
    }

    /** How long it had to wait for that, in microseconds. */
    long throttledMicros() {
        return statistic("throttled_usec")
                .or(() -> statistic("throttled_time").map(ns -> ns / 1_000))
                .orElse(0L);
    }

    private Optional<Long> statistic(String name) {
        return directories.get("cpu").stream()
                .flatMap(directory -> files.lines(directory + "/cpu.stat").stream())
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.valueOf(line.substring(name.length() + 1).strip()))
                .findFirst();
    }
}
