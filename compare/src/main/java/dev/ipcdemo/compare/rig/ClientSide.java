package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.TransportCarrier;
import dev.ipcdemo.compare.pattern.Clock;
import dev.ipcdemo.compare.pattern.Exchange;
import dev.ipcdemo.compare.pattern.ExchangeClient;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.pattern.Threads;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.wire.Hello;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A client on a thread of its own, which does one thing after the other. */
final class ClientSide implements MeasuringTask.Side {

    /** All sessions of this JVM with a peer. */
    private static final long RUN = new SecureRandom().nextLong();

    private final Cell cell;
    private final Settings settings;
    private final Carrier carrier;
    private final BlockingQueue<Work> work = new LinkedBlockingQueue<>();
    private volatile ExchangeClient client = Closed.CLIENT;
    private volatile boolean ended;

    /** Something to do for the client's thread. */
    private interface Work {
        void run() throws IOException;
    }

    ClientSide(Cell cell, Settings settings) {
        this.cell = cell;
        this.settings = settings;
        carrier = Carriers.byName(cell.row());
        Threads.start(settings.virtualThreads() && carrier.parksVirtualThreads(), "client", this::run);
    }

    private void run() {
        try {
            while (!ended) {
                work.take().run();
            }
        } catch (IOException starterIsGone) {
            // and ends this JVM
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void dial(String address, MeasuringTask.Reply reply) {
        dial(() -> carrier.connect(address, cell, settings), reply);
    }

    /** Dials a server of the measure service. */
    void visit(Endpoint endpoint, long durationMillis, MeasuringTask.Reply reply) {
        Hello hello = Hello.of(RUN, cell, settings, durationMillis);
        dial(
                () -> PeerChannel.open(endpoint, hello, TransportCarrier.options(cell, settings), Idle.on(cell.cpus())),
                reply);
    }

    private void dial(Exchange.Dialer dialer, MeasuringTask.Reply reply) {
        work.add(() -> {
            try {
                Place place = Placement.pin(cell.cpus(), false);
                client = Exchanges.of(cell.pattern()).client(dialer, cell, Clock.SYSTEM);
                reply.ok(List.of(place.toString(), client.buffers()));
            } catch (IOException | RuntimeException | LinkageError e) {
                reply.failed(e);
            }
        });
    }

    void arrivals(boolean marks, MeasuringTask.Reply reply) {
        work.add(() -> {
            try {
                reply.ok(client.arrivals(marks).toTexts());
            } catch (IOException | RuntimeException e) {
                reply.failed(e);
            }
        });
    }

    void drive(long durationNs, MeasuringTask.Reply reply) {
        work.add(() -> {
            try {
                reply.ok(client.drive(durationNs).toTexts());
            } catch (RuntimeException | LinkageError e) {
                reply.failed(e);
            }
        });
    }

    @Override
    public String end() {
        ended = true;
        work.add(() -> {});
        try {
            client.close();
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Stands in for a client that was not connected. */
    private static final class Closed implements ExchangeClient {
        static final ExchangeClient CLIENT = new Closed();

        @Override
        public ClientResult drive(long durationNs) {
            throw new IllegalStateException("the client is not connected");
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
