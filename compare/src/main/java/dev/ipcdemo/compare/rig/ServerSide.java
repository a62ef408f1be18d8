package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.pattern.Clock;
import dev.ipcdemo.compare.pattern.ExchangeServer;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.pattern.Meter;
import dev.ipcdemo.compare.pattern.StallingAcceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.launch.Threads;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server on a thread of its own. */
final class ServerSide {

    private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final Acceptor acceptor;
    private final ExchangeServer server;
    private final Thread thread;
    private volatile Place place = Place.NONE;
    private volatile Optional<String> failure = Optional.empty();
    private Usage marked = Usage.UNKNOWN;

    private ServerSide(Acceptor acceptor, ExchangeServer server, Cell cell, Settings settings, boolean virtual) {
        this.acceptor = acceptor;
        this.server = server;
        thread = Threads.start(virtual, "server", () -> run(cell, settings));
    }

    static ServerSide open(Cell cell, Settings settings) throws IOException {
        Carrier carrier = Carriers.byName(cell.row());
        Acceptor acceptor = carrier.open(cell, settings);
        if (!settings.stall().isZero()) {
            acceptor = new StallingAcceptor(
                    acceptor, Clock.SYSTEM, settings.stall().toNanos());
        }
        ExchangeServer server = Exchanges.of(cell.pattern()).server(acceptor, cell, Clock.SYSTEM);
        return new ServerSide(
                acceptor, server, cell, settings, settings.virtualThreads() && carrier.parksVirtualThreads());
    }

    private void run(Cell cell, Settings settings) {
        try {
            place = Placement.pin(cell.cpus(), settings.cpuList(), true);
            server.run();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = Optional.of(MeasuringTask.why(e));
        }
    }

    String address() {
        return acceptor.address();
    }

    void mark() {
        server.mark();
        marked = Meter.read(server.threads());
    }

    ServerResult read() {
        return new ServerResult(server.arrivals(), Meter.read(server.threads()).since(marked), place, server.calls());
    }

    /** Ends it. Returns what had gone wrong before; what closing brings about is not a failure. */
    Optional<String> end() {
        Optional<String> before = failure;
        try {
            server.close();
            thread.join(LIMIT_MILLIS);
        } catch (IOException e) {
            return before.or(() -> Optional.of(MeasuringTask.why(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive() ? before.or(() -> Optional.of("it does not end")) : before;
    }
}
