package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.MemoryUse;
import dev.ipcdemo.compare.pattern.Clock;
import dev.ipcdemo.compare.pattern.EventLoopServer;
import dev.ipcdemo.compare.pattern.ExchangeServer;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.pattern.Meter;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A server on a thread of its own, which also opens it: what a library starts then inherits the thread's CPUs. */
final class ServerSide {

    /** How long a thread may take to end that a busy machine does not run. */
    private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Cell cell;
    private final Settings settings;
    private final Carrier carrier;
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();
    private final Thread thread;
    private volatile Place place = Place.NONE;
    private volatile Optional<MemoryUse> before = Optional.empty();
    private volatile Optional<String> failure = Optional.empty();
    private Usage marked = Usage.UNKNOWN;

    /** @param marked is told when the measurement begins */
    private record Opened(Acceptor acceptor, ExchangeServer server, Runnable marked) {}

    private ServerSide(Cell cell, Settings settings) {
        this.cell = cell;
        this.settings = settings;
        carrier = Carriers.byName(cell.row());
        thread = Threads.start(settings.virtualThreads() && carrier.parksVirtualThreads(), "server", this::run);
    }

    static ServerSide open(Cell cell, Settings settings) throws IOException {
        ServerSide side = new ServerSide(cell, settings);
        try {
            side.opened.join();
            return side;
        } catch (CompletionException e) {
            throw new IOException(MeasuringTask.why(e.getCause()), e.getCause());
        }
    }

    private Opened open() throws IOException {
        Acceptor acceptor = carrier.open(cell, settings);
        if (settings.stall().isZero()) {
            return new Opened(acceptor, server(acceptor), () -> {});
        }
        StallingAcceptor stalling =
                new StallingAcceptor(acceptor, Clock.SYSTEM, settings.stall().toNanos());
        return new Opened(stalling, server(stalling), stalling::mark);
    }

    private ExchangeServer server(Acceptor acceptor) {
        return settings.eventLoop() && cell.pattern() == Pattern.FAN_IN
                ? new EventLoopServer(acceptor, cell)
                : Exchanges.of(cell.pattern()).server(acceptor, cell, Clock.SYSTEM);
    }

    private void run() {
        try {
            place = Placement.pin(cell.cpus(), settings.cpuList(), true);
            Opened open = open();
            before = cell.tellsMemory() ? Optional.of(MemoryUse.now()) : Optional.empty();
            opened.complete(open);
            server().run();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = Optional.of(MeasuringTask.why(e));
            opened.completeExceptionally(e); // unless it was open already
        }
    }

    private ExchangeServer server() {
        return opened.join().server();
    }

    String address() {
        return opened.join().acceptor().address();
    }

    void mark() {
        server().mark();
        opened.join().marked().run();
        marked = usage();
    }

    ServerResult read() {
        ExchangeServer server = server();
        return new ServerResult(
                server.arrivals(),
                usage().since(marked),
                place,
                server.calls(),
                opened.join().acceptor().socketOptions(),
                before.map(then -> MemoryUse.now().since(then)));
    }

    private Usage usage() {
        return carrier.startsThreads() ? Usage.UNKNOWN : Meter.read(server().threads());
    }

    /** Ends it. Returns what had gone wrong before; what closing brings about is not a failure. */
    Optional<String> end() {
        Optional<String> before = failure;
        try {
            server().close();
            thread.join(LIMIT_MILLIS);
        } catch (IOException e) {
            return before.or(() -> Optional.of(MeasuringTask.why(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive() ? before.or(() -> Optional.of("it does not end")) : before;
    }
}
