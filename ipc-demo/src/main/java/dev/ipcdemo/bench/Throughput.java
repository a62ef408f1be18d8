package dev.ipcdemo.bench;

import java.io.IOException;
import java.util.Optional;

/** Messages in one direction, as many as the line takes; counted where they arrive, not where they are sent. */
final class Throughput implements Exchange {

    static final String NAME = "throughput";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Server server(Door door, Cell cell, Clock clock) {
        return new SinkServer(door, cell.messageBytes(), clock);
    }

    @Override
    public Client client(Dialer dialer, Cell cell, Clock clock) throws IOException {
        return new Pourer(dialer.dial(), cell.messageBytes(), clock);
    }

    @Override
    public boolean countsAtServer() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return Payload.refusal(cell.messageBytes());
    }
}
