package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.SocketFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds back what passes in one direction of one client, in its order, and passes it on when its time has come. */
final class DelayLine {

    /** How long a message that is to be overtaken waits for the one that overtakes it. */
    static final long LONGEST_HOLD_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All guarded by the lock.
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private Optional<Entry> overtaken = Optional.empty();
    private long waitingBytes;
    private boolean isBusy;
    private boolean isClosed;
    private Optional<SocketFailure> failure = Optional.empty();

    DelayLine(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** What is done when the time has come. */
    @FunctionalInterface
    interface Delivery {
        void run() throws SocketFailure;
    }

    /**
     * Something that waits.
     *
     * @param dueNs when its time has come
     * @param bytes its size; 0 for the end, which nothing follows
     * @param isOvertaken whether what comes behind it goes first
     * @param delivery passes it on
     */
    record Entry(long dueNs, int bytes, boolean isOvertaken, Delivery delivery) {

        boolean isEnd() {
            return bytes == 0;
        }
    }

    /**
     * Adds an entry if there is room, after a wait for it if need be; one that is larger than all room is let in alone. Does
     * nothing when the line is closed. Returns false if there is no room. Throws what the line {@linkplain #fail failed} of.
     */
    boolean offer(Entry entry, long waitNs) throws SocketFailure {
        lock.lock();
        try {
            long leftNs = waitNs;
            while (!isClosed && !hasRoom(entry)) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            add(entry);
            return true;
        } catch (InterruptedException e) {
            isClosed = true; // nobody interrupts this thread
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds an entry, after a wait for room. Does nothing when the line is closed. Throws what the line {@linkplain #fail failed}
     * of.
     */
    void put(Entry entry) throws SocketFailure {
        lock.lock();
        try {
            while (!isClosed && !hasRoom(entry)) {
                changed.awaitUninterruptibly();
            }
            add(entry);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Entry entry) {
        return waitingBytes == 0 || waitingBytes + entry.bytes() <= capacityBytes;
    }

    private void add(Entry entry) throws SocketFailure {
        throwFailure();
        if (isClosed) {
            return;
        }
        waiting.add(entry);
        waitingBytes += entry.bytes();
        changed.signalAll();
    }

    private void throwFailure() throws SocketFailure {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        lock.lock();
        try {
            return hasNothing();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasNothing() {
        return waiting.isEmpty() && overtaken.isEmpty() && !isBusy;
    }

    /** Waits until nothing waits anymore, or the line is closed. Throws what the line {@linkplain #fail failed} of. */
    void awaitEmpty() throws SocketFailure {
        lock.lock();
        try {
            while (!isClosed && !hasNothing()) {
                changed.awaitUninterruptibly();
            }
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on the next one when its time has come. Returns false when the line is closed. */
    boolean deliverNext() throws SocketFailure {
        Optional<Entry> next = next();
        if (next.isPresent()) {
            try {
                next.get().delivery().run();
            } finally {
                delivered(next.get());
            }
        }
        return next.isPresent();
    }

    private void delivered(Entry entry) {
        lock.lock();
        try {
            waitingBytes -= entry.bytes();
            isBusy = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next one whose time has come; empty when the line is closed. */
    private Optional<Entry> next() {
        lock.lock();
        try {
            while (!isClosed) {
                long nowNs = System.nanoTime();
                Optional<Entry> due = takeDue(nowNs);
                if (due.isPresent()) {
                    isBusy = true;
                    return due;
                }
                awaitUntil(nextDueNs(nowNs), nowNs);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> takeDue(long nowNs) {
        if (!waiting.isEmpty() && waiting.peek().dueNs() - nowNs <= 0) {
            if (overtaken.isPresent() && waiting.peek().isEnd()) {
                return takeOvertaken();
            }
            Entry first = waiting.remove();
            if (!first.isOvertaken() || overtaken.isPresent()) {
                // Whoever was overtaken is next, because its time has come by now.
                overtaken.ifPresent(entry -> waiting.addFirst(again(entry, nowNs)));
                overtaken = Optional.empty();
                return Optional.of(first);
            }
            overtaken = Optional.of(again(first, nowNs + LONGEST_HOLD_NS));
            return takeDue(nowNs);
        }
        boolean hasWaitedLongEnough =
                overtaken.filter(entry -> entry.dueNs() - nowNs <= 0).isPresent();
        return hasWaitedLongEnough ? takeOvertaken() : Optional.empty();
    }

    private Optional<Entry> takeOvertaken() {
        Optional<Entry> taken = overtaken;
        overtaken = Optional.empty();
        return taken;
    }

    private static Entry again(Entry entry, long dueNs) {
        return new Entry(dueNs, entry.bytes(), false, entry.delivery());
    }

    private long nextDueNs(long nowNs) {
        long dueNs = nowNs + TimeUnit.HOURS.toNanos(1);
        if (!waiting.isEmpty() && waiting.peek().dueNs() - dueNs < 0) {
            dueNs = waiting.peek().dueNs();
        }
        return overtaken.isPresent() && overtaken.get().dueNs() - dueNs < 0
                ? overtaken.get().dueNs()
                : dueNs;
    }

    private void awaitUntil(long dueNs, long nowNs) {
        try {
            changed.awaitNanos(dueNs - nowNs);
        } catch (InterruptedException e) {
            isClosed = true; // nobody interrupts this thread
        }
    }

    /** Ends the line because nothing more can be sent, which whoever adds to it has to know. */
    void fail(SocketFailure why) {
        lock.lock();
        try {
            failure = Optional.of(why);
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the line; what still waits is gone. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
