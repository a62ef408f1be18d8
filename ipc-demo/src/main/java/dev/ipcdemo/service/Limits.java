package dev.ipcdemo.service;

import java.time.Duration;

/**
 * What a server grants its peers.
 *
 * @param maxMessageBytes the largest message that is taken, where there are messages; larger ones are dropped
 * @param maxConnections how many connections, or peers that send datagrams, there may be at once
 * @param idleTimeout how long nothing may come or go before a connection is closed, or a peer that sends datagrams is
 *     forgotten; zero: for ever
 */
public record Limits(int maxMessageBytes, int maxConnections, Duration idleTimeout) {

    /**
     * Checks the ranges.
     *
     * @param maxMessageBytes at least 1, less than 2 GiB
     * @param maxConnections at least 1
     * @param idleTimeout not negative
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
    }
}
