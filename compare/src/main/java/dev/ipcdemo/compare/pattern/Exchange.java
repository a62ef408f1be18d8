package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Sample;
import java.io.IOException;
import java.util.Optional;

/** How a server and its clients exchange messages in one pattern. */
public interface Exchange {

    /** For so many round trips there is time, so that enough are left where a few take longer. */
    long ENOUGH = Sample.FEWEST * 5 / 4;

    /** More clients than that share a thread with a selector, instead of each having its own. */
    int MOST_CLIENT_THREADS = 1_000;

    /** A run that achieved less than this share of the rate that was offered has measured another rate, and fails. */
    double LEAST_SHARE_OF_RATE = 0.95;

    /**
     * Returns what is exchanged.
     *
     * @return the pattern
     */
    Pattern pattern();

    /**
     * Makes the server's side. It does not run yet.
     *
     * @param acceptor where the clients connect; the server closes it
     * @param cell what is measured
     * @param clock read for each message, where the server knows when it arrived
     * @return the server
     */
    ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock);

    /**
     * Makes the client's side and connects it.
     *
     * @param dialer connects to a server that runs
     * @param cell what is measured
     * @param clock read for each message
     * @return the client
     * @throws IOException if it cannot connect; nothing is left open then
     */
    ExchangeClient client(Dialer dialer, Cell cell, Clock clock) throws IOException;

    /**
     * Returns how long a run must last for its figures to mean anything.
     *
     * @param cell what is measured
     * @param roundTripNs how long a message and its answer take through the network; 0 if the peer is near
     * @return nanoseconds; 0 for any time
     */
    long shortestNs(Cell cell, long roundTripNs);

    /**
     * Returns why a cell cannot be measured in this pattern.
     *
     * @param cell what was asked for
     * @return the reason; empty if it can be measured
     */
    default Optional<String> refusal(Cell cell) {
        return cell.replyBytes() > 0 ? Payload.refusal(cell.requestSizes().smallest()) : Optional.empty();
    }

    /** Opens a client's channel. */
    @FunctionalInterface
    interface Dialer {

        /**
         * Connects to the server.
         *
         * @return a new channel
         * @throws IOException if that failed
         */
        MessageChannel dial() throws IOException;
    }
}
