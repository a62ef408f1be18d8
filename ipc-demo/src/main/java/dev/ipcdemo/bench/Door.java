package dev.ipcdemo.bench;

import java.io.Closeable;
import java.io.IOException;

/** Where a server waits for its clients. */
interface Door extends Closeable {

    /** A text by which a client finds it. */
    String address();

    /** Waits for the next client. Closing the door ends the wait with an exception. */
    Line accept() throws IOException;

    /** Whether what is accepted first talks to all clients, who are told apart by their addresses. */
    default boolean oneLineForAll() {
        return false;
    }
}
