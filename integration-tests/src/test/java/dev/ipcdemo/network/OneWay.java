package dev.ipcdemo.network;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a wire: takes frames from one device, and gives them to the other when they are due. */
final class OneWay {

    private final Tap from;
    private final Tap to;
    private final int largestFrameBytes;
    private final Shaper shaper;
    private final long[] arrivesNs = new long[1];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition firstHasChanged = lock.newCondition();
    private final Queue<Frame> onTheirWay = new PriorityQueue<>();
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private long number;

    /** A frame on its way; of two that arrive at the same time, the one that was sent first comes first. */
    private record Frame(long arrivesNs, long number, ByteBuffer bytes) implements Comparable<Frame> {

        @Override
        public int compareTo(Frame other) {
            return arrivesNs == other.arrivesNs
                    ? Long.compare(number, other.number)
                    : Long.compare(arrivesNs - other.arrivesNs, 0);
        }
    }

    OneWay(Tap from, Tap to, int largestFrameBytes, long seed) {
        this.from = from;
        this.to = to;
        this.largestFrameBytes = largestFrameBytes;
        shaper = new Shaper(seed);
    }

    void start(String name) {
        startDaemon(name + " in", this::takeFrames);
        startDaemon(name + " out", this::deliverFrames);
    }

    private static void startDaemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    void impair(Impairment by) {
        lock.lock();
        try {
            shaper.impair(by);
        } finally {
            lock.unlock();
        }
    }

    private void takeFrames() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(largestFrameBytes);
        while (true) {
            from.read(buffer);
            buffer = accept(buffer, System.nanoTime());
        }
    }

    /** Returns a buffer for the next frame. One that is due at once is written at once, which saves waking a thread. */
    private ByteBuffer accept(ByteBuffer frame, long nowNs) {
        lock.lock();
        try {
            int copies = shaper.copies(frame.limit(), nowNs, arrivesNs);
            if (copies == 0) {
                return frame;
            }
            if (copies == 2) {
                add(copyOf(frame));
            }
            if (arrivesNs[0] <= nowNs && onTheirWay.isEmpty()) {
                to.write(frame);
                return frame;
            }
            add(frame);
            return spare();
        } finally {
            lock.unlock();
        }
    }

    private void add(ByteBuffer frame) {
        Frame added = new Frame(arrivesNs[0], number++, frame);
        onTheirWay.add(added);
        if (onTheirWay.peek() == added) {
            firstHasChanged.signal();
        }
    }

    private ByteBuffer copyOf(ByteBuffer frame) {
        ByteBuffer copy = spare().clear().put(frame.duplicate().rewind());
        return copy.flip();
    }

    private ByteBuffer spare() {
        return spare.isEmpty() ? ByteBuffer.allocateDirect(largestFrameBytes) : spare.pop();
    }

    private void deliverFrames() {
        Tap.endWaitsOnTime();
        lock.lock();
        try {
            while (true) {
                Frame next = onTheirWay.peek();
                if (next == null) {
                    firstHasChanged.await();
                } else if (next.arrivesNs() - System.nanoTime() > 0) {
                    firstHasChanged.awaitNanos(next.arrivesNs() - System.nanoTime());
                } else {
                    to.write(onTheirWay.remove().bytes());
                    spare.push(next.bytes());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
