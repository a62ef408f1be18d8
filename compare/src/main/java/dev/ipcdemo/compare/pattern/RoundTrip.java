package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;

/**
 * A request at a time, or a few, in a closed loop: how long a reply takes when nothing else is under way. A server that stalls
 * stalls the client too, so the requests that would have had to wait are never sent; {@link FixedRate} sends them.
 */
final class RoundTrip implements Exchange {

    @Override
    public Pattern pattern() {
        return Pattern.ROUND_TRIP;
    }

    @Override
    public long shortestNs(Cell cell, long roundTripNs) {
        return ENOUGH * roundTripNs;
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        return new RespondingServer(acceptor, cell, 1);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new ClosedLoopClient(
                dialer.dial(), cell, Carriers.byName(cell.row()).mayLose(), clock);
    }
}
