package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.result.Arrivals;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;

/**
 * The server's side of an exchange. One thread runs it. Another may set marks and read the arrivals while no message is
 * under way. Any thread may close it, which ends the run.
 */
public interface ExchangeServer extends Closeable {

    /**
     * Serves until its clients have left or it is closed.
     *
     * @throws IOException if anything else ends it
     */
    void run() throws IOException;

    /**
     * Returns the threads that serve clients.
     *
     * @return those that have started so far
     */
    Collection<Thread> threads();

    /** Starts counting anew, with the next message. */
    void mark();

    /**
     * Says which system calls take several messages.
     *
     * @return a text for people; empty if one takes one
     */
    default String calls() {
        return "";
    }

    /**
     * Returns what was received since the mark.
     *
     * @return the counts and, where the server measures it, the time
     */
    Arrivals arrivals();
}
