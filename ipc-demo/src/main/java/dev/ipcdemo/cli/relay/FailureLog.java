package dev.ipcdemo.cli.relay;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.RelayClient;
import dev.ipcdemo.relay.RelayObserver;
import dev.ipcdemo.service.server.LineRate;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.PrintWriter;
import java.nio.ByteBuffer;

/** Prints what fails, at a bounded rate, and passes everything else on to another observer. */
final class FailureLog implements RelayObserver {

    private final RelayObserver next;
    private final PrintWriter err;
    private final LineRate rate = new LineRate(20, 5, System.nanoTime());

    FailureLog(RelayObserver next, PrintWriter err) {
        this.next = next;
        this.err = err;
    }

    @Override
    public void failed(SocketFailure failure) {
        if (rate.allows(System.nanoTime())) {
            err.println("relay: " + failure.getMessage());
        }
        next.failed(failure);
    }

    @Override
    public void opened(RelayClient client) {
        next.opened(client);
    }

    @Override
    public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
        next.passing(client, direction, bytes);
    }

    @Override
    public void ending(RelayClient client, Direction direction) {
        next.ending(client, direction);
    }

    @Override
    public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        next.injected(client, direction, fault, bytes);
    }

    @Override
    public void closed(RelayClient client, String why) {
        next.closed(client, why);
    }
}
