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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers of the measure service that somebody started, one for each row. Clients are fresh JVMs on this host. */
final class PeerTestbed implements Testbed {

    private static final int GREETING_MILLIS = 1_000;

    private final WorkerHost client;
    private final Map<String, Endpoint> byRow = new LinkedHashMap<>();
    private final Map<Endpoint, String> environments = new LinkedHashMap<>();

    private PeerTestbed(WorkerHost client) {
        this.client = client;
    }

    /** Greets each server, so that one that cannot be used is reported before anything is measured. */
    static PeerTestbed open(LaunchTarget here, List<Endpoint> endpoints) throws IOException {
        PeerTestbed peers = new PeerTestbed(here.host("client", WorkerTestbed.LOGGED));
        for (Endpoint endpoint : endpoints) {
            peers.byRow.put(endpoint.scheme(), endpoint);
            peers.environments.put(endpoint, peers.greet(endpoint));
        }
        return peers;
    }

    private String greet(Endpoint endpoint) throws IOException {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, endpoint.scheme(), Scope.CROSS_HOST);
        SessionTerms terms = SessionTerms.of(0, cell, Settings.DEFAULT, GREETING_MILLIS);
        try (PeerChannel channel = PeerChannel.open(endpoint, terms, Options.DEFAULT, Idle.on(Cpus.FREE))) {
            return channel.environment();
        }
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
                (cell, number, durationNs) ->
                        new PeerServer(first, byRow.get(cell.row()), number, cell, way.settings(), durationNs));
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
