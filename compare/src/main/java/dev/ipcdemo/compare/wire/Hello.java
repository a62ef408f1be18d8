package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;

/**
 * What the two ends of a session with a peer agree on: what the client will do, at most. The server holds it to that.
 *
 * @param run a number that all sessions of one comparison have in common
 * @param pattern the exchange's name
 * @param messageBytes the size of every message
 * @param durationMillis how long the session lasts at most
 * @param messages how many messages the client sends at most
 * @param sendBufferBytes SO_SNDBUF to ask for; 0 for the system's
 * @param recvBufferBytes SO_RCVBUF to ask for; 0 for the system's
 * @param noDelay TCP_NODELAY
 */
public record Hello(
        long run,
        Pattern pattern,
        int messageBytes,
        long durationMillis,
        long messages,
        int sendBufferBytes,
        int recvBufferBytes,
        boolean noDelay) {

    /** More than any transport here carries; so a client's bound holds only who does something else. */
    static final long MOST_MESSAGES_PER_MILLI = 10_000;

    public static Hello of(long run, Cell cell, Settings settings, long durationMillis) {
        return new Hello(
                run,
                cell.pattern(),
                cell.messageBytes(),
                durationMillis,
                durationMillis * MOST_MESSAGES_PER_MILLI,
                settings.sendBufferBytes(),
                settings.recvBufferBytes(),
                settings.noDelay());
    }

    /** In a few words, for a log. */
    @Override
    public String toString() {
        return pattern + ", " + messageBytes + " B";
    }
}
