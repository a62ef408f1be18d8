package dev.ipcdemo.bench;

import java.io.Closeable;

/** The client's side of an exchange, connected. For use by one thread; any thread closes. */
interface Client extends Closeable {

    /**
     * Exchanges messages for some time, at least one. May be called again, to go on.
     *
     * @return what was seen; a failure is told in it, not thrown
     */
    Drive drive(long durationNs);

    /** The effective buffer sizes, for people. */
    default String buffers() {
        return "";
    }
}
