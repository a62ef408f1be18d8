package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.demo.spi.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A pair of JVMs that measures cells, one after the other. A cell has its server in the second; but one in-process has both
 * sides in the first, while the second waits.
 */
public final class JvmPair implements Closeable {

    /**
     * What the JVMs are started with: Agrona has to reach the JDK's own Unsafe; a collector of one thread starts faster
     * than others and does not run where nothing is allocated.
     */
    public static final List<String> JVM_OPTIONS = List.of(
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms64m");

    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    /** So long after its time a drive is given up: something it waits for does not come. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    /** On loopback and between containers of one host, where datagrams wait in a buffer and nowhere else. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long POLL_MILLIS = 4;

    private final RemoteSide first;
    private final Optional<RemoteSide> second;
    private final Servers servers;
    private final Settings settings;
    private int next;

    /** The server's side of a cell, wherever it is. The id is that of the client and its server. */
    interface Far {

        /** Opens it and connects the client. Returns where the client is placed, and its buffers. */
        List<String> dial(String id, List<String> described) throws IOException;

        /** Lets it count anew. */
        void mark(String id, boolean countsAtServer) throws IOException;

        /** {@link Arrivals#toTexts}, {@link Usage#toTexts} since the mark, and where the server is placed. */
        List<String> arrivals(String id, boolean countsAtServer) throws IOException;

        /** So long after the last datagram no other comes. */
        default long quietNs() {
            return QUIET_NS;
        }

        void end(String id);
    }

    /** Finds the server's side for a cell. */
    @FunctionalInterface
    interface Servers {
        Far of(Cell cell, long durationNs);
    }

    /** A session whose servers are not ours. */
    JvmPair(RemoteSide first, Servers servers, Settings settings) {
        this(first, Optional.empty(), servers, settings);
    }

    private JvmPair(RemoteSide first, Optional<RemoteSide> second, Servers servers, Settings settings) {
        this.first = first;
        this.second = second;
        this.servers = servers;
        this.settings = settings;
    }

    static JvmPair of(RemoteSide first, RemoteSide second, Settings settings) {
        return new JvmPair(
                first,
                Optional.of(second),
                (cell, durationNs) -> new Own(first, cell.scope() == Scope.IN_PROCESS ? first : second),
                settings);
    }

    /** Whether it cannot go on, because a process has ended. */
    boolean isBroken() {
        return first.isGone() || second.filter(RemoteSide::isGone).isPresent();
    }

    RemoteSide first() {
        return first;
    }

    RemoteSide second() {
        return second.orElseThrow();
    }

    /** Measures a cell. A failure is told in the sample. */
    Sample measure(Cell cell, int round, long warmUpNs, long measureNs) {
        Far server = servers.of(cell, 2 * (warmUpNs + measureNs));
        String id = Integer.toString(next++);
        try {
            return new Measuring(cell, round, id, server).run(warmUpNs, measureNs);
        } catch (IOException e) {
            return Sample.failed(cell, round, String.valueOf(e.getMessage()));
        } finally {
            end(first, MeasuringTask.DIAL, id);
            server.end(id);
        }
    }

    /** What is told at the end has been told before, or does not matter any more. */
    private static void end(RemoteSide remote, String side, String id) {
        try {
            remote.ask(MeasuringTask.END, id, List.of(side), LIMIT_NS);
        } catch (IOException e) {
            remote.close();
        }
    }

    @Override
    public void close() {
        first.close();
        second.ifPresent(RemoteSide::close);
    }

    /** A server in a JVM of ours. */
    private record Own(RemoteSide first, RemoteSide server) implements Far {

        @Override
        public List<String> dial(String id, List<String> described) throws IOException {
            List<String> arguments = new ArrayList<>();
            arguments.add(
                    server.ask(MeasuringTask.SERVE, id, described, LIMIT_NS).get(0));
            arguments.addAll(described);
            return first.ask(MeasuringTask.DIAL, id, arguments, LIMIT_NS);
        }

        @Override
        public void mark(String id, boolean countsAtServer) throws IOException {
            server.ask(MeasuringTask.MARK, id, List.of(), LIMIT_NS);
        }

        @Override
        public List<String> arrivals(String id, boolean countsAtServer) throws IOException {
            return server.ask(MeasuringTask.ARRIVALS, id, List.of(), LIMIT_NS);
        }

        @Override
        public void end(String id) {
            JvmPair.end(server, MeasuringTask.SERVE, id);
        }
    }

    /** One cell, between being opened and being ended. */
    private final class Measuring {

        private final Cell cell;
        private final int round;
        private final String id;
        private final Far server;
        private final boolean countsAtServer;

        Measuring(Cell cell, int round, String id, Far server) {
            this.cell = cell;
            this.round = round;
            this.id = id;
            this.server = server;
            countsAtServer = cell.pattern().countsAtServer();
        }

        Sample run(long warmUpNs, long measureNs) throws IOException {
            List<String> described = new ArrayList<>(cell.toTexts());
            described.addAll(settings.toTexts());
            List<String> dialled = server.dial(id, described);
            ClientResult warmUp = drive(warmUpNs);
            // That the code was too slow before it was compiled is no fault; what is wrong with messages is.
            Optional<String> fault = countsAtServer
                    ? warmUp.failure()
                    : warmUp.counts().fault(Carriers.byName(cell.row()).mayLose());
            if (fault.isPresent()) {
                return Sample.failed(cell, round, fault.get() + " during warm-up");
            }
            settle(warmUp);
            server.mark(id, countsAtServer);
            ClientResult drive = drive(measureNs);
            List<String> arrived = settle(drive);
            return Sample.of(
                    cell,
                    Carriers.byName(cell.row()).mayLose(),
                    round,
                    drive,
                    Arrivals.ofTexts(arrived.subList(0, 9)),
                    Usage.ofTexts(arrived.subList(9, 11)),
                    Place.parse(dialled.get(0)),
                    Place.parse(arrived.get(11)),
                    dialled.get(1));
        }

        private ClientResult drive(long durationNs) throws IOException {
            first.tell(MeasuringTask.DRIVE, id, List.of(Long.toString(durationNs)));
            try {
                return ClientResult.ofTexts(first.reply(MeasuringTask.DRIVE, id, 2 * durationNs + PATIENCE_NS));
            } catch (RemoteSide.Overdue hangs) {
                first.tell(MeasuringTask.END, id, List.of(MeasuringTask.DIAL)); // which wakes it
                return ClientResult.ofTexts(first.reply(MeasuringTask.DRIVE, id, LIMIT_NS));
            }
        }

        /** Waits until the server has got all that was sent, or has got nothing for so long that the rest is lost. */
        private List<String> settle(ClientResult drive) throws IOException {
            List<String> arrived = server.arrivals(id, countsAtServer);
            if (!countsAtServer) {
                return arrived;
            }
            long quietNs = Carriers.byName(cell.row()).mayLose() ? server.quietNs() : PATIENCE_NS;
            long sinceNs = System.nanoTime();
            long before = received(arrived);
            while (before < drive.counts().sent() && System.nanoTime() - sinceNs < quietNs) {
                pause();
                arrived = server.arrivals(id, countsAtServer);
                long now = received(arrived);
                sinceNs = now > before ? System.nanoTime() : sinceNs;
                before = now;
            }
            return arrived;
        }

        private static long received(List<String> arrived) {
            return Arrivals.ofTexts(arrived.subList(0, 9)).counts().received();
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
}
