package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.SessionTerms;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.WorkerHost;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers of the measure service that somebody started, one for each row. Clients are fresh JVMs on this host. */
final class PeerTestbed implements Testbed {

    private static final int GREETING_MILLIS = 1_000;

    /** How often a peer is greeted to learn how far it is. */
    private static final int GREETINGS = 3;

    private final WorkerHost client;
    private final Map<String, Endpoint> byRow = new LinkedHashMap<>();
    private final Map<Endpoint, String> environments = new LinkedHashMap<>();
    private final Map<String, Duration> roundTrips = new HashMap<>();
    private final Map<Endpoint, Optional<String>> pathLosses = new HashMap<>();

    private PeerTestbed(WorkerHost client) {
        this.client = client;
    }

    /** Greets each server, so that one that cannot be used is reported before anything is measured. */
    static PeerTestbed open(LaunchTarget here, List<Endpoint> endpoints) throws IOException {
        PeerTestbed peers = new PeerTestbed(here.host("client", WorkerTestbed.LOGGED));
        for (Endpoint endpoint : endpoints) {
            peers.byRow.put(endpoint.scheme(), endpoint);
            peers.environments.put(endpoint, peers.greet(endpoint));
            peers.roundTrips.put(endpoint.scheme(), peers.roundTrip(endpoint));
        }
        return peers;
    }

    private String greet(Endpoint endpoint) throws IOException {
        try (PeerChannel channel = open(endpoint)) {
            return channel.environment();
        }
    }

    private static PeerChannel open(Endpoint endpoint) throws IOException {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, endpoint.scheme(), Scope.CROSS_HOST);
        SessionTerms terms = SessionTerms.of(0, cell, Settings.DEFAULT, GREETING_MILLIS);
        return PeerChannel.open(endpoint, terms, Options.DEFAULT, Idle.on(Cpus.FREE));
    }

    /** The shortest of several, because a server that has just started is slow at first, and a network may lose some. */
    private Duration roundTrip(Endpoint endpoint) throws IOException {
        long shortestNs = Long.MAX_VALUE;
        for (int i = 0; i < GREETINGS; i++) {
            try (PeerChannel channel = open(endpoint)) {
                shortestNs = Math.min(shortestNs, channel.roundTripNs());
            }
        }
        return Duration.ofNanos(shortestNs);
    }

    @Override
    public Duration roundTrip(Cell cell) {
        return roundTrips.getOrDefault(cell.row(), Duration.ZERO);
    }

    /** The servers, and which of them no longer answer. */
    List<Elsewhere> describe(boolean greetsAgain) {
        List<Elsewhere> all = new ArrayList<>();
        environments.forEach((endpoint, environment) ->
                all.add(Elsewhere.peer(endpoint.toString(), environment, greetsAgain ? loss(endpoint) : "")));
        return all;
    }

    private String loss(Endpoint endpoint) {
        try {
            greet(endpoint);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public JvmPair start(Way way) throws IOException {
        MeasuringJvm first = MeasuringJvm.start(client, way);
        return JvmPair.withoutServer(
                first,
                (cell, number, durationNs) -> new PeerServer(
                        first, byRow.get(cell.row()), number, cell, way.settings(), durationNs, this::pathCheck));
    }

    /** Once for each server: what is wrong with the path stays wrong, and finding out takes seconds. */
    private Optional<String> pathCheck(Endpoint endpoint) {
        return pathLosses.computeIfAbsent(endpoint, PathCheck::loss);
    }

    @Override
    public String greet(Way way) throws IOException {
        try (MeasuringJvm jvm = MeasuringJvm.start(client, way)) {
            return jvm.greet(WorkerTestbed.START_LIMIT_NS);
        }
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!byRow.containsKey(cell.row())) {
            return Optional.of("no peer serves this row");
        }
        if (cell.waiting() == Wait.SPIN) {
            return Optional.of("a peer's server always blocks");
        }
        if (cell.batch() > 1) {
            return Optional.of("one message a call: a peer's server takes no batches");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
