package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.FirstOptions;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.TransportCarrier;
import dev.ipcdemo.compare.pattern.Clock;
import dev.ipcdemo.compare.pattern.Exchange;
import dev.ipcdemo.compare.pattern.ExchangeClient;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.SessionTerms;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client on a thread of its own, which does one thing after the other. */
final class ClientSide {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSide.class);

    private final Cell cell;
    private final Settings settings;
    private final Carrier carrier;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private volatile ExchangeClient client = new NotConnected();
    private final Map<Long, HandshakeMessage.Welcome> welcomes = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** Something to do for the client's thread. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    ClientSide(Cell cell, Settings settings) {
        this.cell = cell;
        this.settings = settings;
        carrier = Carriers.byName(cell.row());
        Threads.start(isVirtual(), "client", this::run);
    }

    /** A thread with a selector is never virtual: in Java 21 it would hold its carrier (25 parks the thread). */
    private boolean isVirtual() {
        return settings.virtualThreads()
                && carrier.parksVirtualThreads()
                && cell.clients() <= Exchange.MOST_CLIENT_THREADS;
    }

    private void run() {
        try {
            while (!ended) {
                work.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> CompletableFuture<T> submit(Work<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        work.add(() -> {
            try {
                result.complete(task.run());
            } catch (IOException | RuntimeException | LinkageError e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Connects to a server of a measuring JVM. */
    CompletableFuture<ClientSetup> connect(String address) {
        return connect(() -> carrier.connect(address, cell, settings));
    }

    /** Connects to a server of the measure service. */
    CompletableFuture<ClientSetup> connectToPeer(Endpoint endpoint, long comparison, long durationMillis) {
        SessionTerms terms = SessionTerms.of(comparison, cell, settings, durationMillis);
        return connect(() -> PeerChannel.open(
                endpoint,
                terms,
                TransportCarrier.options(cell, settings),
                Idle.on(cell.cpus()),
                welcome -> welcomes.putIfAbsent(welcome.server().instance(), welcome)));
    }

    private CompletableFuture<ClientSetup> connect(Exchange.Dialer dialer) {
        return submit(() -> {
            Place place = Placement.pin(cell.cpus(), settings.cpuList(), false);
            FirstOptions first = new FirstOptions();
            client = Exchanges.of(cell.pattern()).client(() -> first.of(dialer.dial()), cell, Clock.SYSTEM);
            return new ClientSetup(place, client.buffers(), client.calls(), first.options());
        });
    }

    /** Asks the server of the measure service what has arrived. */
    CompletableFuture<Arrivals> askPeer(boolean marks) {
        return submit(() -> client.arrivals(marks));
    }

    CompletableFuture<ClientResult> run(long durationNs, int fewest) {
        return submit(() -> client.run(durationNs, fewest));
    }

    /**
     * Closes the connection, which ends whatever the thread waits for.
     *
     * @return the servers of the measure service that it has talked to
     */
    List<HandshakeMessage.Welcome> end() {
        ended = true;
        work.add(() -> {});
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("a client did not close well", e);
        }
        return List.copyOf(welcomes.values());
    }

    /** Stands in for a client that is not connected. */
    private static final class NotConnected implements ExchangeClient {

        @Override
        public ClientResult run(long durationNs, int fewest) {
            throw new IllegalStateException("the client is not connected");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
