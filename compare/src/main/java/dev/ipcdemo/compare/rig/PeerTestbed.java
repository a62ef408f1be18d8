package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.wire.Hello;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Host;
import dev.ipcdemo.launch.Site;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Servers of the measure service that somebody started, each for one row. Clients are fresh JVMs of this host. */
final class PeerTestbed implements Testbed {

    private static final int GREETING_MILLIS = 1_000;

    private final Host client;
    private final Map<String, Endpoint> byRow = new LinkedHashMap<>();
    private final Map<Endpoint, String> environments = new LinkedHashMap<>();

    private PeerTestbed(Host client) {
        this.client = client;
    }

    /** Greets each of them, so that one that cannot be measured with is known before anything is measured. */
    static PeerTestbed open(Site here, List<Endpoint> endpoints) throws IOException {
        PeerTestbed peers = new PeerTestbed(here.host("client", line -> {}));
        for (Endpoint endpoint : endpoints) {
            peers.byRow.put(endpoint.scheme(), endpoint);
            peers.environments.put(endpoint, peers.greet(endpoint));
        }
        return peers;
    }

    private String greet(Endpoint endpoint) throws IOException {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, endpoint.scheme(), Scope.CROSS_HOST);
        Hello hello = Hello.of(0, cell, Settings.DEFAULT, GREETING_MILLIS);
        try (PeerChannel line = PeerChannel.open(endpoint, hello, Options.DEFAULT, Idle.on(Cpus.FREE))) {
            return line.environment();
        }
    }

    /** What there is, and which of them do not answer any more. */
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
    public JvmPair start(Settings settings) throws IOException {
        RemoteSide first = new RemoteSide(client.start(MeasuringTask.NAME, List.of(), JvmPair.JVM_OPTIONS));
        return new JvmPair(first, (cell, durationNs) -> new Visit(first, address(cell), durationNs), settings);
    }

    private Endpoint address(Cell cell) {
        return byRow.get(cell.row());
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!byRow.containsKey(cell.row())) {
            return Optional.of("no peer serves it");
        }
        if (cell.waiting() == Wait.SPIN) {
            return Optional.of("the server of a peer always blocks");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }

    /** A session with a peer, which its client leads. */
    private record Visit(RemoteSide first, Endpoint endpoint, long durationNs) implements JvmPair.Far {

        /** Beside what is measured: connecting, greeting, waiting for what is under way. */
        private static final long MARGIN_MILLIS = 30_000;

        /** On a network a datagram may be under way for so long. */
        private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(500);

        private static final long LIMIT_NS = 3 * PeerChannel.LIMIT_NS;

        @Override
        public List<String> dial(String id, List<String> described) throws IOException {
            List<String> arguments = new ArrayList<>(List.of(
                    endpoint.toString(), Long.toString(TimeUnit.NANOSECONDS.toMillis(durationNs) + MARGIN_MILLIS)));
            arguments.addAll(described);
            return first.ask(MeasuringTask.VISIT, id, arguments, LIMIT_NS);
        }

        @Override
        public void mark(String id, boolean countsAtServer) throws IOException {
            if (countsAtServer) {
                first.ask(MeasuringTask.REPORT, id, List.of(Boolean.TRUE.toString()), LIMIT_NS);
            }
        }

        @Override
        public List<String> arrivals(String id, boolean countsAtServer) throws IOException {
            List<String> texts = new ArrayList<>(
                    countsAtServer
                            ? first.ask(MeasuringTask.REPORT, id, List.of(Boolean.FALSE.toString()), LIMIT_NS)
                            : new Arrivals(Counts.NONE, 0).toTexts());
            texts.addAll(Usage.UNKNOWN.toTexts());
            texts.add(Place.UNKNOWN.toString());
            return texts;
        }

        @Override
        public long quietNs() {
            return QUIET_NS;
        }

        @Override
        public void end(String id) {
            // with its client
        }
    }
}
