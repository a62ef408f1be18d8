package dev.ipcdemo.relay;

import java.time.Duration;

/**
 * What a relay grants its clients.
 *
 * @param maxClients how many connections, or addresses that send datagrams, there may be at once
 * @param maxMessageBytes the largest message that is passed on, where there are messages; a larger one is dropped
 * @param idleTimeout how long nothing may pass before a client that sends datagrams, or whose target receives datagrams, is
 *     forgotten; zero for never. What is delayed keeps it. A connection to a connection may be idle forever
 * @param delayedBytes how much of one direction of one client may wait in the relay, because of a delay, because a client
 *     over datagrams does not read, or because its target has not been reached yet. When that much waits, a sender on a
 *     reliable transport has to wait too, and a datagram over UDP is dropped, as any is for a target that is not reached
 */
public record RelayLimits(int maxClients, int maxMessageBytes, Duration idleTimeout, int delayedBytes) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** 10,000 clients, messages of 64 KiB, a minute, 1 MiB. */
    public static final RelayLimits DEFAULT = new RelayLimits(10_000, 65_536, Duration.ofMinutes(1), 1 << 20);

    /**
     * Checks the ranges. A time of more than a hundred years is taken for a hundred years.
     *
     * @param maxClients at least 1
     * @param maxMessageBytes at least 1, at most 16 MiB
     * @param idleTimeout not negative
     * @param delayedBytes at least 1
     */
    public RelayLimits {
        if (maxClients < 1 || maxMessageBytes < 1 || delayedBytes < 1) {
            throw new IllegalArgumentException("a relay needs room for at least one client, and for one byte");
        }
        if (maxMessageBytes > 16 << 20) {
            throw new IllegalArgumentException("a message may have at most 16 MiB, not " + maxMessageBytes + " bytes");
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("the idle time must not be negative");
        }
        idleTimeout = idleTimeout.compareTo(LONGEST) > 0 ? LONGEST : idleTimeout;
    }
}
