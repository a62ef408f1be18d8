package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server of one measurement, wherever it is. */
interface RemoteServer {

    /** On loopback and between containers of one host, where datagrams wait in a buffer and nowhere else. */
    long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Opens it, and connects the client to it. */
    ClientSetup connect() throws IOException;

    /** Lets it count anew. */
    void mark() throws IOException;

    /** What it saw since it was marked. */
    ServerResult read() throws IOException;

    /** After this long without a datagram no other comes. */
    default long quietNs() {
        return QUIET_NS;
    }

    /** Takes what the servers said of themselves that the client has talked to. */
    default void clientEnded(List<HandshakeMessage.Welcome> welcomes) {}

    /** Ends it. Returns what had gone wrong with it before, if that is known. */
    Optional<String> end();

    /** Finds the server for a measurement. */
    @FunctionalInterface
    interface Locator {

        /**
         * Finds it.
         *
         * @param cell what is measured
         * @param number of the measurement, and of its client and its server
         * @param durationNs how long messages are exchanged at most
         */
        RemoteServer of(Cell cell, int number, long durationNs);
    }
}
