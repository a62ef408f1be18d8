package dev.ipcdemo.sockets.contract;

import java.nio.ByteBuffer;

/** One direction of a connection: a buffer between sender and receiver. Guarded by its own monitor. */
final class MemoryPipe {

    private final byte[] ring = new byte[65_536];
    private int start;
    private int filled;
    private boolean ended;
    private boolean reset;

    boolean isFull() {
        return filled == ring.length;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /** Whether nothing more will be sent. */
    boolean isEnded() {
        return ended;
    }

    /** Whether one side was closed before the other was finished. */
    boolean isReset() {
        return reset;
    }

    int put(ByteBuffer buffer) {
        int bytes = Math.min(buffer.remaining(), ring.length - filled);
        for (int i = 0; i < bytes; i++) {
            ring[(start + filled + i) % ring.length] = buffer.get();
        }
        filled += bytes;
        notifyAll();
        return bytes;
    }

    int take(ByteBuffer buffer) {
        int bytes = Math.min(buffer.remaining(), filled);
        for (int i = 0; i < bytes; i++) {
            buffer.put(ring[(start + i) % ring.length]);
        }
        start = (start + bytes) % ring.length;
        filled -= bytes;
        notifyAll();
        return bytes;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized void reset() {
        reset = true;
        notifyAll();
    }
}
