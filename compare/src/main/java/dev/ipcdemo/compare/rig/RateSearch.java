package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.pattern.Exchange;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Finds the highest rate that each cell sustains under a bound, once in each round, by bisecting: a rate that is sustained is
 * followed by a higher one, and another by a lower one. A rate is given up only if it fails twice, because a disturbance would
 * otherwise send the search down for good. Each round has fresh JVMs, and so an answer of its own; it has none if
 * trials fail for another reason than their rate.
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
    private final Map<JvmPairs.Kind, String> lastFailures = new HashMap<>();
    private final List<Conditions.Disturbed> disturbed = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * What a round has found.
     *
     * @param cell what was searched, with any rate
     * @param round in which round, from 0
     * @param perSecond the highest rate that was sustained; 0 if not even the lowest was, or if the round failed
     * @param failure why the round found nothing, if so
     */
    public record Found(Cell cell, int round, int perSecond, Optional<String> failure) {}

    /** What a trial says of its rate. */
    enum Outcome {
        SUSTAINED,
        /** The rate was not kept, too much was lost, or the replies took too long. */
        TOO_FAST,
        /** Nothing, because it failed for another reason. */
        BROKEN
    }

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
     * @param trials gets a sample of each rate that was tried: of two, the one that decided
     * @param found gets the answer of each cell in each round
     * @throws IOException if going on is pointless: measuring JVMs failed the same way twice in a row, or the program
     *     was rebuilt meanwhile; what was found until then has been handed out
     */
    public void run(Consumer<Sample> trials, Consumer<Found> found) throws IOException {
        for (int round = 0; round < schedule.rounds() && !stopped; round++) {
            Watch watch = new Watch(KernelFiles.HERE);
            testbeds.beginRound();
            for (Cell cell : schedule.order(round)) {
                if (!stopped) {
                    search(cell, round, watch, trials, found);
                }
            }
            testbeds.endRound(round, watch, !stopped).ifPresent(disturbed::add);
        }
    }

    /**
     * The rounds in which something else than the trials made demands on the machine.
     *
     * @return those until now
     */
    public List<Conditions.Disturbed> disturbed() {
        return List.copyOf(disturbed);
    }

    /** In JVMs of its own: a trial that fails for a slow server may leave more behind than its own messages. */
    private void search(Cell cell, int round, Watch watch, Consumer<Sample> trials, Consumer<Found> found)
            throws IOException {
        try (JvmPairs pairs = JvmPairs.start(schedule, testbeds, List.of(cell))) {
            pairs.measure(at(cell, RateBound.RATES.get(0)), round, RunLength.lap(LAP_NS), watch);
            bisect(cell, round, rate -> pairs.measure(at(cell, rate), round, length(rate), watch), trials)
                    .ifPresent(found);
            if (!stopped) {
                pairs.requireAnotherFailure(lastFailures);
            }
        }
    }

    private static Cell at(Cell cell, int perSecond) {
        return cell.with(Cell.RATE_PER_SECOND, perSecond);
    }

    private RunLength length(int perSecond) {
        return RunLength.of(WARM_UP_NS, Math.max(bound.trialNs(perSecond), stallNs(schedule)));
    }

    private static long stallNs(Schedule schedule) {
        return StallingAcceptor.shortestNs(schedule.settings().stall());
    }

    /**
     * Bisects the rates.
     *
     * @param trial measures the cell at a rate
     * @param trials gets the sample that decides on a rate, of each that was tried
     * @return what was found; empty if the search was stopped
     */
    Optional<Found> bisect(Cell cell, int round, IntFunction<Sample> trial, Consumer<Sample> trials) {
        int sustained = -1;
        int tooHigh = RateBound.RATES.size();
        while (tooHigh - sustained > 1) {
            int middle = (sustained + tooHigh) >>> 1;
            Sample sample = decisive(RateBound.RATES.get(middle), trial);
            if (stopped) {
                return Optional.empty();
            }
            switch (outcome(sample, bound)) {
                case SUSTAINED -> sustained = middle;
                case TOO_FAST -> tooHigh = middle;
                default -> {
                    return Optional.of(new Found(cell, round, 0, sample.failure()));
                }
            }
            trials.accept(sample);
        }
        return Optional.of(
                new Found(cell, round, sustained < 0 ? 0 : RateBound.RATES.get(sustained), Optional.empty()));
    }

    /** The first trial of a rate if it is sustained, or else a second. */
    private Sample decisive(int perSecond, IntFunction<Sample> trial) {
        Sample first = trial.apply(perSecond);
        return stopped || outcome(first, bound) == Outcome.SUSTAINED ? first : trial.apply(perSecond);
    }

    static Outcome outcome(Sample trial, RateBound bound) {
        if (trial.failure().isEmpty()) {
            return isSustained(trial, bound) ? Outcome.SUSTAINED : Outcome.TOO_FAST;
        }
        double achieved = trial.rates().achievedPerSecond().orElse(0.0); // 0 if the exchange broke
        boolean missed = achieved < Exchange.LEAST_SHARE_OF_RATE * trial.cell().ratePerSecond();
        boolean lost = Carriers.byName(trial.cell().row()).mayLose() && percentileOfReplies(trial, bound) > 100;
        return achieved > 0 && (missed || lost) ? Outcome.TOO_FAST : Outcome.BROKEN;
    }

    private static boolean isSustained(Sample trial, RateBound bound) {
        double percentile = percentileOfReplies(trial, bound);
        return percentile <= 100 && trial.latenciesNs().getValueAtPercentile(percentile) < bound.boundNs();
    }

    /**
     * The bound's percentile of all requests, as one of the latencies that there are: a reply that was lost is slower
     * than any that came. Beyond 100 if it is among those that were lost.
     */
    private static double percentileOfReplies(Sample trial, RateBound bound) {
        double replies = trial.latenciesNs().getTotalCount();
        return bound.percentile() * Math.max(1, trial.counts().sent() / replies);
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
        long trialNs = Math.max(200_000_000, stallNs(schedule)) + WARM_UP_NS + OVERHEAD_NS;
        long each = trials() * 3 / 2 * trialNs + LAP_NS + 800_000_000;
        return Duration.ofNanos(schedule.rounds() * (schedule.cells().size() * each + contained * 600_000_000));
    }

    /** Ends the search soon. Any thread may call this. */
    public void stop() {
        stopped = true;
    }
}
