package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;

/**
 * One request at a time, in a closed loop: how long a reply takes when nothing else is under way. A server that stalls
 * stalls the client too, which then sends nothing that would have waited; for that see {@link FixedRate}.
 */
public final class RoundTrip implements Exchange {

    @Override
    public Pattern pattern() {
        return Pattern.ROUND_TRIP;
    }

    @Override
    public ExchangeServer server(Acceptor door, Cell cell, Clock clock) {
        return new ReplyingServer(door, cell.messageBytes(), 1);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new ClosedLoopClient(dialer.dial(), cell.messageBytes(), clock);
    }
}
