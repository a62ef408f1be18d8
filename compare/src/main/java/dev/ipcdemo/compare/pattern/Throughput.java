package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;
import java.util.Optional;

/** Messages in one direction, as many as the line takes; counted where they arrive, not where they are sent. */
public final class Throughput implements Exchange {

    @Override
    public Pattern pattern() {
        return Pattern.THROUGHPUT;
    }

    @Override
    public ExchangeServer server(Acceptor door, Cell cell, Clock clock) {
        return new CountingServer(door, cell.messageBytes(), clock);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new FloodClient(dialer.dial(), cell.messageBytes(), clock);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Payload.refusal(cell.messageBytes());
    }
}
