package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Finds the highest rate that each cell sustains under a bound, once in each round, by bisecting: a rate that is sustained is
 * followed by a higher one, and another by a lower one. A rate is given up only if it fails twice, because a disturbance would
 * otherwise send the search down for good. Each round has fresh JVMs, and so an answer of its own.
 */
public final class RateSearch {

    /** Before the first trial of a cell, so that its code is compiled: at a rate that every transport sustains. */
    private static final long LAP_NS = 200_000_000;

    private static final long WARM_UP_NS = 20_000_000;

    /** Opening sockets and threads for a trial, and starting its share of the JVMs. */
    private static final long OVERHEAD_NS = 60_000_000;

    private final Schedule schedule;
    private final Testbeds testbeds;
    private final RateBound bound;
    private volatile boolean stopped;

    /**
     * What a round has found.
     *
     * @param cell what was searched, with any rate
     * @param round in which round, from 0
     * @param perSecond the highest rate that was sustained; 0 if not even the lowest was
     */
    public record Found(Cell cell, int round, int perSecond) {}

    /**
     * Prepares a search.
     *
     * @param schedule the cells, each of which has a rate that does not matter
     * @param testbeds where each scope of the schedule is measured
     * @param bound what a rate must keep
     */
    public RateSearch(Schedule schedule, Testbeds testbeds, RateBound bound) {
        this.schedule = schedule;
        this.testbeds = testbeds;
        this.bound = bound;
    }

    /**
     * Searches until the end, or until it is stopped.
     *
     * @param trials gets each sample, at the rate that was tried
     * @param found gets the answer of each cell in each round
     * @throws IOException if the program was rebuilt meanwhile
     */
    public void run(Consumer<Sample> trials, Consumer<Found> found) throws IOException {
        for (int round = 0; round < schedule.rounds() && !stopped; round++) {
            for (Cell cell : schedule.order(round)) {
                if (stopped) {
                    return;
                }
                search(cell, round, trials, found);
            }
        }
    }

    /** In JVMs of its own: a trial that fails for a slow server may leave more behind than its own messages. */
    private void search(Cell cell, int round, Consumer<Sample> trials, Consumer<Found> found) throws IOException {
        try (JvmPairs pairs = JvmPairs.start(schedule, testbeds, List.of(cell))) {
            Watch watch = new Watch(KernelFiles.HERE);
            pairs.measure(at(cell, RateBound.RATES.get(0)), round, RunLength.lap(LAP_NS), watch);
            int highest = highest(rate -> {
                Sample sample = pairs.measure(
                        at(cell, RateBound.RATES.get(rate)),
                        round,
                        RunLength.of(WARM_UP_NS, bound.trialNs(RateBound.RATES.get(rate))),
                        watch);
                if (stopped) {
                    return false;
                }
                trials.accept(sample);
                return isSustained(sample, bound);
            });
            if (!stopped) {
                found.accept(new Found(cell, round, highest < 0 ? 0 : RateBound.RATES.get(highest)));
            }
        }
    }

    private static Cell at(Cell cell, int perSecond) {
        return cell.with(Cell.RATE_PER_SECOND, perSecond);
    }

    /** A trial that failed, at its rate or otherwise, has sustained nothing. */
    static boolean isSustained(Sample trial, RateBound bound) {
        return trial.failure().isEmpty()
                && trial.latenciesNs().getValueAtPercentile(bound.percentile()) < bound.boundNs();
    }

    /** The highest of the rates that is sustained, if all below one that is are too; -1 if none is. */
    static int highest(IntPredicate isSustained) {
        int sustained = -1;
        int tooHigh = RateBound.RATES.size();
        while (tooHigh - sustained > 1) {
            int middle = (sustained + tooHigh) >>> 1;
            if (isSustained.test(middle) || isSustained.test(middle)) {
                sustained = middle;
            } else {
                tooHigh = middle;
            }
        }
        return sustained;
    }

    /**
     * How many rates are tried for a cell in a round: as many as they can be halved.
     */
    static int trials() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(RateBound.RATES.size());
    }

    /**
     * How long a search will take.
     *
     * @param schedule what is searched
     * @return an estimate
     */
    public static Duration estimate(Schedule schedule) {
        long contained = schedule.cells().stream()
                .filter(cell -> cell.scope() == Scope.CROSS_HOST)
                .count();
        long trialNs = 200_000_000 + WARM_UP_NS + OVERHEAD_NS;
        long each = trials() * 3 / 2 * trialNs + LAP_NS + 800_000_000;
        return Duration.ofNanos(schedule.rounds() * (schedule.cells().size() * each + contained * 600_000_000));
    }

    /** Ends the search soon. Any thread may call this. */
    public void stop() {
        stopped = true;
    }
}
