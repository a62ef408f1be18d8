package dev.ipcdemo.compare.carrier;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

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
     * The options of the socket with the first client, as it says itself.
     *
     * @return as {@link MessageChannel#socketOptions}; empty before there was a client
     */
    default Map<String, String> socketOptions() {
        return Map.of();
    }

    /**
     * Whether there is one channel to all clients, because they have no connections and are told apart by their addresses.
     *
     * @return false if each client has its own
     */
    default boolean sharesOneChannel() {
        return false;
    }

    /** How a client is accepted. */
    @FunctionalInterface
    interface Accepting {

        /**
         * Waits for the next client.
         *
         * @return the channel to that client
         * @throws IOException if accepting failed
         */
        MessageChannel accept() throws IOException;
    }

    /**
     * An acceptor of its parts.
     *
     * @param address where clients find it
     * @param accepting what {@link #accept} does
     * @param closing what {@link #close} does
     * @return the acceptor
     */
    static Acceptor of(String address, Accepting accepting, Closeable closing) {
        FirstOptions first = new FirstOptions();
        return new Acceptor() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public MessageChannel accept() throws IOException {
                return first.of(accepting.accept());
            }

            @Override
            public Map<String, String> socketOptions() {
                return first.options();
            }

            @Override
            public void close() throws IOException {
                closing.close();
            }
        };
    }
}
