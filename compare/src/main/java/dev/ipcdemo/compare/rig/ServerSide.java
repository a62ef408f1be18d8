package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.pattern.Clock;
import dev.ipcdemo.compare.pattern.ExchangeServer;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.pattern.Meter;
import dev.ipcdemo.compare.pattern.StallingAcceptor;
import dev.ipcdemo.compare.pattern.Threads;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server on a thread of its own. */
final class ServerSide implements MeasuringTask.Side {

    private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final Acceptor door;
    private final ExchangeServer server;
    private final Thread thread;
    private volatile Place place = Place.NONE;
    private volatile String failure = "";
    private Usage marked = Usage.UNKNOWN;

    private ServerSide(Acceptor door, ExchangeServer server, Cell cell, boolean virtual) {
        this.door = door;
        this.server = server;
        thread = Threads.start(virtual, "server", () -> run(cell));
    }

    static ServerSide open(Cell cell, Settings settings) throws IOException {
        Carrier carrier = Carriers.byName(cell.row());
        Acceptor door = carrier.open(cell, settings);
        if (!settings.stall().isZero()) {
            door = new StallingAcceptor(door, Clock.SYSTEM, settings.stall().toNanos());
        }
        ExchangeServer server = Exchanges.of(cell.pattern()).server(door, cell, Clock.SYSTEM);
        return new ServerSide(door, server, cell, settings.virtualThreads() && carrier.parksVirtualThreads());
    }

    private void run(Cell cell) {
        try {
            place = Placement.pin(cell.cpus(), true);
            server.run();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    String address() {
        return door.address();
    }

    void mark() {
        server.mark();
        marked = Meter.read(server.threads());
    }

    List<String> arrivals() {
        List<String> texts = new ArrayList<>(server.arrivals().toTexts());
        texts.addAll(Meter.read(server.threads()).since(marked).toTexts());
        texts.add(place.toString());
        return texts;
    }

    @Override
    public String end() {
        String before = failure; // what closing brings about is no failure
        try {
            server.close();
            thread.join(LIMIT_MILLIS);
        } catch (IOException e) {
            return before.isEmpty() ? String.valueOf(e.getMessage()) : before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return before.isEmpty() && thread.isAlive() ? "the server does not end" : before;
    }
}
