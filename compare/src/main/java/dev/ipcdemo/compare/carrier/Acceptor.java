package dev.ipcdemo.compare.carrier;

import java.io.Closeable;
import java.io.IOException;

/** Where a server accepts its clients. One thread accepts; any thread may close it. */
public interface Acceptor extends Closeable {

    /**
     * Returns where clients find it.
     *
     * @return a text for {@link Carrier#connect}
     */
    String address();

    /**
     * Waits for the next client. Closing the acceptor ends the wait with an exception.
     *
     * @return the channel to that client
     * @throws IOException if the acceptor is closed, or accepting failed
     */
    MessageChannel accept() throws IOException;

    /**
     * Whether there is one channel to all clients, because they have no connections and are told apart by their addresses.
     *
     * @return false if each client has its own
     */
    default boolean sharesOneChannel() {
        return false;
    }
}
