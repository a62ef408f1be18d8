package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Idle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time, as measured loops read it. Tests replace it by a virtual one. */
public interface Clock {

    /** The clocks of the JVM and of the system. */
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

    /** How late Linux may wake a parked thread: the timer slack of 50 µs (prctl(2)) and the wake-up itself. */
    long PARK_SLACK_NS = TimeUnit.MICROSECONDS.toNanos(90);

    /**
     * Reads a clock that only goes forward.
     *
     * @return nanoseconds since some arbitrary moment
     */
    long nanos();

    /**
     * Reads the wall clock, which serves only to check the other one.
     *
     * @return milliseconds
     */
    long wallMillis();

    /**
     * Waits until a moment: sleeps as long as that is precise enough, and idles for the rest.
     *
     * @param nanos the moment, as {@link #nanos} counts
     * @param idle what to do while idling
     */
    void awaitUntil(long nanos, Idle idle);
}
