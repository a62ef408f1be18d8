package dev.ipcdemo.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a fixed rate, whether or not the replies come: an open loop. A latency counts from when the request was
 * <em>intended</em> to be sent, so that a request which had to wait behind a stall has waited.
 */
final class Rate implements Exchange {

    static final String NAME = "rate";

    /** How many requests make the shortest drive. */
    private static final long FEWEST = 100;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Server server(Door door, Cell cell, Clock clock) {
        return new EchoServer(door, cell.messageBytes(), 1);
    }

    @Override
    public Client client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new Pacer(dialer.dial(), cell, clock);
    }

    @Override
    public long shortestNs(Cell cell) {
        return FEWEST * TimeUnit.SECONDS.toNanos(1) / cell.ratePerSecond();
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Payload.refusal(cell.messageBytes());
    }
}
