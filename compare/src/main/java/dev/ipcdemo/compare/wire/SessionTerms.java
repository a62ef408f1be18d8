package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client of the measure service says it will do at most. The server holds it to that.
 *
 * @param run a number that all sessions of one comparison have in common
 * @param pattern what is exchanged
 * @param messageBytes the size of every message
 * @param durationMillis how long the session lasts at most
 * @param messages how many messages the client sends at most
 * @param sendBufferBytes SO_SNDBUF to ask for; 0 for the system's
 * @param recvBufferBytes SO_RCVBUF to ask for; 0 for the system's
 * @param noDelay TCP_NODELAY
 */
public record SessionTerms(
        long run,
        Pattern pattern,
        int messageBytes,
        long durationMillis,
        long messages,
        int sendBufferBytes,
        int recvBufferBytes,
        boolean noDelay) {

    /** More than any transport here carries, so this bounds only a client that is not one of ours. */
    static final long MAX_MESSAGES_PER_MILLI = 10_000;

    private static final int GREETING_MILLIS = 1_000;

    /**
     * The terms for a measurement.
     *
     * @param run a number that all sessions of one comparison have in common
     * @param cell what is measured
     * @param settings what all cells share
     * @param durationMillis how long the session lasts at most
     * @return what the client of that measurement keeps to
     */
    public static SessionTerms of(long run, Cell cell, Settings settings, long durationMillis) {
        return new SessionTerms(
                run,
                cell.pattern(),
                cell.messageBytes(),
                durationMillis,
                durationMillis * MAX_MESSAGES_PER_MILLI,
                settings.sendBufferBytes(),
                settings.recvBufferBytes(),
                settings.noDelay());
    }

    /**
     * The terms of a client that only wants to know who is there.
     *
     * @param run a number that all sessions of one comparison have in common
     * @return a session with room for the goodbye and nothing else
     */
    public static SessionTerms ofGreeting(long run) {
        return new SessionTerms(run, Pattern.ROUND_TRIP, Long.BYTES, GREETING_MILLIS, 1, 0, 0, true);
    }

    /** Whether they are those of {@link #ofGreeting}. */
    boolean areOfGreeting() {
        return messages == 1;
    }

    void write(ByteBuffer out) {
        byte[] word = pattern.toString().getBytes(StandardCharsets.US_ASCII);
        out.putLong(run)
                .putInt(messageBytes)
                .putLong(durationMillis)
                .putLong(messages)
                .putInt(sendBufferBytes)
                .putInt(recvBufferBytes)
                .put((byte) (noDelay ? 1 : 0))
                .put((byte) word.length)
                .put(word);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the pattern is unknown
     * @throws java.nio.BufferUnderflowException if there is too little of it
     */
    static SessionTerms read(ByteBuffer in) {
        long run = in.getLong();
        int messageBytes = in.getInt();
        long durationMillis = in.getLong();
        long messages = in.getLong();
        int sendBufferBytes = in.getInt();
        int recvBufferBytes = in.getInt();
        boolean noDelay = in.get() != 0;
        byte[] word = new byte[in.get() & 0xff];
        in.get(word);
        return new SessionTerms(
                run,
                Pattern.parse(new String(word, StandardCharsets.US_ASCII)),
                messageBytes,
                durationMillis,
                messages,
                sendBufferBytes,
                recvBufferBytes,
                noDelay);
    }

    /** In a few words, for a log. */
    @Override
    public String toString() {
        return pattern + ", " + messageBytes + " B";
    }
}
