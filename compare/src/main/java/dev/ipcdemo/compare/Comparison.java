package dev.ipcdemo.compare;

import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.rig.JvmPair;
import dev.ipcdemo.compare.rig.RoundRunner;
import dev.ipcdemo.compare.rig.Scheduling;
import dev.ipcdemo.compare.rig.Testbeds;
import dev.ipcdemo.compare.statistics.Analysis;
import dev.ipcdemo.compare.statistics.Baseline;
import dev.ipcdemo.launch.Sites;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out a {@link Plan}.
 *
 * <pre>{@code
 * try (Comparison comparison = Comparison.open(plan)) {
 *     Report report = comparison.run((cell, round, failure) -> System.err.println(cell));
 *     report.verdict().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>For one thread, which opens, runs and closes it; only {@link #stop} may be called by any.
 */
public final class Comparison implements Closeable {

    private final Sites sites;
    private final Testbeds testbeds;
    private final Schedule schedule;
    private final RoundRunner runner;
    private volatile boolean stopped;

    private Comparison(Sites sites, Testbeds testbeds, Schedule schedule) {
        this.sites = sites;
        this.testbeds = testbeds;
        this.schedule = schedule;
        runner = new RoundRunner(schedule, testbeds);
    }

    /**
     * Sets up what a plan needs: starts containers if it asks for them, and greets its peers. Nothing is measured yet.
     *
     * @param plan what is to be compared
     * @return a comparison that is ready to run
     * @throws IllegalArgumentException if the plan contradicts itself; the message says how
     * @throws IOException if something cannot be set up; the message says what is missing
     */
    public static Comparison open(Plan plan) throws IOException {
        plan.contradiction().ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        Sites sites = new Sites(plan.imageBase());
        try {
            Testbeds testbeds = Testbeds.open(sites, plan.scopes(), plan.peers());
            return new Comparison(
                    sites, testbeds, Scheduling.of(plan.cells(), plan.settings(), plan.budget(), testbeds));
        } catch (IOException | RuntimeException e) {
            sites.close();
            throw e;
        }
    }

    /**
     * What will be measured, how often, and what of the plan cannot be measured here.
     *
     * @return the cells, the number of rounds, and a reason for each refusal
     */
    public Schedule schedule() {
        return schedule;
    }

    /**
     * How long {@link #run} will take.
     *
     * @return an estimate
     */
    public Duration estimate() {
        return Scheduling.estimate(schedule);
    }

    /**
     * Measures, to the end or until it is stopped. What fails is told in the report, not thrown.
     *
     * @param listener is told of each measurement
     * @return what was measured, and what it says
     */
    public Report run(ProgressListener listener) {
        Environment environment = Environment.here(JvmPair.JVM_OPTIONS);
        Instant started = Instant.now();
        List<Sample> samples = new ArrayList<>();
        runner.run(sample -> {
            samples.add(sample);
            listener.measured(sample.cell(), sample.round(), sample.failure());
        });
        boolean complete = !stopped;
        int last = samples.size() - 1;
        if (!complete && last >= 0 && samples.get(last).failure().isPresent()) {
            samples.remove(last); // Ctrl-C reaches the measuring JVMs too, perhaps before it is known here
        }
        return Analysis.analyse(
                schedule, samples, new Rows(), environment, testbeds.elsewhere(complete), started, complete);
    }

    /** Ends a run soon, with a report of what has been measured. May be called by any thread, and more than once. */
    public void stop() {
        stopped = true;
        runner.stop();
    }

    /**
     * Compares a report with an older one.
     *
     * @param then the older report
     * @param now the newer report
     * @return what has changed
     */
    public static Changes changes(Report then, Report now) {
        return Baseline.compare(then, now);
    }

    /** Removes what was set up. */
    @Override
    public void close() {
        try (sites) {
            testbeds.close();
        }
    }
}
