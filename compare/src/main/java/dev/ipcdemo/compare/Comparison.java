package dev.ipcdemo.compare;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Machine;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.TwoWays;
import dev.ipcdemo.compare.rig.RateSearch;
import dev.ipcdemo.compare.rig.RoundRunner;
import dev.ipcdemo.compare.rig.Scheduling;
import dev.ipcdemo.compare.rig.Testbeds;
import dev.ipcdemo.compare.statistics.Analysis;
import dev.ipcdemo.compare.statistics.Baseline;
import dev.ipcdemo.compare.statistics.Contrast;
import dev.ipcdemo.compare.statistics.Gates;
import dev.ipcdemo.compare.statistics.HighestRates;
import dev.ipcdemo.compare.statistics.SecondLook;
import dev.ipcdemo.launch.LaunchTargets;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

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

    private final LaunchTargets targets;
    private final Testbeds testbeds;
    private final Map<Variant, String> runtimes;
    private final Schedule schedule;
    private final RoundRunner runner;
    private final Map<String, String> notes = new LinkedHashMap<>();
    private Optional<Baseline> baseline = Optional.empty();
    private Optional<Report> before = Optional.empty();
    private Gates gates = new Gates(List.of(), Optional.empty());
    private Optional<IOException> failure = Optional.empty();
    private volatile Optional<RateSearch> search = Optional.empty();
    private volatile boolean stopped;

    private Comparison(LaunchTargets targets, Testbeds testbeds, Map<Variant, String> runtimes, Schedule schedule) {
        this.targets = targets;
        this.testbeds = testbeds;
        this.runtimes = runtimes;
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
        LaunchTargets targets = new LaunchTargets(plan.imageBase());
        try {
            return open(plan, targets, Testbeds.open(targets, plan.scopes(), plan.peers()));
        } catch (IOException | RuntimeException e) {
            targets.close();
            throw e;
        }
    }

    private static Comparison open(Plan plan, LaunchTargets targets, Testbeds testbeds) {
        try {
            return new Comparison(
                    targets,
                    testbeds,
                    runtimes(plan.ways(), testbeds),
                    Scheduling.of(
                            plan.cells().stream().map(testbeds::located).toList(),
                            plan.ways(),
                            plan.budget(),
                            testbeds));
        } catch (RuntimeException e) {
            testbeds.close(); // what runs in the containers of targets is in the way of removing them
            throw e;
        }
    }

    /** The Java runtime of each variant. */
    private static Map<Variant, String> runtimes(Map<Variant, Way> ways, Testbeds testbeds) {
        Map<Variant, String> runtimes = new EnumMap<>(Variant.class);
        for (Map.Entry<Variant, Way> each : ways.entrySet()) {
            Way way = each.getValue();
            try {
                runtimes.put(each.getKey(), way.choosesJvm() ? testbeds.greet(way) : Environment.runtime());
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "nothing can be measured with " + way.words() + ": " + e.getMessage(), e);
            }
        }
        return runtimes;
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
     * How long {@link #run} will take if everything is clear after the first rounds.
     *
     * @return an estimate
     */
    public Duration estimate() {
        return Scheduling.estimate(schedule);
    }

    /**
     * How long {@link #run} will take if every row needs the most rounds.
     *
     * @return an estimate
     */
    public Duration longestEstimate() {
        return Scheduling.longestEstimate(schedule);
    }

    /**
     * Has what was measured compared with an older report, and rows measured longer of which it is not clear whether they have
     * changed. To be called before {@link #run}; {@link Report#changes} has the result.
     *
     * @param then the older report
     * @param tolerated how far a row may change, such as {@link Changes#BETWEEN_RUNS}
     */
    public void compareWith(Report then, double tolerated) {
        baseline = Optional.of(new Baseline(then, tolerated));
        before = Optional.of(then);
    }

    /**
     * Has conditions judged, and rows measured longer for which it is not clear whether they hold. To be called before
     * {@link #run}, and after {@link #compareWith} if a condition needs that. {@link Report#gates} has the results.
     *
     * @param conditions under which the comparison is to fail
     * @throws IllegalArgumentException if one can never be judged; the message says why
     */
    public void failIf(List<Gate> conditions) {
        conditions.stream()
                .flatMap(gate -> Gates.obstacle(gate, schedule.cells(), before.isPresent(), new Rows()).stream())
                .findFirst()
                .ifPresent(why -> {
                    throw new IllegalArgumentException(why);
                });
        gates = new Gates(conditions, before);
    }

    /**
     * Measures, to the end or until it is stopped. A measurement that fails is told in the report. If going on becomes
     * pointless, the report covers what was measured until then, and {@link #failure} says why.
     *
     * @param listener is told of each measurement
     * @return what was measured, and what it says
     * @throws IOException if nothing could be measured at all
     */
    public Report run(ProgressListener listener) throws IOException {
        Environment environment = Environment.here(
                        RoundRunner.jvmOptions(schedule.ways().get(Variant.NONE)))
                .withJdk(runtimes.get(Variant.NONE));
        Instant started = Instant.now();
        List<Sample> samples = new ArrayList<>();
        try {
            runner.run(
                    sample -> {
                        samples.add(sample);
                        tell(listener, sample);
                    },
                    () -> SecondLook.cells(report(samples, environment, List.of(), started, true), baseline, gates));
        } catch (IOException e) {
            if (samples.stream().allMatch(sample -> sample.failure().isPresent())) {
                throw e; // there is nothing to report
            }
            failure = Optional.of(e);
        }
        boolean complete = !stopped && failure.isEmpty();
        int last = samples.size() - 1;
        if (!complete && last >= 0 && samples.get(last).failure().isPresent()) {
            samples.remove(last); // Ctrl-C reaches the measuring JVMs too, perhaps before it is known here
        }
        Report report = report(samples, environment, testbeds.elsewhere(complete), started, complete)
                .under(new Conditions(facts(samples), runner.disturbed()));
        return compared(report.judged(gates.judge(report)));
    }

    private Report compared(Report report) {
        return baseline.map(then -> report.comparedWith(then.compare(report))).orElse(report);
    }

    /**
     * Searches for the highest rate that each cell sustains, instead of measuring it at a rate that is given. A round
     * that fails is told in the report. If going on becomes pointless, the report covers what was found until then, and
     * {@link #failure} says why.
     *
     * @param bound what a rate must keep
     * @param listener is told of each cell, when its rate in a round has been found
     * @return the rates, and the latencies at those that were tried
     * @throws IOException if nothing could be measured at all
     */
    public Report findRates(RateBound bound, ProgressListener listener) throws IOException {
        Environment environment = Environment.here(
                        RoundRunner.jvmOptions(schedule.ways().get(Variant.NONE)))
                .withJdk(runtimes.get(Variant.NONE));
        Instant started = Instant.now();
        List<Sample> trials = new ArrayList<>();
        List<RateSearch.Found> rounds = new ArrayList<>();
        search = Optional.of(new RateSearch(schedule, testbeds, bound));
        try {
            if (!stopped) {
                search.get().run(trials::add, round -> {
                    rounds.add(round);
                    listener.measured(round.cell(), round.round(), round.failure());
                });
            }
        } catch (IOException e) {
            if (trials.stream().allMatch(trial -> trial.failure().isPresent())) {
                throw e; // there is nothing to report
            }
            failure = Optional.of(e);
        }
        boolean complete = !stopped && failure.isEmpty();
        int last = rounds.size() - 1;
        if (!complete && last >= 0 && rounds.get(last).failure().isPresent()) {
            rounds.remove(last); // Ctrl-C reaches the measuring JVMs too, perhaps before it is known here
        }
        Map<Cell, List<Integer>> found = new HashMap<>();
        List<Sample> failed = new ArrayList<>();
        for (RateSearch.Found round : rounds) {
            round.failure()
                    .ifPresentOrElse(
                            why -> failed.add(Sample.failed(round.cell(), round.round(), why)),
                            () -> found.computeIfAbsent(round.cell(), cell -> new ArrayList<>())
                                    .add(round.perSecond()));
        }
        return compared(HighestRates.report(
                        schedule,
                        bound,
                        found,
                        trials,
                        failed,
                        new Rows(),
                        environment,
                        testbeds.elsewhere(complete),
                        started,
                        complete)
                .under(new Conditions(facts(trials), search.get().disturbed())));
    }

    /**
     * How long {@link #findRates} will take.
     *
     * @return an estimate
     */
    public Duration searchEstimate() {
        return RateSearch.estimate(schedule);
    }

    private static void tell(ProgressListener listener, Sample sample) {
        listener.measured(sample.cell(), sample.round(), sample.failure());
        if (sample.failure().isEmpty()) {
            listener.found(
                    sample.cell(),
                    sample.latenciesNs().getTotalCount() == 0
                            ? OptionalLong.empty()
                            : OptionalLong.of(sample.latenciesNs().getValueAtPercentile(50)),
                    sample.rates().perSecond());
        }
    }

    private Report report(
            List<Sample> samples,
            Environment environment,
            List<Elsewhere> elsewhere,
            Instant started,
            boolean complete) {
        return Analysis.analyse(schedule, samples, twoWays(), new Rows(), environment, elsewhere, started, complete);
    }

    /** What is known of the program, of the machine, and of the CPUs that the sides were pinned to. */
    private Map<String, String> facts(List<Sample> samples) {
        Map<String, String> facts = new LinkedHashMap<>(notes);
        facts.putAll(Machine.facts(KernelFiles.HERE));
        List<Integer> cpus = samples.stream()
                .flatMap(sample ->
                        Stream.of(sample.setup().clientPlace(), sample.setup().serverPlace()))
                .flatMapToInt(place -> place.cpu().stream())
                .sorted()
                .distinct()
                .boxed()
                .toList();
        List<String> relations = Topology.HERE.relations(cpus);
        if (!relations.isEmpty()) {
            facts.put("pinned to", String.join("; ", relations));
        }
        return facts;
    }

    /**
     * Has the report tell something else, such as the command line. To be called before {@link #run}.
     *
     * @param name what it is
     * @param fact what it says, for people
     */
    public void note(String name, String fact) {
        notes.put(name, fact);
    }

    private Map<Variant, TwoWays.Way> twoWays() {
        Map<Variant, TwoWays.Way> two = new EnumMap<>(Variant.class);
        schedule.ways().forEach((variant, way) -> {
            if (variant != Variant.NONE) {
                two.put(
                        variant,
                        new TwoWays.Way(
                                way.words(),
                                runtimes.get(variant),
                                RoundRunner.jvmOptions(way),
                                Analysis.shared(way.settings(), schedule)));
            }
        });
        return two;
    }

    /**
     * Why a run ended before its end without being stopped.
     *
     * @return the failure; empty if the report is of a whole run, or of one that was stopped
     */
    public Optional<IOException> failure() {
        return failure;
    }

    /** Ends a run soon, with a report of what has been measured. May be called by any thread, and more than once. */
    public void stop() {
        stopped = true;
        runner.stop();
        search.ifPresent(RateSearch::stop);
    }

    /**
     * Compares a report with an older one.
     *
     * @param then the older report
     * @param now the newer report
     * @param tolerated how far a row may change, such as {@link Changes#BETWEEN_RUNS}
     * @return what has changed
     */
    public static Changes changes(Report then, Report now, double tolerated) {
        return new Baseline(then, tolerated).compare(now);
    }

    /**
     * Whether the second of two ways of running is slower than the first.
     *
     * @param report of two ways
     * @param tolerated how much slower a row may be, such as 0.05 for 5 %
     * @return whether a row is beyond doubt, or has no figures although the first way's has
     */
    public static boolean isSlowerThanA(Report report, double tolerated) {
        return Contrast.isSlower(report, tolerated);
    }

    /** Removes what was set up. */
    @Override
    public void close() {
        try (targets) {
            testbeds.close();
        }
    }
}
