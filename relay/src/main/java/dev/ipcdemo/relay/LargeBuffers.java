package dev.ipcdemo.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Buffers for streams of which much comes at once. There are so many for all clients together, and no more, so that memory
 * is bounded however many clients there are.
 */
final class LargeBuffers {

    /** With half of it 27 to 30 % less passes on two CPUs, and with twice as much no more (docs/load.md). */
    static final int BYTES = 128 << 10;

    private final Deque<ByteBuffer> free = new ArrayDeque<>(); // guarded by this
    private int notMade; // guarded by this

    LargeBuffers(int most) {
        this.notMade = most;
    }

    /** A buffer of {@link #BYTES}; empty when all are in use. */
    synchronized Optional<ByteBuffer> take() {
        if (free.isEmpty() && notMade > 0) {
            free.push(ByteBuffer.allocateDirect(BYTES));
            notMade--;
        }
        return Optional.ofNullable(free.poll());
    }

    synchronized void giveBack(ByteBuffer buffer) {
        free.push(buffer);
    }
}
