package dev.ipcdemo.compare.pattern;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether the clock can be believed for the time of a drive: it must not go back, and has to agree with the wall clock,
 * which it does not after a suspended machine, a paused virtual machine or an adjusted clock.
 */
public final class ClockCheck {

    private static final long TOLERANCE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Clock clock;
    private final long startNs;
    private final long startMillis;

    ClockCheck(Clock clock) {
        this.clock = clock;
        startNs = clock.nanos();
        startMillis = clock.wallMillis();
    }

    /** What is wrong with it, if something is. */
    Optional<String> fault() {
        long elapsedNs = clock.nanos() - startNs;
        long wallNs = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis() - startMillis);
        if (elapsedNs < 0) {
            return Optional.of("the clock went back by " + -elapsedNs + " ns");
        }
        if (Math.abs(elapsedNs - wallNs) > TOLERANCE_NS + elapsedNs / 20) {
            return Optional.of("a clock jumped: by System.nanoTime it took " + TimeUnit.NANOSECONDS.toMillis(elapsedNs)
                    + " ms, by the wall clock " + TimeUnit.NANOSECONDS.toMillis(wallNs) + " ms");
        }
        return Optional.empty();
    }
}
