package dev.ipcdemo.service.server;

import java.util.concurrent.TimeUnit;

/** How many lines of one kind may be logged: some at once, and further ones at a rate. The others are counted. */
public final class LineRate {

    private final int atOnce;
    private final long intervalNs;

    // Both are guarded by this.
    private long fullAtNs; // when as many as ever may be logged at once
    private long leftOut;

    /**
     * Bounds how many lines are logged.
     *
     * @param atOnce how many may come at once
     * @param perSecond how many each second after that
     * @param nowNs the time, as {@link System#nanoTime} tells it
     */
    public LineRate(int atOnce, int perSecond, long nowNs) {
        this.atOnce = atOnce;
        this.intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.fullAtNs = nowNs;
    }

    /**
     * Whether one more may be logged now; if not, it is counted.
     *
     * @param nowNs the time, as {@link System#nanoTime} tells it
     * @return whether to log it
     */
    public synchronized boolean allows(long nowNs) {
        long fromNs = fullAtNs - nowNs > 0 ? fullAtNs : nowNs;
        if (fromNs - nowNs > (atOnce - 1) * intervalNs) {
            leftOut++;
            return false;
        }
        fullAtNs = fromNs + intervalNs;
        return true;
    }

    /** How many were left out since this was last asked. */
    synchronized long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
