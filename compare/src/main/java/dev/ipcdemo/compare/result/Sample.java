package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.demo.spi.Scope;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What one round measured of one cell.
 *
 * @param cell what was measured
 * @param round which round, from 0
 * @param latenciesNs of each message or connection; empty for throughput
 * @param counts what became of the messages
 * @param perSecond how many messages (or connections) a second, counted where they are received
 * @param achievedPerSecond how many were sent a second, for a pattern that offers a rate; else 0
 * @param client what the client's threads used up
 * @param server what the server's threads used up
 * @param clientPlace where the client ran
 * @param serverPlace where the server ran
 * @param buffers the effective socket buffers of the client, for people; empty where there are none
 * @param calls the system calls that carry several messages, for people; empty if one carries one
 * @param receivedPerSecond how many messages a second each side received, where both send; perSecond is the sum
 * @param memory what a connection takes up, where that is known
 * @param failure why the sample counts for nothing, if so
 */
public record Sample(
        Cell cell,
        int round,
        Histogram latenciesNs,
        Counts counts,
        double perSecond,
        double achievedPerSecond,
        Usage client,
        Usage server,
        Place clientPlace,
        Place serverPlace,
        String buffers,
        String calls,
        Optional<Report.Sides> receivedPerSecond,
        Optional<Report.MemoryPerConnection> memory,
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
                ClientResult.histogram(),
                Counts.NONE,
                0,
                0,
                Usage.UNKNOWN,
                Usage.UNKNOWN,
                Place.NONE,
                Place.NONE,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(why));
    }

    /**
     * The same, but counting for nothing.
     *
     * @param why the reason
     * @return a sample with a failure
     */
    public Sample withFailure(String why) {
        return new Sample(
                cell,
                round,
                latenciesNs,
                counts,
                perSecond,
                achievedPerSecond,
                client,
                server,
                clientPlace,
                serverPlace,
                buffers,
                calls,
                receivedPerSecond,
                memory,
                Optional.of(why));
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
        Optional<Report.Sides> received = cell.directions() == Directions.BOTH_WAYS
                ? Optional.of(new Report.Sides(
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
                drive.latenciesNs(),
                counts,
                perSecond,
                drive.achievedPerSecond(),
                drive.usage(),
                server.usage(),
                setup.place(),
                server.place(),
                setup.buffers(),
                Stream.of(setup.calls(), server.calls())
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(", ")),
                received,
                server.memory().map(more -> Report.MemoryPerConnection.of(more, cell.connections())),
                failure);
    }

    /** Through a network, from when the rate has become even; within a host it is so from the beginning. */
    private static double arrivedPerSecond(Cell cell, Counts counts, Arrivals arrivals) {
        Arrivals.Steady steady = arrivals.steady();
        return cell.scope() == Scope.CROSS_HOST && steady.ns() > 0
                ? steady.messages() * 1e9 / steady.ns()
                : (counts.received() - 1) * 1e9 / Math.max(1, arrivals.elapsedNs());
    }
}
