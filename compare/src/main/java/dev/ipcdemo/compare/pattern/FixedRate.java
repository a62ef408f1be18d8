package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a fixed rate, whether or not the replies come: an open loop. A latency is counted from when the request was
 * <em>intended</em> to be sent, so it includes the time that the request had to wait behind a stall.
 */
final class FixedRate implements Exchange {

    /** A shorter run would hold too few requests. */
    private static final long FEWEST_REQUESTS = 100;

    @Override
    public Pattern pattern() {
        return Pattern.RATE;
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        return new RespondingServer(acceptor, cell, 1);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new OpenLoopClient(dialer.dial(), cell, clock);
    }

    @Override
    public long shortestNs(Cell cell, long roundTripNs) {
        return FEWEST_REQUESTS * TimeUnit.SECONDS.toNanos(1) / cell.ratePerSecond();
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Payload.refusal(
                Math.min(cell.requestSizes().smallest(), cell.replySizes().smallest()));
    }
}
