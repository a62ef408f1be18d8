package dev.ipcdemo.compare.pattern;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Checks whether the clock could be trusted since this was made: it must not go back, and it must agree with the wall clock,
 * which it does not after a machine was suspended, a virtual machine was paused or a clock was adjusted.
 */
final class ClockCheck {

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
            return Optional.of(
                    "a clock jumped: " + TimeUnit.NANOSECONDS.toMillis(elapsedNs) + " ms passed by System.nanoTime, "
                            + TimeUnit.NANOSECONDS.toMillis(wallNs) + " ms by the wall clock");
        }
        return Optional.empty();
    }
}
