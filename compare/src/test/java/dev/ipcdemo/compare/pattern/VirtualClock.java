package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;

/** Time that passes only when a test says so, separately for each thread. */
final class VirtualClock implements Clock {

    private final ThreadLocal<long[]> nowNs = ThreadLocal.withInitial(() -> new long[1]);
    private long wallAheadMillis;

    @Override
    public long nanos() {
        return nowNs.get()[0];
    }

    @Override
    public long wallMillis() {
        return nanos() / 1_000_000 + wallAheadMillis;
    }

    @Override
    public void awaitUntil(long nanos, Idle idle) {
        nowNs.get()[0] = Math.max(nanos(), nanos);
    }

    void pass(long nanos) {
        nowNs.get()[0] += nanos;
    }

    void jumpWall(long millis) {
        wallAheadMillis += millis;
    }
}
