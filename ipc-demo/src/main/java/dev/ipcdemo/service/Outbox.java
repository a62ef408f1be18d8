package dev.ipcdemo.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The lines that one member of a {@link Chat} is still to be sent, of bounded number. Any thread may use it.
 *
 * <p>Who said a line waits until all have been sent it, but not for a member that is late: one to whom a line could not be
 * sent, until it has been sent all there is. Such a member is waited for only with what it has said or asked itself.
 */
final class Outbox {

    private final int mostLines;

    // All of these are guarded by this. Nothing is called under the lock but what counts a line.
    private final Deque<Entry> entries = new ArrayDeque<>();
    private Optional<Entry> inHand = Optional.empty();
    private Optional<String> lastReason = Optional.empty();
    private int sentInARow;
    private Optional<Long> stuckSinceNs = Optional.empty();
    private boolean isLate;
    private boolean isDue;
    private boolean isFinal;
    private boolean isClosed;

    /** Opens when it takes nothing more, and nothing more is to be sent. */
    private final CountDownLatch emptied = new CountDownLatch(1);

    /**
     * Opens.
     *
     * @param mostLines how many lines may wait; what the kernel's buffers hold comes on top
     */
    Outbox(int mostLines) {
        this.mostLines = mostLines;
    }

    private record Entry(Line line, boolean isOwn) {}

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

    /** Adds a line; it is the member's own if the member said it, or asked for it. */
    synchronized Put put(Line line, boolean isOwn) {
        if (isClosed()) {
            return Put.CLOSED;
        }
        if (entries.size() >= mostLines) {
            return Put.FULL;
        }
        Entry entry = new Entry(line, isOwn);
        if (isAwaited(entry)) {
            line.add();
        }
        entries.add(entry);
        Put put = isDue ? Put.WAITS : Put.DUE;
        isDue = true;
        return put;
    }

    private boolean isAwaited(Entry entry) {
        return entry.isOwn() || !isLate;
    }

    /** The last one: when it has been sent, the member is to be ended. */
    synchronized Put putLast(Line line, String why) {
        Put put = put(line, true);
        lastReason = Optional.of(why);
        return put;
    }

    /** Why the member is to be ended, once all has been sent. */
    synchronized Optional<String> end() {
        return entries.isEmpty() ? lastReason : Optional.empty();
    }

    /** The next one to send, to be followed by {@link #sent} or {@link #notSent}. */
    synchronized Optional<Line> next() {
        inHand = Optional.ofNullable(entries.poll());
        return inHand.map(Entry::line);
    }

    /** The one that could not be sent is the next one again. Returns for how long no two in a row could be sent. */
    long notSent() {
        List<Line> awaited;
        long stuckNs;
        synchronized (this) {
            inHand.ifPresent(entries::addFirst);
            inHand = Optional.empty();
            awaited = entries.stream()
                    .filter(entry -> isAwaited(entry) && !entry.isOwn())
                    .map(Entry::line)
                    .toList();
            isLate = true;
            sentInARow = 0;
            long nowNs = System.nanoTime();
            stuckSinceNs = stuckSinceNs.or(() -> Optional.of(nowNs));
            stuckNs = nowNs - stuckSinceNs.get();
        }
        awaited.forEach(Line::remove);
        return stuckNs;
    }

    /** Returns whether there is more to send. */
    boolean sent() {
        Optional<Line> done;
        boolean isMore;
        synchronized (this) {
            done = inHand.filter(this::isAwaited).map(Entry::line);
            inHand = Optional.empty();
            isMore = !entries.isEmpty();
            sentInARow++;
            if (sentInARow > 1 || !isMore) { // a single one may have been sent to see whether it is read
                stuckSinceNs = Optional.empty();
            }
            isDue = isMore;
            isLate &= isMore;
            if (isFinal && !isDue) {
                emptied.countDown();
            }
        }
        done.ifPresent(Line::remove);
        return isMore;
    }

    /** Whether the member says nothing more, and may only read. */
    synchronized boolean isFinal() {
        return isFinal;
    }

    /** How long the line that is to be sent next, or is being sent, has been waiting. */
    synchronized long ageNs() {
        return inHand.or(() -> Optional.ofNullable(entries.peek()))
                .map(entry -> entry.line().ageNs())
                .orElse(0L);
    }

    synchronized boolean isLate() {
        return isLate;
    }

    /** Whether nothing more is taken. */
    synchronized boolean isClosed() {
        return isClosed || isFinal || lastReason.isPresent();
    }

    /**
     * Takes nothing more, and waits until all has been sent, nothing more can be sent, or so long. Without a lock: until Java
     * 24 a virtual thread that waits within one keeps its carrier, which those that send may need.
     */
    void awaitEmpty(long limitNs) throws InterruptedException {
        synchronized (this) {
            isFinal = true;
            if (!isDue || isClosed) {
                return;
            }
        }
        emptied.await(limitNs, TimeUnit.NANOSECONDS);
    }

    /** Nothing more is sent: nobody waits for this member any longer. */
    void close() {
        List<Line> awaited;
        synchronized (this) {
            isClosed = true;
            emptied.countDown();
            awaited = Stream.concat(inHand.stream(), entries.stream())
                    .filter(this::isAwaited)
                    .map(Entry::line)
                    .toList();
            entries.clear();
            inHand = Optional.empty();
        }
        awaited.forEach(Line::remove);
    }
}
