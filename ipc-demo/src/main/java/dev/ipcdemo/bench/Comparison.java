package dev.ipcdemo.bench;

import dev.ipcdemo.sockets.spi.Scope;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Runs a plan, round by round. */
public final class Comparison {

    private final Plan plan;
    private final Scope jvms;
    private volatile boolean stopped;

    /**
     * Prepares a run.
     *
     * @param plan what to measure
     */
    public Comparison(Plan plan) {
        this(plan, Scope.INTER_PROCESS);
    }

    /** @param jvms in-process, for tests, runs both sides of everything in this JVM */
    Comparison(Plan plan, Scope jvms) {
        this.plan = plan;
        this.jvms = jvms;
    }

    /**
     * Runs until the end, or until it is stopped. A sample that is under way then is not handed out.
     *
     * @param samples gets each sample as soon as it is there
     * @throws IOException if no JVM can be started
     */
    public void run(Consumer<Sample> samples) throws IOException {
        for (int round = 0; round < plan.rounds() && !stopped; round++) {
            runRound(round, samples);
        }
    }

    private void runRound(int round, Consumer<Sample> samples) throws IOException {
        List<Cell> cells = plan.order(round);
        int done = 0;
        while (done < cells.size() && !stopped) {
            try (Session session = Session.start(jvms, plan.settings())) {
                do {
                    Cell cell = cells.get(done++);
                    Sample sample = session.measure(cell, round, plan.warmUpNs(cell), plan.measureNs(cell));
                    if (!stopped) {
                        samples.accept(sample);
                    }
                } while (done < cells.size() && !plan.ownJvms() && !session.isBroken() && !stopped);
            }
        }
    }

    /** Ends the run soon; may be called by any thread. */
    public void stop() {
        stopped = true;
    }
}
