package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.launch.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several clients, each in a closed loop, and one server: with a thread for each connection, or with one socket for all of
 * them where there are no connections.
 */
public final class FanIn implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(FanIn.class);

    @Override
    public Pattern pattern() {
        return Pattern.FAN_IN;
    }

    @Override
    public ExchangeServer server(Acceptor door, Cell cell, Clock clock) {
        return new ManyServer(door, cell);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        List<ExchangeClient> clients = new CopyOnWriteArrayList<>();
        try {
            for (int i = 0; i < cell.clients(); i++) {
                clients.add(new ClosedLoopClient(dialer.dial(), cell.messageBytes(), clock));
            }
            return new ManyClients(clients);
        } catch (IOException e) {
            closeAll(clients);
            throw e;
        }
    }

    private static void closeAll(Collection<? extends Closeable> all) throws IOException {
        IOException first = null;
        for (Closeable one : all) {
            try {
                one.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static final class ManyServer implements ExchangeServer {

        private final Acceptor door;
        private final int lines;
        private final int messageBytes;
        private final List<ReplyingServer> servers = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        ManyServer(Acceptor door, Cell cell) {
            this.door = door;
            lines = door.oneLineForAll() ? 1 : cell.clients();
            messageBytes = cell.messageBytes();
        }

        @Override
        public void run() throws IOException {
            List<Thread> started = new ArrayList<>();
            try {
                for (int i = 0; i < lines && !closed; i++) {
                    ReplyingServer server = new ReplyingServer(new OpenDoor(door.accept()), messageBytes, 1);
                    servers.add(server);
                    Thread thread =
                            Threads.start(Threads.isVirtual(Thread.currentThread()), "server-" + i, () -> run(server));
                    threads.add(thread);
                    started.add(thread);
                }
                for (Thread thread : started) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                if (!closed) {
                    throw e;
                }
            }
        }

        /** A line that breaks shows at its client, who gets no answer. */
        private void run(ReplyingServer server) {
            try {
                server.run();
            } catch (IOException e) {
                LOG.debug("a server's line broke", e);
            }
        }

        @Override
        public Collection<Thread> threads() {
            return threads;
        }

        @Override
        public void mark() {
            servers.forEach(ExchangeServer::mark);
        }

        @Override
        public Arrivals arrivals() {
            Counts sum =
                    servers.stream().map(server -> server.arrivals().counts()).reduce(Counts.NONE, Counts::plus);
            return new Arrivals(sum, 0);
        }

        @Override
        public void close() throws IOException {
            closed = true;
            try (door) {
                closeAll(servers);
            }
        }
    }

    /** The door of one line that is already there. */
    private record OpenDoor(MessageChannel line) implements Acceptor {
        @Override
        public String address() {
            return "";
        }

        @Override
        public MessageChannel accept() {
            return line;
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }

    private record ManyClients(List<ExchangeClient> clients) implements ExchangeClient {

        @Override
        public ClientResult drive(long durationNs) {
            ExecutorService threads = Executors.newFixedThreadPool(clients.size());
            try {
                List<Callable<ClientResult>> drives = new ArrayList<>();
                clients.forEach(client -> drives.add(() -> client.drive(durationNs)));
                List<ClientResult> results = new ArrayList<>();
                for (Future<ClientResult> drive : threads.invokeAll(drives)) {
                    results.add(drive.get());
                }
                return sum(results);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed("interrupted");
            } catch (ExecutionException e) {
                return failed(String.valueOf(e.getCause().getMessage()));
            } finally {
                threads.shutdown();
            }
        }

        private static ClientResult failed(String why) {
            return new ClientResult(ClientResult.histogram(), Counts.NONE, 0, 0, Usage.UNKNOWN, Optional.of(why));
        }

        private static ClientResult sum(List<ClientResult> drives) {
            Histogram latenciesNs = ClientResult.histogram();
            Counts counts = Counts.NONE;
            Usage usage = new Usage(0, 0);
            long elapsedNs = 0;
            Optional<String> failure = Optional.empty();
            for (ClientResult drive : drives) {
                latenciesNs.add(drive.latenciesNs());
                counts = counts.plus(drive.counts());
                usage = usage.plus(drive.usage());
                elapsedNs = Math.max(elapsedNs, drive.elapsedNs());
                failure = failure.or(drive::failure);
            }
            return new ClientResult(latenciesNs, counts, elapsedNs, 0, usage, failure);
        }

        @Override
        public String buffers() {
            return clients.get(0).buffers();
        }

        @Override
        public void close() throws IOException {
            closeAll(clients);
        }
    }
}
