package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Sample;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The pairs of JVMs for some cells of a round, one for each venue. A pair that cannot be started fails its cells. */
final class JvmPairs implements Closeable {

    private final Testbeds venues;
    private final Map<Testbed, JvmPair> sessions = new HashMap<>();
    private final Map<Testbed, String> failures = new HashMap<>();

    private JvmPairs(Testbeds venues) {
        this.venues = venues;
    }

    static JvmPairs start(Testbeds venues, Collection<Cell> cells, Settings settings) {
        JvmPairs pairs = new JvmPairs(venues);
        cells.stream().map(venues::of).distinct().forEach(venue -> pairs.start(venue, settings));
        return pairs;
    }

    private void start(Testbed venue, Settings settings) {
        try {
            sessions.put(venue, venue.start(settings));
        } catch (IOException e) {
            failures.put(venue, String.valueOf(e.getMessage()));
        }
    }

    /** Whether one cannot go on. */
    boolean isBroken() {
        return sessions.values().stream().anyMatch(JvmPair::isBroken);
    }

    /** Measures a cell. A failure is told in the sample. */
    Sample measure(Cell cell, int round, long warmUpNs, long measureNs) {
        Testbed venue = venues.of(cell);
        return failures.containsKey(venue)
                ? Sample.failed(cell, round, failures.get(venue))
                : sessions.get(venue).measure(cell, round, warmUpNs, measureNs);
    }

    @Override
    public void close() {
        sessions.values().forEach(JvmPair::close);
    }
}
