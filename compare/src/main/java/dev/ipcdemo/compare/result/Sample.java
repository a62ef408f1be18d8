package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import dev.ipcdemo.compare.result.row.Rates;
import dev.ipcdemo.compare.result.row.Setup;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.result.row.SocketOptions;
import dev.ipcdemo.demo.spi.Scope;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What one round measured of one cell, in parts: the place for a new figure is one of them.
 *
 * @param cell what was measured
 * @param round which round, from 0
 * @param setup how both sides were set up
 * @param latenciesNs of each message or connection; empty for throughput
 * @param counts what became of the messages
 * @param rates how many there were in a second, counted where they are received
 * @param use what both sides used up
 * @param failure why the sample counts for nothing, if so
 */
public record Sample(
        Cell cell,
        int round,
        Setup setup,
        Histogram latenciesNs,
        Counts counts,
        Rates rates,
        ResourceUse use,
        Optional<String> failure) {

    /** With fewer messages than this nothing is said about a distribution. */
    public static final int FEWEST = 20;

    /**
     * A round that measured nothing.
     *
     * @param cell what was to be measured
     * @param round which round, from 0
     * @param why why it failed
     * @return a sample that counts for nothing
     */
    public static Sample failed(Cell cell, int round, String why) {
        return new Sample(
                cell,
                round,
                Setup.NONE,
                ClientResult.histogram(),
                Counts.NONE,
                Rates.NONE,
                ResourceUse.UNKNOWN,
                Optional.of(why));
    }

    /**
     * The same, but counting for nothing.
     *
     * @param why the reason
     * @return a sample with a failure
     */
    public Sample withFailure(String why) {
        return new Sample(cell, round, setup, latenciesNs, counts, rates, use, Optional.of(why));
    }

    /**
     * Puts together what the two sides saw, and judges it.
     *
     * @param cell what was measured
     * @param mayLose whether loss and reordering are in the nature of the carrier
     * @param round which round, from 0
     * @param setup how the client was set up
     * @param drive what the client saw
     * @param server what the server saw
     * @return a sample, which counts for nothing if something was wrong
     */
    public static Sample of(
            Cell cell, boolean mayLose, int round, ClientSetup setup, ClientResult drive, ServerResult server) {
        boolean serverCounts = cell.pattern().countsAtServer();
        long sent = drive.counts().sent();
        Counts atServer = server.arrivals().counts().ofSent(sent);
        Counts atClient = drive.arrivals().counts();
        Counts counts = serverCounts ? atServer.plus(atClient) : drive.counts();
        Optional<Sides> received = cell.directions() == Directions.BOTH_WAYS
                ? Optional.of(new Sides(
                        arrivedPerSecond(cell, atClient, drive.arrivals()),
                        arrivedPerSecond(cell, atServer, server.arrivals())))
                : Optional.empty();
        double perSecond = received.map(each -> each.client() + each.server())
                .orElseGet(() -> serverCounts
                        ? arrivedPerSecond(cell, counts, server.arrivals())
                        : counts.received() * 1e9 / Math.max(1, drive.elapsedNs()));
        long fewest = received.isPresent() ? Math.min(atServer.received(), atClient.received()) : counts.received();
        Optional<String> failure = drive.failure()
                .or(() -> counts.fault(mayLose))
                .or(() -> fewest < FEWEST
                        ? Optional.of("too short: " + fewest
                                + (fewest == 1 ? " message in " : " messages in ")
                                + drive.elapsedNs() / 1_000_000 + " ms")
                        : Optional.empty())
                .or(() -> cell.scope() == Scope.CROSS_HOST
                        ? server.arrivals()
                                .steady()
                                .fault()
                                .or(() -> drive.arrivals().steady().fault())
                        : Optional.empty());
        return new Sample(
                cell,
                round,
                setup(setup, server),
                drive.latenciesNs(),
                counts,
                new Rates(
                        perSecond,
                        perSecond * cell.messageBytes(),
                        Optional.of(drive.achievedPerSecond()).filter(unused -> cell.ratePerSecond() > 0),
                        received),
                new ResourceUse(
                        drive.usage(),
                        server.usage(),
                        server.memory().map(more -> MemoryPerConnection.of(more, cell.connections()))),
                failure);
    }

    private static Setup setup(ClientSetup client, ServerResult server) {
        String calls = Stream.of(client.calls(), server.calls())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
        SocketOptions options = new SocketOptions(client.socketOptions(), server.socketOptions());
        return new Setup(
                client.place(),
                server.place(),
                client.buffers(),
                Optional.of(calls).filter(each -> !each.isEmpty()),
                Optional.of(options).filter(each -> !each.equals(SocketOptions.NONE)));
    }

    /** Through a network, from when the rate has become even; within a host it is so from the beginning. */
    private static double arrivedPerSecond(Cell cell, Counts counts, Arrivals arrivals) {
        Arrivals.Steady steady = arrivals.steady();
        return cell.scope() == Scope.CROSS_HOST && steady.ns() > 0
                ? steady.messages() * 1e9 / steady.ns()
                : Math.max(0, counts.received() - 1) * 1e9 / Math.max(1, arrivals.elapsedNs());
    }
}
