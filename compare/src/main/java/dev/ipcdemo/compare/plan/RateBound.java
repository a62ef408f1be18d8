package dev.ipcdemo.compare.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a rate must keep to be called sustained.
 *
 * @param words for people, such as {@code p99 < 200 µs}
 * @param percentile of the latencies, such as 99
 * @param boundNs what it must stay below
 */
public record RateBound(String words, double percentile, long boundNs) {

    /** The rates that are tried, each 9 % more than the one before: eight for each doubling, from 1,000 a second. */
    public static final List<Integer> RATES = IntStream.rangeClosed(0, 80)
            .mapToObj(step -> (int) Math.round(1_000 * Math.pow(2, step / 8.0)))
            .toList();

    /** A percentile needs so many latencies beyond it. */
    private static final int FEWEST_BEYOND = 10;

    private static final double SHORTEST_SECONDS = 0.2;
    private static final double LONGEST_SECONDS = 2;

    /**
     * How long a rate is tried: so long that ten latencies lie beyond the percentile, but at most two seconds.
     *
     * @param perSecond the rate
     * @return nanoseconds
     */
    public long trialNs(int perSecond) {
        double messages = FEWEST_BEYOND / (1 - percentile / 100);
        return Math.round(1e9 * Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, messages / perSecond)));
    }
}
