package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client of the measure service says it will do at most. The server holds it to that.
 *
 * @param run a number that all sessions of one comparison have in common
 * @param pattern what is exchanged
 * @param messageBytes the size of every message, or of the largest
 * @param durationMillis how long the session lasts at most
 * @param messages how many messages the client sends at most
 * @param sendBufferBytes SO_SNDBUF to ask for; 0 for the system's
 * @param recvBufferBytes SO_RCVBUF to ask for; 0 for the system's
 * @param noDelay TCP_NODELAY
 * @param requestMix what the sizes of the messages are taken from if they differ
 */
public record SessionTerms(
        long run,
        Pattern pattern,
        int messageBytes,
        long durationMillis,
        long messages,
        int sendBufferBytes,
        int recvBufferBytes,
        boolean noDelay,
        SizeMix requestMix) {

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
                cell.requestSizes().largest(),
                durationMillis,
                durationMillis * MAX_MESSAGES_PER_MILLI,
                settings.sendBufferBytes(),
                settings.recvBufferBytes(),
                settings.noDelay(),
                cell.requestMix());
    }

    /**
     * The terms of a client that only wants to know who is there.
     *
     * @param run a number that all sessions of one comparison have in common
     * @return a session with room for the goodbye and nothing else
     */
    public static SessionTerms ofGreeting(long run) {
        return new SessionTerms(run, Pattern.ROUND_TRIP, Long.BYTES, GREETING_MILLIS, 1, 0, 0, true, SizeMix.NONE);
    }

    /**
     * The sizes of the messages that the client sends.
     *
     * @return the size of each
     */
    public MessageSizes sizes() {
        return requestMix.isNone() ? MessageSizes.ofOne(messageBytes) : requestMix.requests();
    }

    /** Whether they are those of {@link #ofGreeting}. */
    boolean areOfGreeting() {
        return messages == 1;
    }

    void write(ByteBuffer out) {
        out.putLong(run)
                .putInt(messageBytes)
                .putLong(durationMillis)
                .putLong(messages)
                .putInt(sendBufferBytes)
                .putInt(recvBufferBytes)
                .put((byte) (noDelay ? 1 : 0));
        writeWord(pattern.toString(), out);
        writeWord(requestMix.toString(), out);
    }

    private static void writeWord(String word, ByteBuffer out) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) bytes.length).put(bytes);
    }

    private static String readWord(ByteBuffer in) {
        byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the pattern or the mix is unknown
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
        Pattern pattern = Pattern.parse(readWord(in));
        String mix = readWord(in);
        SessionTerms terms = new SessionTerms(
                run,
                pattern,
                messageBytes,
                durationMillis,
                messages,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                mix.isEmpty() ? SizeMix.NONE : SizeMix.parse(mix));
        if (terms.sizes().largest() != messageBytes) {
            throw new IllegalArgumentException(mix + " has no message of " + messageBytes + " bytes");
        }
        return terms;
    }

    /** In a few words, for a log. */
    @Override
    public String toString() {
        return pattern + ", " + (requestMix.isNone() ? messageBytes + " B" : requestMix);
    }
}
