package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a fixed rate, whether or not the replies come: an open loop. A latency counts from when the request was
 * <em>intended</em> to be sent, so that a request which had to wait behind a stall has waited.
 */
public final class FixedRate implements Exchange {

    /** How many requests make the shortest drive. */
    private static final long FEWEST = 100;

    @Override
    public Pattern pattern() {
        return Pattern.RATE;
    }

    @Override
    public ExchangeServer server(Acceptor door, Cell cell, Clock clock) {
        return new ReplyingServer(door, cell.messageBytes(), 1);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new OpenLoopClient(dialer.dial(), cell, clock);
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
