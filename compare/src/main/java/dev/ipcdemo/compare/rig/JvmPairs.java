package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.launch.ChangedClassPathException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pairs of JVMs for some cells of a round, one for each testbed and each way of running. A pair that cannot be started
 * fails its cells.
 */
final class JvmPairs implements WarmUp.Jvms, Closeable {

    private final Schedule schedule;
    private final Testbeds testbeds;
    private final Map<Kind, JvmPair> pairs = new LinkedHashMap<>();
    private final Map<Kind, String> notStarted = new HashMap<>();

    /** What the JVMs of a pair have in common with those of the same kind in other rounds. */
    record Kind(Testbed testbed, Variant variant) {}

    private JvmPairs(Schedule schedule, Testbeds testbeds) {
        this.schedule = schedule;
        this.testbeds = testbeds;
    }

    private Kind kind(Cell cell) {
        return new Kind(testbeds.of(cell), cell.variant());
    }

    /**
     * Starts what the cells need.
     *
     * @throws ChangedClassPathException if JVMs that are started now would run other code than those before them
     */
    static JvmPairs start(Schedule schedule, Testbeds testbeds, Collection<Cell> cells)
            throws ChangedClassPathException {
        JvmPairs all = new JvmPairs(schedule, testbeds);
        try {
            for (Kind kind : cells.stream().map(all::kind).distinct().toList()) {
                all.start(kind);
            }
            return all;
        } catch (ChangedClassPathException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void start(Kind kind) throws ChangedClassPathException {
        try {
            pairs.put(kind, kind.testbed().start(schedule.ways().get(kind.variant())));
        } catch (ChangedClassPathException e) {
            throw e;
        } catch (IOException e) {
            notStarted.put(kind, String.valueOf(e.getMessage()));
        }
    }

    /** Whether one of them cannot go on. */
    @Override
    public boolean isBroken() {
        return pairs.values().stream().anyMatch(JvmPair::isBroken);
    }

    /**
     * Ends a run whose JVMs would fail again and again.
     *
     * @param lastFailures of the pairs before these; replaced by those of these
     * @throws IOException if one of these has failed as the last of its kind did
     */
    void requireAnotherFailure(Map<Kind, String> lastFailures) throws IOException {
        for (Map.Entry<Kind, Optional<String>> each : failures().entrySet()) {
            Optional<String> failure = each.getValue();
            String last = failure.isPresent()
                    ? lastFailures.put(each.getKey(), failure.get())
                    : lastFailures.remove(each.getKey());
            if (failure.isPresent() && failure.get().equals(last)) {
                throw new IOException(
                        "the measuring JVMs failed the same way twice, so this run ends: " + failure.get());
            }
        }
    }

    /** For each kind of pair in use, why it cannot go on or was not started, if so. */
    private Map<Kind, Optional<String>> failures() {
        Map<Kind, Optional<String>> failures = new HashMap<>();
        pairs.forEach((kind, pair) -> failures.put(kind, pair.failure()));
        notStarted.forEach((kind, why) -> failures.put(kind, Optional.of(why)));
        return failures;
    }

    /** Measures a cell. A failure is told in the sample; what disturbs it, the watch finds out. */
    @Override
    public Sample measure(Cell cell, int round, RunLength length, Watch watch) {
        Kind kind = kind(cell);
        return notStarted.containsKey(kind)
                ? Sample.failed(cell, round, notStarted.get(kind))
                : pairs.get(kind).measure(cell, round, length, watch);
    }

    /** How long the compilers of the JVMs that measure a cell have worked until now; 0 if these JVMs could not be started. */
    @Override
    public long compiledNs(Cell cell) throws IOException {
        JvmPair pair = pairs.get(kind(cell));
        return pair == null ? 0 : pair.compiledNs();
    }

    @Override
    public void close() {
        pairs.values().forEach(JvmPair::close);
    }
}
