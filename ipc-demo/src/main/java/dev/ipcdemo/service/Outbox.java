package dev.ipcdemo.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;

/** The lines that one member of a {@link Chat} is still to be sent, of bounded number. Any thread may use it. */
final class Outbox {

    private final int mostLines;

    // All of these are guarded by this. Nothing is called under the lock but what counts a line.
    private final Deque<Line> lines = new ArrayDeque<>();
    private Optional<Line> inHand = Optional.empty();
    private Optional<String> lastReason = Optional.empty();
    private boolean isDue;
    private boolean isClosed;

    /**
     * Opens.
     *
     * @param mostLines how many lines may wait; what the kernel's buffers hold comes on top
     */
    Outbox(int mostLines) {
        this.mostLines = mostLines;
    }

    /** What has become of a line. */
    enum Put {
        /** It waits, and somebody knows already that there is something to send. */
        WAITS,
        /** It waits, and somebody has to be told. */
        DUE,
        /** There is no room. */
        FULL,
        /** Nothing more is sent to this member. */
        CLOSED
    }

    synchronized Put put(Line line) {
        if (isClosed || lastReason.isPresent()) {
            return Put.CLOSED;
        }
        if (lines.size() >= mostLines) {
            return Put.FULL;
        }
        line.add();
        lines.add(line);
        Put put = isDue ? Put.WAITS : Put.DUE;
        isDue = true;
        return put;
    }

    /** The last one: when it has been sent, the member is to be ended. */
    synchronized Put putLast(Line line, String why) {
        Put put = put(line);
        lastReason = Optional.of(why);
        return put;
    }

    /** Why the member is to be ended, once all has been sent. */
    synchronized Optional<String> end() {
        return lines.isEmpty() ? lastReason : Optional.empty();
    }

    /** The next one to send, to be followed by {@link #sent}. */
    synchronized Optional<Line> next() {
        inHand = Optional.ofNullable(lines.poll());
        return inHand;
    }

    /** The one that could not be sent is the next one again. Returns how long it has been waiting. */
    synchronized long again() {
        inHand.ifPresent(lines::addFirst);
        inHand = Optional.empty();
        return ageNs();
    }

    /** Returns whether there is more to send. */
    boolean sent() {
        Optional<Line> done;
        boolean isMore;
        synchronized (this) {
            done = inHand;
            inHand = Optional.empty();
            isDue = !lines.isEmpty();
            isMore = isDue;
        }
        done.ifPresent(Line::remove);
        return isMore;
    }

    /** How long the line that is to be sent next, or is being sent, has been waiting. */
    synchronized long ageNs() {
        return inHand.or(() -> Optional.ofNullable(lines.peek()))
                .map(Line::ageNs)
                .orElse(0L);
    }

    /** Whether nothing more is taken. */
    synchronized boolean isClosed() {
        return isClosed || lastReason.isPresent();
    }

    /** Nothing more is sent: nobody waits for this member any longer. */
    void close() {
        Queue<Line> unsent;
        synchronized (this) {
            isClosed = true;
            unsent = new ArrayDeque<>(lines);
            inHand.ifPresent(unsent::add);
            lines.clear();
            inHand = Optional.empty();
        }
        unsent.forEach(Line::remove);
    }
}
