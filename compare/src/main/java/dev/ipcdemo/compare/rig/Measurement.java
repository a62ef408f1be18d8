package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.machine.Watch;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.wire.Reply;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One cell in one round: connects, warms up, and measures; once more and longer, where the rate through a network had not
 * settled.
 */
final class Measurement {

    /** A client that needs this much longer than it should waits for something that does not come. */
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long POLL_MILLIS = 4;

    private final Cell cell;
    private final int round;
    private final MeasuringJvm client;
    private final RemoteServer server;
    private final int number;
    private boolean clientHasEnded;

    Measurement(Cell cell, int round, MeasuringJvm client, RemoteServer server, int number) {
        this.cell = cell;
        this.round = round;
        this.client = client;
        this.server = server;
        this.number = number;
    }

    /**
     * @param pids of the JVMs that it runs in
     * @param contained those of these JVMs that are in a control group of their own, by what to call it
     */
    Sample run(RunLength length, Watch watch, List<Long> pids, Map<String, MeasuringJvm> contained) throws IOException {
        ClientSetup setup = server.connect();
        ClientResult warmUp = exchange(length.warmUpNs(), 0);
        Optional<String> fault = faultOfWarmUp(warmUp);
        if (fault.isPresent()) {
            return Sample.failed(cell, round, fault.get() + " during warm-up");
        }
        settle(warmUp);
        Map<String, CpuThrottling> before = throttling(contained);
        watch.begin(pids);
        server.mark();
        ClientResult result = exchange(length.measureNs(), length.fewest());
        ServerResult atServer = settle(result);
        if (cell.scope() == Scope.CROSS_HOST && !hasSettled(result, atServer)) {
            server.mark();
            result = exchange(2 * length.measureNs(), length.fewest());
            atServer = settle(result);
        }
        Set<Integer> cpus = Stream.of(setup.place(), atServer.place())
                .flatMapToInt(place -> place.cpu().stream())
                .boxed()
                .collect(Collectors.toSet());
        watch.end(pids, cpus, cpus.size() > 1);
        throttling(contained).forEach((group, after) -> watch.heldBack(group, after.since(before.get(group))));
        return Sample.of(cell, mayLose(), round, setup, result, atServer);
    }

    /** Whether messages came at an even rate, on each side that counts them. */
    static boolean hasSettled(ClientResult client, ServerResult server) {
        return server.arrivals().steady().hasSettled()
                && client.arrivals().steady().hasSettled();
    }

    private static Map<String, CpuThrottling> throttling(Map<String, MeasuringJvm> contained) throws IOException {
        Map<String, CpuThrottling> now = new TreeMap<>();
        for (Map.Entry<String, MeasuringJvm> each : contained.entrySet()) {
            now.put(
                    each.getKey(),
                    each.getValue()
                            .ask(new Request.AskThrottling(), JvmPair.REPLY_LIMIT_NS)
                            .throttling());
        }
        return now;
    }

    /** Code that is too slow before it is compiled is not a fault; what is wrong with messages is. */
    private Optional<String> faultOfWarmUp(ClientResult warmUp) {
        return clientHasEnded || cell.pattern().countsAtServer()
                ? warmUp.failure()
                : warmUp.counts().fault(mayLose());
    }

    private boolean mayLose() {
        return Carriers.byName(cell.row()).mayLose();
    }

    private ClientResult exchange(long durationNs, int fewest) throws IOException {
        MeasuringJvm.Pending<Reply.Ran> pending = client.send(new Request.Run(number, durationNs, fewest));
        long limitNs = 2 * durationNs + GRACE_NS;
        ClientResult result;
        try {
            result = pending.await(limitNs).result();
        } catch (MeasuringJvm.ReplyTimeout hangs) {
            result = giveUp(pending);
        }
        return result.failure().isEmpty() && result.elapsedNs() > limitNs
                ? result.withFailure(String.format(
                        "it took %.1f s instead of %.1f s: was a process stopped?",
                        seconds(result.elapsedNs()), seconds(durationNs)))
                : result;
    }

    /** Ends the client, which wakes it; then it tells how far it came. */
    private ClientResult giveUp(MeasuringJvm.Pending<Reply.Ran> pending) throws IOException {
        clientHasEnded = true;
        client.send(new Request.EndClient(number));
        try {
            ClientResult result = pending.await(JvmPair.REPLY_LIMIT_NS).result();
            return result.failure().isPresent()
                    ? result
                    : result.withFailure("the client still waited when its time was over");
        } catch (MeasuringJvm.ReplyTimeout e) {
            client.giveUp("did not reply within " + seconds(JvmPair.REPLY_LIMIT_NS) + " s, even when told to end: is it"
                    + " stopped?");
            throw new IOException(
                    client.worker().place() + " " + client.failure().orElseThrow(), e);
        }
    }

    private static double seconds(long ns) {
        return ns / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * Waits until the server has received all that was sent, or nothing for so long that the rest is lost. What it used up
     * while nothing more came does not count. If the client has failed, its reason comes first, and not that the server
     * could not be asked afterwards.
     */
    private ServerResult settle(ClientResult clientResult) throws IOException {
        if (clientHasEnded && server.isAskedByItsClient()) {
            throw new IOException(clientResult.failure().orElseThrow());
        }
        try {
            return settled(clientResult);
        } catch (IOException e) {
            throw clientResult.failure().isEmpty()
                    ? e
                    : new IOException(clientResult.failure().get() + "; " + e.getMessage(), e);
        }
    }

    private ServerResult settled(ClientResult clientResult) throws IOException {
        ServerResult result = server.read();
        if (!cell.pattern().countsAtServer()) {
            return result;
        }
        long quietNs = mayLose() ? server.quietNs() : GRACE_NS;
        long sinceNs = System.nanoTime();
        long before = received(result);
        while (before < clientResult.counts().sent() && System.nanoTime() - sinceNs < quietNs) {
            pause();
            ServerResult next = server.read();
            result = next.arrivals().equals(result.arrivals()) ? result : next;
            long now = received(next);
            sinceNs = now > before ? System.nanoTime() : sinceNs;
            before = now;
        }
        return result;
    }

    private static long received(ServerResult result) {
        return result.arrivals().counts().received();
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
