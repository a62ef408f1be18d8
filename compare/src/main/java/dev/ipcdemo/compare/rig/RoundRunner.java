package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.KernelFiles;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Conditions;
import dev.ipcdemo.compare.result.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs a schedule, round by round. */
public final class RoundRunner {

    private final Schedule schedule;
    private final Testbeds testbeds;
    private final RoundTiming timing;
    private final Map<JvmPairs.Kind, String> lastFailures = new HashMap<>();
    private final List<Conditions.Disturbed> disturbed = new ArrayList<>();
    private Watch watch = new Watch(KernelFiles.HERE);
    private volatile boolean stopped;

    /**
     * Prepares a run.
     *
     * @param schedule what to measure
     * @param testbeds where each scope of the schedule is measured
     */
    public RoundRunner(Schedule schedule, Testbeds testbeds) {
        this.schedule = schedule;
        this.testbeds = testbeds;
        timing = new RoundTiming(schedule);
    }

    /**
     * The options that the measuring JVMs of this host are started with.
     *
     * @param way how cells are run
     * @return ours, those that the user's environment adds, and those of the way
     */
    public static List<String> jvmOptions(Way way) {
        return MeasuringJvm.options(way);
    }

    /**
     * Runs until the end, or until it is stopped. A sample that is under way when it is stopped is not handed out.
     *
     * @param samples gets each sample as soon as it is there
     * @param unclear is asked before each round beyond those that every cell has: which cells it is for; none to end
     * @throws IOException if going on is pointless: measuring JVMs failed the same way twice in a row, or the program was
     *     rebuilt meanwhile; samples until then have been handed out
     */
    public void run(Consumer<Sample> samples, Supplier<Set<Cell>> unclear) throws IOException {
        long beginNs = System.nanoTime();
        for (int round = 0; round < schedule.rounds() && !stopped; round++) {
            long roundNs = System.nanoTime();
            runRound(round, schedule.order(round), samples);
            timing.roundDone(round + 1, System.nanoTime() - beginNs, System.nanoTime() - roundNs);
        }
        for (int round = schedule.rounds(); round < schedule.mostRounds() && !stopped; round++) {
            Set<Cell> again = unclear.get();
            if (again.isEmpty()) {
                break;
            }
            runRound(
                    round,
                    schedule.order(round).stream().filter(again::contains).toList(),
                    samples);
        }
    }

    private void runRound(int round, List<Cell> cells, Consumer<Sample> samples) throws IOException {
        List<Cell> left = new ArrayList<>(cells);
        watch = new Watch(KernelFiles.HERE);
        testbeds.beginRound();
        while (!left.isEmpty() && !stopped) {
            List<Cell> next = sharingJvms(left);
            try (JvmPairs pairs = JvmPairs.start(schedule, testbeds, next)) {
                measure(pairs, next, round, samples).forEach(left::remove);
                if (!stopped) {
                    pairs.requireAnotherFailure(lastFailures);
                }
            }
        }
        testbeds.endRound(round, watch, !stopped).ifPresent(disturbed::add);
    }

    /** The first of what is left, and those after it that can be measured in the same JVMs. */
    private List<Cell> sharingJvms(List<Cell> left) {
        return schedule.budget().ownJvms() || left.get(0).tellsMemory()
                ? List.of(left.get(0)) // what others have left in memory would be missing from what it takes
                : left.stream().takeWhile(cell -> !cell.tellsMemory()).toList();
    }

    /**
     * The rounds in which something else than the measurements made demands on the machine.
     *
     * @return those until now
     */
    public List<Conditions.Disturbed> disturbed() {
        return List.copyOf(disturbed);
    }

    /** Measures cells until the JVMs fail, and returns those that were: at least one, unless stopped. */
    private List<Cell> measure(JvmPairs pairs, List<Cell> cells, int round, Consumer<Sample> samples) {
        Optional<Sample> failed = new WarmUp(pairs, cells, round).run(() -> stopped);
        if (failed.isPresent()) {
            samples.accept(failed.get());
            return List.of(failed.get().cell());
        }
        List<Cell> done = new ArrayList<>();
        for (Cell cell : cells) {
            if (stopped || pairs.isBroken()) {
                break;
            }
            Sample sample = pairs.measure(cell, round, timing.length(cell), watch);
            done.add(cell);
            if (!stopped) {
                samples.accept(sample);
            }
        }
        return done;
    }

    /** Ends the run soon. Any thread may call this. */
    public void stop() {
        stopped = true;
    }
}
