package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.io.IOException;
import java.util.Optional;

/** A pattern of messages between a server and its clients. */
public interface Exchange {

    /** What is exchanged. */
    Pattern pattern();

    /** The server's side, for clients that come to the door. */
    ExchangeServer server(Acceptor door, Cell cell, Clock clock);

    /** The client's side, connected to a server that runs. */
    ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException;

    /** How long a drive has to last to be worth anything. */
    default long shortestNs(Cell cell) {
        return 0;
    }

    /** Why it cannot be done as the cell asks; nothing if it can. */
    default Optional<String> refusal(Cell cell) {
        return Optional.empty();
    }

    /** Opens a client's line. */
    @FunctionalInterface
    interface Dialer {
        MessageChannel dial() throws IOException;
    }
}
