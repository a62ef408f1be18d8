package dev.ipcdemo.compare.machine;

import java.util.Locale;

/**
 * How much a control group was held back because it had used up its share of CPU time, since the group exists.
 *
 * @param periods in how many periods it had something to run
 * @param throttled in how many of them it had to wait for the next one
 * @param micros how long it waited, in microseconds, added up over its CPUs
 */
public record CpuThrottling(long periods, long throttled, long micros) {

    /** Of a group that has no share but all, or of one that nothing is known of. */
    public static final CpuThrottling NONE = new CpuThrottling(0, 0, 0);

    /**
     * What happened in between.
     *
     * @param earlier of the same group
     * @return the difference
     */
    public CpuThrottling since(CpuThrottling earlier) {
        return new CpuThrottling(periods - earlier.periods, throttled - earlier.throttled, micros - earlier.micros);
    }

    /**
     * What happened here and there, or now and then.
     *
     * @param other of a measurement of its own
     * @return both together
     */
    public CpuThrottling plus(CpuThrottling other) {
        return new CpuThrottling(periods + other.periods, throttled + other.throttled, micros + other.micros);
    }

    /**
     * Whether it had to wait at all.
     *
     * @return false if it always ran when it could
     */
    public boolean isAny() {
        return throttled > 0;
    }

    /**
     * What happened to a group, as a clause.
     *
     * @param group whose, such as {@code its control group}
     * @return such as {@code its control group had used up its CPU time in 57 of 162 periods, and waited for 3200 ms}
     */
    public String of(String group) {
        return String.format(
                Locale.ROOT,
                "%s had used up its CPU time in %d of %d periods, and waited for %.0f ms",
                group,
                throttled,
                periods,
                micros / 1e3);
    }
}
