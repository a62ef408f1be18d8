package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.demo.spi.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a schedule, round by round. */
public final class RoundRunner {

    /** Each row is run so long in new JVMs before anything counts, so that no row pays for being the first. */
    private static final long LAP_NS = TimeUnit.MILLISECONDS.toNanos(6);

    private final Schedule plan;
    private final Testbeds venues;
    private final RoundTiming pace;
    private volatile boolean stopped;

    /**
     * Prepares a run.
     *
     * @param plan what to measure
     * @param venues where each scope of the plan is measured
     */
    public RoundRunner(Schedule plan, Testbeds venues) {
        this.plan = plan;
        this.venues = venues;
        pace = new RoundTiming(plan);
    }

    /**
     * Runs until the end, or until it is stopped. A sample that is under way then is not handed out.
     *
     * @param samples gets each sample as soon as it is there
     */
    public void run(Consumer<Sample> samples) {
        long beginNs = System.nanoTime();
        for (int round = 0; round < plan.rounds() && !stopped; round++) {
            long roundNs = System.nanoTime();
            runRound(round, samples);
            pace.roundDone(round + 1, System.nanoTime() - beginNs, System.nanoTime() - roundNs);
        }
    }

    private void runRound(int round, Consumer<Sample> samples) {
        List<Cell> cells = plan.order(round);
        int done = 0;
        while (done < cells.size() && !stopped) {
            int end = plan.budget().ownJvms() ? done + 1 : cells.size();
            try (JvmPairs pairs = JvmPairs.start(venues, cells.subList(done, end), plan.settings())) {
                warmUp(pairs, cells.subList(done, end));
                while (done < end && !pairs.isBroken() && !stopped) {
                    Cell cell = cells.get(done++);
                    Sample sample = pairs.measure(cell, round, pace.warmUpNs(cell), pace.measureNs(cell));
                    if (!stopped) {
                        samples.accept(sample);
                    }
                }
            }
        }
    }

    /** Runs each row once in each pair; on this host between processes if it is measured so, which warms up both. */
    private void warmUp(JvmPairs pairs, List<Cell> cells) {
        Map<String, Cell> lap = new LinkedHashMap<>();
        for (Cell cell : cells) {
            String what = cell.pattern() + cell.row() + (cell.scope() == Scope.CROSS_HOST);
            if (cell.scope() == Scope.INTER_PROCESS || !lap.containsKey(what)) {
                lap.put(what, cell);
            }
        }
        for (Cell cell : lap.values()) {
            if (!stopped && !pairs.isBroken()) {
                pairs.measure(cell, 0, 1, Math.min(LAP_NS, pace.measureNs(cell)));
            }
        }
    }

    /** Ends the run soon; may be called by any thread. */
    public void stop() {
        stopped = true;
    }
}
