package dev.ipcdemo.bench;

import java.io.IOException;
import java.util.Optional;

/** A pattern of messages between a server and its clients. */
interface Exchange {

    /** The pattern's name. */
    String name();

    /** The server's side, for clients that come to the door. */
    Server server(Door door, Cell cell, Clock clock);

    /** The client's side, connected to a server that runs. */
    Client client(Dialer dialer, Cell cell, Clock clock) throws IOException;

    /** Whether it is the server that knows how many messages arrived, and when. */
    default boolean countsAtServer() {
        return false;
    }

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
        Line dial() throws IOException;
    }
}
