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
}
