package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several clients, each in a closed loop, and one server. It has a thread for each connection; without connections, one
 * thread and one socket serve all clients. Each client has a thread, too, unless there are very many.
 */
final class FanIn implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(FanIn.class);

    /** Each client waits for the requests of the others: so each gets a few replies, however many there are. */
    private static final long NS_FOR_EACH = TimeUnit.MICROSECONDS.toNanos(100);

    @Override
    public Pattern pattern() {
        return Pattern.FAN_IN;
    }

    @Override
    public long shortestNs(Cell cell, long roundTripNs) {
        return Math.max(ENOUGH * roundTripNs, cell.clients() * NS_FOR_EACH);
    }

    private static boolean hasManyClients(Cell cell) {
        return cell.clients() > MOST_CLIENT_THREADS;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Exchange.super
                .refusal(cell)
                .or(() -> hasManyClients(cell)
                        ? Carriers.byName(cell.row())
                                .whyNoEventLoop()
                                .map(why -> "more than 1,000 clients share an event loop, and " + why)
                        : Optional.empty());
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        return new ThreadedServer(acceptor, cell);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        if (hasManyClients(cell)) {
            return manyClients(dialer, cell, clock);
        }
        boolean mayLose = Carriers.byName(cell.row()).mayLose();
        List<ExchangeClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < cell.clients(); i++) {
                clients.add(new ClosedLoopClient(dialer.dial(), cell, mayLose, clock));
            }
            return new ConcurrentClients(List.copyOf(clients), clock);
        } catch (IOException e) {
            Closing.allAfter(e, clients);
            throw e;
        }
    }

    private static ExchangeClient manyClients(Dialer dialer, Cell cell, Clock clock) throws IOException {
        List<MessageChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < cell.clients(); i++) {
                channels.add(dialer.dial());
            }
            return new EventLoopClients(List.copyOf(channels), cell, clock);
        } catch (IOException e) {
            Closing.allAfter(e, channels);
            throw e;
        }
    }

    private static final class ThreadedServer implements ExchangeServer {

        private final Acceptor acceptor;
        private final int accepts;
        private final Cell cell;
        private final List<MessageChannel> channels = new CopyOnWriteArrayList<>();
        private final List<RespondingServer.Responder> responders = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        ThreadedServer(Acceptor acceptor, Cell cell) {
            this.acceptor = acceptor;
            accepts = acceptor.sharesOneChannel() ? 1 : cell.clients();
            this.cell = cell;
        }

        @Override
        public void run() throws IOException {
            boolean virtual = Threads.isVirtual(Thread.currentThread());
            try {
                for (int i = 0; i < accepts && !closed; i++) {
                    MessageChannel channel = acceptor.accept();
                    channels.add(channel);
                    RespondingServer.Responder responder = new RespondingServer.Responder(cell);
                    responders.add(responder);
                    threads.add(Threads.start(virtual, "server-" + i, () -> serve(responder, channel)));
                }
                for (Thread thread : threads) {
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

        /** A channel that breaks is reported by its client, which gets no reply. */
        private static void serve(RespondingServer.Responder responder, MessageChannel channel) {
            try (channel) {
                responder.serve(channel);
            } catch (IOException e) {
                LOG.debug("a server's channel broke", e);
            }
        }

        @Override
        public Collection<Thread> threads() {
            return threads;
        }

        @Override
        public void mark() {
            responders.forEach(RespondingServer.Responder::mark);
        }

        @Override
        public Arrivals arrivals() {
            Counts sum =
                    responders.stream().map(RespondingServer.Responder::counts).reduce(Counts.NONE, Counts::plus);
            return new Arrivals(sum, 0);
        }

        @Override
        public void close() throws IOException {
            closed = true;
            try (acceptor) {
                Closing.all(channels);
            }
        }
    }

    /**
     * Runs clients at once, each in a thread of its own, and adds up what they saw. They begin when all threads have
     * started, and the time is over for all at the same moment.
     */
    record ConcurrentClients(List<ExchangeClient> clients, Clock clock) implements ExchangeClient {

        /** What a client saw, and when it had ended. */
        private record Ran(ClientResult result, long endNs) {}

        @Override
        public ClientResult run(long durationNs, int fewest) {
            int fewestOfEach = (int) Math.ceil(fewest / (double) clients.size());
            AtomicLong beginNs = new AtomicLong();
            CyclicBarrier begin = new CyclicBarrier(clients.size(), () -> beginNs.set(clock.nanos()));
            ExecutorService threads = Executors.newFixedThreadPool(clients.size());
            try {
                List<Callable<Ran>> runs = new ArrayList<>();
                for (ExchangeClient client : clients) {
                    runs.add(() -> {
                        begin.await();
                        long leftNs = beginNs.get() + durationNs - clock.nanos();
                        ClientResult result = client.run(Math.max(0, leftNs), fewestOfEach);
                        return new Ran(result, clock.nanos());
                    });
                }
                List<Ran> ended = new ArrayList<>();
                for (Future<Ran> run : threads.invokeAll(runs)) {
                    ended.add(run.get());
                }
                return sum(ended, beginNs.get());
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

        private static ClientResult sum(List<Ran> ended, long beginNs) {
            Histogram latenciesNs = ClientResult.histogram();
            Counts counts = Counts.NONE;
            Usage usage = new Usage(0, 0);
            long elapsedNs = 0;
            Optional<String> failure = Optional.empty();
            for (Ran each : ended) {
                ClientResult result = each.result();
                elapsedNs = Math.max(elapsedNs, each.endNs() - beginNs);
                latenciesNs.add(result.latenciesNs());
                counts = counts.plus(result.counts());
                usage = usage.plus(result.usage());
                failure = failure.or(result::failure);
            }
            return new ClientResult(latenciesNs, counts, elapsedNs, 0, usage, failure);
        }

        @Override
        public String calls() {
            return clients.get(0).calls();
        }

        @Override
        public String buffers() {
            return clients.get(0).buffers();
        }

        @Override
        public void close() throws IOException {
            Closing.all(clients);
        }
    }
}
