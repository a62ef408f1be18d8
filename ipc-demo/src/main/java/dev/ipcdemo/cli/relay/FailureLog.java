package dev.ipcdemo.cli.relay;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.RelayClient;
import dev.ipcdemo.relay.RelayObserver;
import dev.ipcdemo.service.server.LineRate;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** Prints what fails, at a bounded rate, and passes everything on to other observers. */
final class FailureLog implements RelayObserver {

    private final List<RelayObserver> others;
    private final PrintWriter err;
    private final LineRate rate = new LineRate(20, 5, System.nanoTime());

    FailureLog(List<RelayObserver> others, PrintWriter err) {
        this.others = List.copyOf(others);
        this.err = err;
    }

    @Override
    public void failed(SocketFailure failure) {
        if (rate.allows(System.nanoTime())) {
            err.println("relay: " + failure.getMessage());
        }
        others.forEach(other -> other.failed(failure));
    }

    @Override
    public void opened(RelayClient client) {
        others.forEach(other -> other.opened(client));
    }

    @Override
    public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
        for (RelayObserver other : others) {
            other.passing(client, direction, bytes.duplicate());
        }
    }

    @Override
    public void ending(RelayClient client, Direction direction) {
        others.forEach(other -> other.ending(client, direction));
    }

    @Override
    public void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        for (RelayObserver other : others) {
            other.dropped(client, direction, bytes.duplicate(), why);
        }
    }

    @Override
    public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        others.forEach(other -> other.injected(client, direction, fault, bytes));
    }

    @Override
    public void closed(RelayClient client, String why) {
        others.forEach(other -> other.closed(client, why));
    }
}
