package dev.ipcdemo.compare.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a CPU has done since boot, in ticks of which a second has 100 (USER_HZ, proc(5)).
 *
 * @param busy in programs, in the kernel and in interrupts
 * @param idle in nothing, or waiting for a disk
 * @param steal not running, although it had something to do, because the hypervisor ran another machine
 */
record CpuTimes(long busy, long idle, long steal) {

    /** How many ticks a second has. */
    static final int PER_SECOND = 100;

    private static final CpuTimes NONE = new CpuTimes(0, 0, 0);

    long total() {
        return busy + idle + steal;
    }

    CpuTimes plus(CpuTimes other) {
        return new CpuTimes(busy + other.busy, idle + other.idle, steal + other.steal);
    }

    CpuTimes since(CpuTimes earlier) {
        return new CpuTimes(busy - earlier.busy, idle - earlier.idle, steal - earlier.steal);
    }

    /** All CPUs together; nothing where the kernel does not tell. */
    static CpuTimes ofAll(KernelFiles files) {
        return ofEach(files).values().stream().reduce(NONE, CpuTimes::plus);
    }

    /** Each CPU by its number. */
    static Map<Integer, CpuTimes> ofEach(KernelFiles files) {
        Map<Integer, CpuTimes> times = new HashMap<>();
        for (String line : files.lines("proc/stat")) {
            if (line.matches("cpu\\d+ .*")) {
                String[] words = line.split(" +");
                long[] ticks =
                        Stream.of(words).skip(1).mapToLong(Long::parseLong).toArray();
                times.put(Integer.valueOf(words[0].substring("cpu".length())), of(ticks));
            }
        }
        return times;
    }

    /** In the order of proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal. */
    private static CpuTimes of(long[] ticks) {
        return new CpuTimes(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks[3] + ticks[4], ticks[7]);
    }
}
