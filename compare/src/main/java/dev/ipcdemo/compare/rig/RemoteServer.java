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

    /** Whether it can only be asked over its client's connection, and so by no client that has ended. */
    default boolean isAskedByItsClient() {
        return false;
    }

    /** After this long without a datagram no other comes. */
    default long quietNs() {
        return QUIET_NS;
    }

    /** Takes what the servers said of themselves that the client has talked to. */
    default void clientEnded(List<HandshakeMessage.Welcome> welcomes) {}

    /** Ends it. Returns what had gone wrong with it before, if that is known. */
    Optional<String> end();

    /** What may be wrong with the way to it. Asked when a measurement has failed and the server gives no reason. */
    default Optional<String> diagnosis() {
        return Optional.empty();
    }

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
