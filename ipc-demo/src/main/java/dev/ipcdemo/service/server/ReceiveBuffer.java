package dev.ipcdemo.service.server;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What one connection receives into. On a stream it is small until much comes at once, and small again when little does, so
 * that ten thousand idle connections cost little memory. Where there are messages, it always has the size of the largest,
 * because what does not fit is lost. It is first allocated when it is first asked for. For one thread.
 */
public final class ReceiveBuffer {

    /** How much of a stream is taken at once while little comes. */
    private static final int SMALL_BYTES = 512;

    private final Pool pool;
    private final boolean isAlwaysLarge;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private ReceiveBuffer(Pool pool, boolean isAlwaysLarge) {
        this.pool = pool;
        this.isAlwaysLarge = isAlwaysLarge;
    }

    /** Where to receive, until {@link #fit}. */
    ByteBuffer get() {
        if (buffer.capacity() == 0) {
            buffer = isAlwaysLarge ? pool.take() : ByteBuffer.allocate(SMALL_BYTES);
        }
        return buffer;
    }

    /** To be called when what was received has been dealt with: chooses the size for what comes next. */
    void fit() {
        if (isAlwaysLarge) {
            return;
        }
        if (isLarge() && buffer.limit() <= SMALL_BYTES) {
            release();
        } else if (!isLarge() && buffer.limit() == SMALL_BYTES) {
            enlarge();
        }
    }

    private boolean isLarge() {
        return buffer.capacity() > SMALL_BYTES;
    }

    private void enlarge() {
        try {
            buffer = pool.take();
        } catch (OutOfMemoryError e) {
            return; // the small one does as well, only slower
        }
    }

    /** The connection is gone, or idle. */
    void release() {
        if (buffer.isDirect()) {
            pool.giveBack(buffer);
        }
        buffer = ByteBuffer.allocate(0);
    }

    /** The large buffers of one server that nobody uses. Direct ones go only with the garbage, so a few are kept. */
    static final class Pool {

        private static final int KEPT = 64;

        private final int bufferBytes;
        private final boolean keepsBoundaries;
        private final Queue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

        Pool(int bufferBytes, boolean keepsBoundaries) {
            this.bufferBytes = bufferBytes;
            this.keepsBoundaries = keepsBoundaries;
        }

        /** One for a connection; allocates nothing yet. */
        ReceiveBuffer forOne() {
            return new ReceiveBuffer(this, keepsBoundaries);
        }

        private ByteBuffer take() {
            ByteBuffer kept = free.poll();
            return kept != null ? kept : ByteBuffer.allocateDirect(bufferBytes);
        }

        private void giveBack(ByteBuffer buffer) {
            free.offer(buffer.clear());
        }

        int free() {
            return free.size();
        }
    }
}
