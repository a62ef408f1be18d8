package dev.ipcdemo.service.server;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Finds out that a peer sends back what it is sent, as another echo server does, so that the two would go on forever. A
 * client may do the same, when it sends one message again and again, so it is only slowed down: what came back is answered
 * {@value #AT_ONCE} times, and from then on {@value #PER_SECOND} times a second. One answer that is left out ends a loop.
 *
 * <p>A few answers are remembered for a second each, and none is forgotten earlier for a later one: of many messages that
 * go round at the same time, each is found in its turn. Any thread may use it.
 */
final class ReturnedAnswers {

    static final int AT_ONCE = 1_000;
    static final int PER_SECOND = 10;

    private static final int REMEMBERED = 64;
    private static final long REMEMBERED_NS = TimeUnit.SECONDS.toNanos(1);

    // All of these are guarded by this.
    private final CRC32C checksum = new CRC32C();
    private final long[] answers = new long[REMEMBERED];
    private final long[] sinceNs = new long[REMEMBERED];
    private final LineRate rate;

    ReturnedAnswers(long nowNs) {
        rate = new LineRate(AT_ONCE, PER_SECOND, nowNs);
    }

    /** To be called with each answer before it is sent; the buffer's position stays. */
    synchronized void sending(ByteBuffer answer, long nowNs) {
        long print = print(answer);
        int place = (int) (print & REMEMBERED - 1);
        if (answers[place] == 0 || nowNs - sinceNs[place] > REMEMBERED_NS) {
            answers[place] = print;
            sinceNs[place] = nowNs;
        }
    }

    /** Whether a message may be answered; the buffer's position stays. */
    synchronized boolean mayAnswer(ByteBuffer message, long nowNs) {
        long print = print(message);
        int place = (int) (print & REMEMBERED - 1);
        if (answers[place] != print || rate.allows(nowNs)) {
            return true;
        }
        answers[place] = 0; // this loop has ended
        return false;
    }

    /** Never 0. Messages of one print are taken for the same. */
    private long print(ByteBuffer message) {
        int position = message.position();
        checksum.reset();
        checksum.update(message);
        message.position(position);
        return (message.remaining() + 1L) << Integer.SIZE | checksum.getValue();
    }
}
