package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import java.io.Closeable;
import java.io.IOException;

/** The client's side of an exchange, connected. For use by one thread; any thread may close it, which ends a run. */
public interface ExchangeClient extends Closeable {

    /**
     * Exchanges messages, at least one, until the time is over. May be called again to continue.
     *
     * @param durationNs how long
     * @param fewest how many messages are to be answered at least: a client that waits for each goes on beyond its time for
     *     them, but not for long
     * @return what was measured; a failure is part of it, and is not thrown
     */
    ClientResult run(long durationNs, int fewest);

    /**
     * Asks the server, over this client's connection, which messages arrived; see {@link MessageChannel#arrivals}.
     *
     * @param marks whether the server starts counting anew afterwards
     * @return what the server says
     * @throws IOException if the server cannot be asked this way, or does not answer
     */
    default Arrivals arrivals(boolean marks) throws IOException {
        throw new IOException("in this pattern the server does not count the messages");
    }

    /**
     * Says which system calls carry several messages.
     *
     * @return a text for people; empty if one carries one
     */
    default String calls() {
        return "";
    }

    /**
     * Describes the effective buffer sizes of the socket.
     *
     * @return a text for people; empty where there are none
     */
    default String buffers() {
        return "";
    }
}
