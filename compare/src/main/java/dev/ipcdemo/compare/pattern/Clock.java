package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Time, as the rig sees it. Tests have one that they turn themselves. */
public interface Clock {

    /** The JVM's and the system's. */
    Clock SYSTEM = new Clock() {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void awaitUntil(long nanos, Idle idle) {
            long leftNs = nanos - System.nanoTime();
            while (leftNs > 0) {
                if (leftNs > PARK_SLACK_NS) {
                    LockSupport.parkNanos(leftNs - PARK_SLACK_NS);
                } else {
                    idle.idle();
                }
                leftNs = nanos - System.nanoTime();
            }
        }
    };

    /** How late Linux may wake a parked thread: the timer slack of 50 µs (prctl(2)), and the wake-up itself. */
    long PARK_SLACK_NS = TimeUnit.MICROSECONDS.toNanos(90);

    /** A moment on a clock that only goes forward, in nanoseconds. */
    long nanos();

    /** What a clock on the wall says, in milliseconds; looked at only to see whether the other can be believed. */
    long wallMillis();

    /** Waits until the moment has come: sleeps as long as that is exact enough, and idles the rest. */
    void awaitUntil(long nanos, Idle idle);
}
