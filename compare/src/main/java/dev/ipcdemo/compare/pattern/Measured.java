package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.result.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What was read around a measured loop.
 *
 * @param elapsedNs how long the loop ran
 * @param usage what the thread that ran it used meanwhile
 * @param fault why the figures must not be used: the loop broke, or a clock did; empty if they can be
 */
record Measured(long elapsedNs, Usage usage, Optional<String> fault) {

    /** How much longer than its time a loop may take, or twice as long as its time. */
    private static final long LEAST_EXTENSION_NS = TimeUnit.SECONDS.toNanos(5);

    /** A loop that exchanges messages, at least one, until its time is over. */
    @FunctionalInterface
    interface Loop {

        /** Returns why it ended early, if it did. */
        Optional<String> runUntil(long endNs);
    }

    /**
     * Whether a loop that waits for each reply goes on. If the peer is far or the machine busy, it does beyond its time, until
     * there are enough replies to say something, but not for long.
     */
    static boolean goesOn(long nowNs, long endNs, long durationNs, long replies, int fewest) {
        long extensionNs = Math.max(LEAST_EXTENSION_NS, durationNs);
        return nowNs - endNs < 0 || replies < fewest && nowNs - endNs < extensionNs;
    }

    /** Runs a loop in the current thread. */
    static Measured run(Clock clock, long durationNs, Loop loop) {
        List<Thread> thisThread = List.of(Thread.currentThread());
        ClockCheck clockCheck = new ClockCheck(clock);
        Usage before = Meter.read(thisThread);
        long beginNs = clock.nanos();
        Optional<String> broken = loop.runUntil(beginNs + durationNs);
        long elapsedNs = clock.nanos() - beginNs;
        Usage usage = Meter.read(thisThread).since(before);
        return new Measured(elapsedNs, usage, clockCheck.fault().or(() -> broken));
    }

    /**
     * Checks whether the clock could be trusted since this was made: it must not go back, and it must agree with the wall clock,
     * which it does not after a machine was suspended, a virtual machine was paused or a clock was adjusted.
     */
    static final class ClockCheck {

        private static final long TOLERANCE_NS = TimeUnit.MILLISECONDS.toNanos(50);

        private final Clock clock;
        private final long startNs;
        private final long startMillis;

        ClockCheck(Clock clock) {
            this.clock = clock;
            startNs = clock.nanos();
            startMillis = clock.wallMillis();
        }

        /** What is wrong with the clock, if anything. */
        Optional<String> fault() {
            long elapsedNs = clock.nanos() - startNs;
            long wallNs = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis() - startMillis);
            if (elapsedNs < 0) {
                return Optional.of("the clock went back by " + -elapsedNs + " ns");
            }
            if (Math.abs(elapsedNs - wallNs) > TOLERANCE_NS + elapsedNs / 20) {
                return Optional.of("a clock jumped: " + TimeUnit.NANOSECONDS.toMillis(elapsedNs)
                        + " ms passed by System.nanoTime, " + TimeUnit.NANOSECONDS.toMillis(wallNs)
                        + " ms by the wall clock");
            }
            return Optional.empty();
        }
    }
}
