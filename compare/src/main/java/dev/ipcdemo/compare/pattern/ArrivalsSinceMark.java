package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.result.Arrivals;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks and counts the messages that arrive after a mark, and notes when the first and the last of them came. One thread
 * adds messages. Another may set the mark and read the counts while no message is under way.
 */
public final class ArrivalsSinceMark {

    private final Payload payload;
    private final ArrivalCounter counter = new ArrivalCounter();
    private volatile int marks = 1;
    private int marksSeen;
    private long firstNs;
    private final AtomicLong lastNs = new AtomicLong(); // set last, so that a thread that reads it also sees the counts

    /**
     * Starts as if it had just been marked.
     *
     * @param messageBytes the size of a message
     */
    public ArrivalsSinceMark(int messageBytes) {
        payload = new Payload(messageBytes);
    }

    /** Starts counting anew, with the next message, whatever its number. */
    public void mark() {
        marks = marksSeen + 1;
    }

    /**
     * Counts a message.
     *
     * @param message from 0 to its limit
     * @param nowNs when it came
     */
    public void add(ByteBuffer message, long nowNs) {
        int mark = marks;
        if (mark != marksSeen) {
            marksSeen = mark;
            boolean hasNumber = message.limit() == payload.messageBytes();
            counter.start(hasNumber ? payload.sequence(message, counter.next()) : counter.next());
            firstNs = nowNs;
        }
        counter.count(payload, message, false);
        lastNs.lazySet(nowNs);
    }

    /**
     * Returns what arrived since the mark.
     *
     * @return nothing received, if no message has come since
     */
    public Arrivals arrivals() {
        long untilNs = lastNs.get();
        return marks == marksSeen ? new Arrivals(counter.counts(0), untilNs - firstNs) : Arrivals.NONE;
    }
}
