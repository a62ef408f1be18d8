package dev.ipcdemo.compare.carrier;

import java.io.Closeable;
import java.io.IOException;

/** Where a server waits for its clients. */
public interface Acceptor extends Closeable {

    /** A text by which a client finds it. */
    String address();

    /** Waits for the next client. Closing the door ends the wait with an exception. */
    MessageChannel accept() throws IOException;

    /** Whether what is accepted first talks to all clients, who are told apart by their addresses. */
    default boolean oneLineForAll() {
        return false;
    }
}
