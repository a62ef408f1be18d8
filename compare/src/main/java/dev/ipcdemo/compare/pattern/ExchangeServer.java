package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.result.Arrivals;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;

/** The server's side of an exchange. */
public interface ExchangeServer extends Closeable {

    /**
     * Serves until its clients have gone or it is closed.
     *
     * @throws IOException if something else ended it
     */
    void run() throws IOException;

    /** The threads that serve. */
    Collection<Thread> threads();

    /** Starts counting anew, with the next message. */
    void mark();

    /** What was received since the mark. */
    Arrivals arrivals();
}
