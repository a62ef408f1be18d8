package dev.ipcdemo.bench;

import java.io.IOException;

/**
 * One request at a time, in a closed loop: how long a reply takes when nothing else is under way. A server that stalls
 * stalls the client too, which then sends nothing that would have waited; for that see {@link Rate}.
 */
final class RoundTrip implements Exchange {

    static final String NAME = "round-trip";

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
        return new Asker(dialer.dial(), cell.messageBytes(), clock);
    }
}
