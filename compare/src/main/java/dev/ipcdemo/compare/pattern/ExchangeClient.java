package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import java.io.Closeable;
import java.io.IOException;

/** The client's side of an exchange, connected. For use by one thread; any thread closes. */
public interface ExchangeClient extends Closeable {

    /**
     * Exchanges messages for some time, at least one. May be called again, to go on.
     *
     * @return what was seen; a failure is told in it, not thrown
     */
    ClientResult drive(long durationNs);

    /**
     * What a server that knows how many messages arrived says of them; see {@link MessageChannel#arrivals}.
     *
     * @throws IOException if it cannot be asked so
     */
    default Arrivals arrivals(boolean marks) throws IOException {
        throw new IOException("this pattern is not counted where it arrives");
    }

    /** The effective buffer sizes, for people. */
    default String buffers() {
        return "";
    }
}
