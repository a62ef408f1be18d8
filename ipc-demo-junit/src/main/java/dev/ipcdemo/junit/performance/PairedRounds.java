package dev.ipcdemo.junit.performance;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Measures two calls in interleaved rounds: in each, the one for some time and then the other, in an order that alternates. What
 * disturbs the machine for longer than a round meets both.
 *
 * @param count how many rounds
 * @param sideTime for how long about each call is measured in a round
 * @param warmUp for how long both together are called before
 * @param clockNs the clock
 */
record PairedRounds(int count, Duration sideTime, Duration warmUp, LongSupplier clockNs) {

    private static final int MOST_CALLS = 200_000;
    private static final int FEWEST_CALLS = 5;

    /**
     * The median duration of a call in each round, at least 1.
     *
     * @param candidateNs of the one
     * @param baselineNs of the other, in the same order
     */
    record Costs(double[] candidateNs, double[] baselineNs) {}

    Costs measure(TimedCall candidate, TimedCall baseline) throws Exception {
        int calls = warmUp(candidate, baseline);
        double[] candidateNs = new double[count];
        double[] baselineNs = new double[count];
        long[] durationsNs = new long[calls];
        for (int round = 0; round < count; round++) {
            boolean isCandidateFirst = round % 2 == 0;
            if (isCandidateFirst) {
                candidateNs[round] = medianNs(candidate, durationsNs);
            }
            baselineNs[round] = medianNs(baseline, durationsNs);
            if (!isCandidateFirst) {
                candidateNs[round] = medianNs(candidate, durationsNs);
            }
        }
        return new Costs(candidateNs, baselineNs);
    }

    /** Returns how many calls of either make a round. */
    private int warmUp(TimedCall candidate, TimedCall baseline) throws Exception {
        long startNs = clockNs.getAsLong();
        long calls = 0;
        do {
            candidate.body().run();
            baseline.body().run();
            calls += 2;
        } while (clockNs.getAsLong() - startNs < warmUp.toNanos());
        long callNs = Math.max(1, (clockNs.getAsLong() - startNs) / calls);
        return (int) Math.max(FEWEST_CALLS, Math.min(MOST_CALLS, sideTime.toNanos() / callNs));
    }

    private double medianNs(TimedCall call, long[] durationsNs) throws Exception {
        for (int i = 0; i < durationsNs.length; i++) {
            long startNs = clockNs.getAsLong();
            call.body().run();
            durationsNs[i] = clockNs.getAsLong() - startNs;
        }
        Arrays.sort(durationsNs);
        return Math.max(1, durationsNs[durationsNs.length / 2]);
    }
}
