package dev.ipcdemo.service.server;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a server grants its peers.
 *
 * @param maxMessageBytes the largest message that is taken, where there are messages; larger ones are dropped
 * @param maxConnections how many connections, or peers that send datagrams, there may be at once
 * @param idleTimeout how long nothing may come or go before a connection is closed, or a peer that sends datagrams is
 *     forgotten; over UDP, how long nothing may come; zero: forever
 * @param finishTimeout how long a connection may take to finish what it has begun, where its service has such a notion: a
 *     line, a greeting; zero: forever
 */
public record Limits(int maxMessageBytes, int maxConnections, Duration idleTimeout, Duration finishTimeout) {

    /** A bound that nobody reaches who means well. */
    public static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

    /** Longer than any server runs, and a count of nanoseconds that can be added to a clock's. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * With {@link #FINISH_TIMEOUT}.
     *
     * @param maxMessageBytes at least 1, less than 2 GiB
     * @param maxConnections at least 1
     * @param idleTimeout not negative
     */
    public Limits(int maxMessageBytes, int maxConnections, Duration idleTimeout) {
        this(maxMessageBytes, maxConnections, idleTimeout, FINISH_TIMEOUT);
    }

    /**
     * Checks the ranges. A time of more than a hundred years is taken for a hundred years.
     *
     * @param maxMessageBytes at least 1, less than 2 GiB
     * @param maxConnections at least 1
     * @param idleTimeout not negative
     * @param finishTimeout not negative
     */
    public Limits {
        if (maxMessageBytes < 1 || maxMessageBytes == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a message must be allowed at least 1 byte and less than 2 GiB");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection must be allowed");
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("the idle time must not be negative");
        }
        if (finishTimeout.isNegative()) {
            throw new IllegalArgumentException("the time to finish must not be negative");
        }
        idleTimeout = bounded(idleTimeout);
        finishTimeout = bounded(finishTimeout);
    }

    private static Duration bounded(Duration time) {
        return Stream.of(time, LONGEST).min(Duration::compareTo).orElseThrow();
    }
}
