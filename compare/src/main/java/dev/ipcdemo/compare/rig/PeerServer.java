package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.wire.Handshake;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server of the measure service, which its client talks to.
 *
 * @param client the JVM of the client
 * @param endpoint where the server listens
 * @param comparison what all clients of this comparison have in common
 * @param number of the client
 * @param cell what is measured
 * @param settings what all cells share
 * @param roundTrip how long a message and its answer take through the network
 * @param durationNs how long messages are exchanged at most
 * @param seen is told who has answered
 * @param pathCheck finds out what is wrong with the way to the server
 */
record PeerServer(
        MeasuringJvm client,
        Endpoint endpoint,
        long comparison,
        int number,
        Cell cell,
        Settings settings,
        Duration roundTrip,
        long durationNs,
        ServersSeen seen,
        Function<Endpoint, Optional<String>> pathCheck)
        implements RemoteServer {

    /** For connecting and greeting where the peer is near, and for waiting for messages on their way. */
    private static final long MARGIN_MILLIS = 30_000;

    /** For this long a datagram may be on its way through a network. */
    static final long NETWORK_QUIET_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So long does {@code serve} keep a client that is idle, if it is not told otherwise. */
    private static final Duration KEPT_IDLE = Duration.ofSeconds(60);

    private static final long LIMIT_NS = 3 * PeerChannel.LIMIT_NS;

    @Override
    public ClientSetup connect() throws IOException {
        long openingNs = RoundTiming.openingNs(cell, roundTrip);
        long millis = sessionMillis(openingNs, durationNs);
        return client.ask(
                        new Request.ConnectToPeer(number, endpoint.toString(), comparison, millis, cell, settings),
                        openingNs + LIMIT_NS)
                .setup();
    }

    /**
     * For how long a server is asked. The time to open, of which the estimate is generous, does not make that longer than what
     * servers grant; messages do, so that the server says at once that this is too long.
     *
     * @param openingNs how long it takes at most to open the connections
     * @param durationNs how long messages are exchanged at most
     */
    static long sessionMillis(long openingNs, long durationNs) {
        long exchanging = TimeUnit.NANOSECONDS.toMillis(durationNs) + MARGIN_MILLIS;
        long granted = Math.max(exchanging, Handshake.LONGEST_SESSION.toMillis());
        return Math.min(exchanging + TimeUnit.NANOSECONDS.toMillis(openingNs), granted);
    }

    @Override
    public void mark() throws IOException {
        if (cell.pattern().countsAtServer()) {
            client.ask(new Request.AskPeer(number, true), LIMIT_NS);
        }
    }

    @Override
    public ServerResult read() throws IOException {
        Arrivals arrivals = cell.pattern().countsAtServer()
                ? client.ask(new Request.AskPeer(number, false), LIMIT_NS).arrivals()
                : Arrivals.NONE;
        return new ServerResult(arrivals, Usage.UNKNOWN, Place.UNKNOWN, "", Map.of(), Optional.empty());
    }

    @Override
    public boolean isAskedByItsClient() {
        return true;
    }

    @Override
    public long quietNs() {
        return NETWORK_QUIET_NS;
    }

    @Override
    public void clientEnded(List<HandshakeMessage.Welcome> welcomes) {
        welcomes.forEach(seen::saw);
    }

    /** It ends with its client. */
    @Override
    public Optional<String> end() {
        return Optional.empty();
    }

    @Override
    public Optional<String> diagnosis() {
        return pathCheck.apply(endpoint).or(() -> idleness(cell, roundTrip));
    }

    /** A client that waits until the others have connected is idle, and a server need not keep it. */
    static Optional<String> idleness(Cell cell, Duration roundTrip) {
        long openingNs = RoundTiming.openingNs(cell, roundTrip);
        return openingNs <= KEPT_IDLE.toNanos()
                ? Optional.empty()
                : Optional.of("its " + cell.connections() + " clients may take "
                        + TimeUnit.NANOSECONDS.toSeconds(openingNs)
                        + " s to connect, and a server closes a client that is idle for "
                        + KEPT_IDLE.toSeconds() + " s, unless it is started with --idle-timeout 0");
    }
}
