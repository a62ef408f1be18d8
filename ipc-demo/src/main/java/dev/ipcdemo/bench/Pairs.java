package dev.ipcdemo.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The pairs of JVMs for some cells of a round, one for each venue. A pair that cannot be started fails its cells. */
final class Pairs implements Closeable {

    private final Venues venues;
    private final Map<Venue, Session> sessions = new HashMap<>();
    private final Map<Venue, String> failures = new HashMap<>();

    private Pairs(Venues venues) {
        this.venues = venues;
    }

    static Pairs start(Venues venues, Collection<Cell> cells, Settings settings) {
        Pairs pairs = new Pairs(venues);
        cells.stream().map(venues::of).distinct().forEach(venue -> pairs.start(venue, settings));
        return pairs;
    }

    private void start(Venue venue, Settings settings) {
        try {
            sessions.put(venue, venue.start(settings));
        } catch (IOException e) {
            failures.put(venue, String.valueOf(e.getMessage()));
        }
    }

    /** Whether one cannot go on. */
    boolean isBroken() {
        return sessions.values().stream().anyMatch(Session::isBroken);
    }

    /** Measures a cell. A failure is told in the sample. */
    Sample measure(Cell cell, int round, long warmUpNs, long measureNs) {
        Venue venue = venues.of(cell);
        return failures.containsKey(venue)
                ? Sample.failed(cell, round, failures.get(venue))
                : sessions.get(venue).measure(cell, round, warmUpNs, measureNs);
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }
}
