package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.pattern.Exchange;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.ServerIdentity;
import dev.ipcdemo.compare.wire.SessionTerms;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.WorkerHost;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Servers of the measure service that somebody started, one or several for each row. Clients are fresh JVMs on this host. */
final class PeerTestbed implements Testbed {

    /** How often a peer is greeted to learn how far it is. */
    private static final int GREETINGS = 3;

    private final WorkerHost client;
    private final Map<String, Endpoint> byRow = new LinkedHashMap<>();
    private final Map<Endpoint, ServersSeen> servers = new LinkedHashMap<>();
    private final Map<Endpoint, Duration> roundTrips = new HashMap<>();
    private final Map<Endpoint, Optional<String>> pathLosses = new HashMap<>();

    /** What all sessions of this comparison have in common, by which a server tells them from those of others. */
    private final long comparison = new SecureRandom().nextLong();

    private PeerTestbed(WorkerHost client) {
        this.client = client;
    }

    /** Greets each server, so that one that cannot be used is reported before anything is measured. */
    static PeerTestbed open(LaunchTarget here, List<Endpoint> endpoints) throws IOException {
        PeerTestbed peers = new PeerTestbed(here.host("client", WorkerTestbed.LOGGED));
        for (Endpoint endpoint : endpoints) {
            peers.byRow.putIfAbsent(endpoint.scheme(), endpoint);
            peers.servers.put(endpoint, new ServersSeen(endpoint, peers.greet(endpoint)));
            peers.roundTrips.put(endpoint, peers.shortestRoundTrip(endpoint));
        }
        return peers;
    }

    private HandshakeMessage.Welcome greet(Endpoint endpoint) throws IOException {
        SessionTerms terms = SessionTerms.ofGreeting(comparison);
        AtomicReference<HandshakeMessage.Welcome> welcome = new AtomicReference<>();
        PeerChannel.open(endpoint, terms, Options.DEFAULT, Idle.on(Cpus.FREE), welcome::set)
                .close();
        return welcome.get();
    }

    private Endpoint endpoint(Cell cell) {
        return cell.peer().isEmpty() ? byRow.get(cell.row()) : Endpoint.parse(cell.peer());
    }

    /** The cell with what the server that it names says of where it is. */
    Cell located(Cell cell) {
        ServerIdentity server = servers.get(endpoint(cell)).first().server();
        return cell.with(Cell.NODE, server.node()).with(Cell.POD, server.pod());
    }

    /** The shortest of several, because a server that has just started is slow at first, and a network may lose some. */
    private Duration shortestRoundTrip(Endpoint endpoint) throws IOException {
        SessionTerms terms = SessionTerms.ofGreeting(comparison);
        long shortestNs = Long.MAX_VALUE;
        for (int i = 0; i < GREETINGS; i++) {
            try (PeerChannel channel =
                    PeerChannel.open(endpoint, terms, Options.DEFAULT, Idle.on(Cpus.FREE), welcome -> {})) {
                shortestNs = Math.min(shortestNs, channel.roundTripNs());
            }
        }
        return Duration.ofNanos(shortestNs);
    }

    @Override
    public Duration roundTrip(Cell cell) {
        return roundTrips.get(endpoint(cell));
    }

    /** The servers, and which of them no longer answer. */
    List<Elsewhere> describe(boolean greetsAgain) {
        List<Elsewhere> all = new ArrayList<>();
        servers.forEach((endpoint, seen) -> {
            String lost = greetsAgain ? greetAgain(endpoint) : "";
            all.add(seen.describe(lost));
        });
        return all;
    }

    /** Returns why a server did not answer; empty if it did. */
    private String greetAgain(Endpoint endpoint) {
        try {
            servers.get(endpoint).saw(greet(endpoint));
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Whoever does not answer now will fail the rows that need it. */
    @Override
    public void beginRound() {
        servers.forEach((endpoint, seen) -> {
            seen.beginRound();
            greetAgain(endpoint);
        });
    }

    @Override
    public List<String> endRound() {
        List<String> found = new ArrayList<>();
        servers.forEach((endpoint, seen) -> {
            greetAgain(endpoint);
            found.addAll(seen.disturbances());
        });
        return found;
    }

    @Override
    public JvmPair start(Way way) throws IOException {
        MeasuringJvm first = MeasuringJvm.start(client, way);
        return JvmPair.withoutServer(
                first,
                (cell, number, durationNs) -> new PeerServer(
                        first,
                        endpoint(cell),
                        comparison,
                        number,
                        cell,
                        way.settings(),
                        roundTrip(cell),
                        durationNs,
                        servers.get(endpoint(cell)),
                        this::pathCheck));
    }

    /** Once for each server: what is wrong with the path stays wrong, and finding out takes seconds. */
    private Optional<String> pathCheck(Endpoint endpoint) {
        return pathLosses.computeIfAbsent(endpoint, each -> PathCheck.loss(each, comparison));
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
        if (cell.directions() == Directions.BOTH_WAYS) {
            return Optional.of("a peer's server sends nothing but replies");
        }
        if (cell.streams() > 1) {
            return Optional.of("a peer's server counts what one connection carries");
        }
        if (cell.clients() > Exchange.MOST_CLIENT_THREADS) {
            return Optional.of("with a peer there are at most 1,000 clients, each with a thread of its own");
        }
        if (cell.requestMix().isOfFile()) {
            return Optional.of("a peer's server can be told sizes with weights, but not those of a file");
        }
        if (cell.replyBytes() > 0) {
            return Optional.of("a peer's server replies with as many bytes as it receives");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
