package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.launch.ChangedClassPathException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pairs of JVMs for some cells of a round, one for each testbed. A pair that cannot be started fails its cells. */
final class JvmPairs implements Closeable {

    private final Testbeds testbeds;
    private final Map<Testbed, JvmPair> pairs = new HashMap<>();
    private final Map<Testbed, String> notStarted = new HashMap<>();

    private JvmPairs(Testbeds testbeds) {
        this.testbeds = testbeds;
    }

    /**
     * Starts what the cells need.
     *
     * @throws ChangedClassPathException if JVMs that are started now would run other code than those before them
     */
    static JvmPairs start(Testbeds testbeds, Collection<Cell> cells, Settings settings)
            throws ChangedClassPathException {
        JvmPairs all = new JvmPairs(testbeds);
        try {
            for (Testbed testbed : cells.stream().map(testbeds::of).distinct().toList()) {
                all.start(testbed, settings);
            }
            return all;
        } catch (ChangedClassPathException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void start(Testbed testbed, Settings settings) throws ChangedClassPathException {
        try {
            pairs.put(testbed, testbed.start(settings));
        } catch (ChangedClassPathException e) {
            throw e;
        } catch (IOException e) {
            notStarted.put(testbed, String.valueOf(e.getMessage()));
        }
    }

    /** Whether one of them cannot go on. */
    boolean isBroken() {
        return pairs.values().stream().anyMatch(JvmPair::isBroken);
    }

    /** For each testbed in use, why its pair cannot go on or was not started, if so. */
    Map<Testbed, Optional<String>> failures() {
        Map<Testbed, Optional<String>> failures = new HashMap<>();
        pairs.forEach((testbed, pair) -> failures.put(testbed, pair.failure()));
        notStarted.forEach((testbed, why) -> failures.put(testbed, Optional.of(why)));
        return failures;
    }

    /** Measures a cell. A failure is told in the sample. */
    Sample measure(Cell cell, int round, long warmUpNs, long measureNs) {
        Testbed testbed = testbeds.of(cell);
        return notStarted.containsKey(testbed)
                ? Sample.failed(cell, round, notStarted.get(testbed))
                : pairs.get(testbed).measure(cell, round, warmUpNs, measureNs);
    }

    @Override
    public void close() {
        pairs.values().forEach(JvmPair::close);
    }
}
