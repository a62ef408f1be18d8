package dev.ipcdemo.junit.performance;

import dev.ipcdemo.compare.statistics.PairedRatio;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.TestReporter;

/**
 * What is asserted of a call. Immutable: each method that says how to measure returns a changed copy.
 *
 * <p>Threads are not pinned, so at least {@value #FEWEST_ROUNDS} rounds are needed before anything is said.
 */
public final class TimedCallAssert {

    static final int FEWEST_ROUNDS = 20;

    private final TimedCall candidate;
    private final PairedRounds rounds;
    private final TestReporter reporter;
    private final boolean mustBeDecided;

    private TimedCallAssert(TimedCall candidate, PairedRounds rounds, TestReporter reporter, boolean mustBeDecided) {
        this.candidate = candidate;
        this.rounds = rounds;
        this.reporter = reporter;
        this.mustBeDecided = mustBeDecided;
    }

    static TimedCallAssert of(TimedCall candidate, LongSupplier clockNs) {
        return new TimedCallAssert(
                candidate,
                new PairedRounds(25, Duration.ofMillis(20), Duration.ofSeconds(1), clockNs),
                entries -> {},
                false);
    }

    /**
     * How many rounds are measured.
     *
     * @param count at least {@value #FEWEST_ROUNDS}; 25 by default. More find smaller differences
     * @return a changed copy
     */
    public TimedCallAssert inRounds(int count) {
        int fewest = PairedRatio.fewestRounds(true);
        if (count < fewest) {
            throw new IllegalArgumentException("at least " + fewest + " rounds are needed, not " + count);
        }
        return new TimedCallAssert(
                candidate,
                new PairedRounds(count, rounds.sideTime(), rounds.warmUp(), rounds.clockNs()),
                reporter,
                mustBeDecided);
    }

    /**
     * For how long each call is measured in a round, about.
     *
     * @param time positive; 20 ms by default
     * @return a changed copy
     */
    public TimedCallAssert forEachRound(Duration time) {
        return new TimedCallAssert(
                candidate,
                new PairedRounds(rounds.count(), time, rounds.warmUp(), rounds.clockNs()),
                reporter,
                mustBeDecided);
    }

    /**
     * For how long both are called before they are measured.
     *
     * @param time a second by default
     * @return a changed copy
     */
    public TimedCallAssert warmedUpFor(Duration time) {
        return new TimedCallAssert(
                candidate,
                new PairedRounds(rounds.count(), rounds.sideTime(), time, rounds.clockNs()),
                reporter,
                mustBeDecided);
    }

    /**
     * Where the outcome is published, whatever it is.
     *
     * @param to the reporter that JUnit gives a test as a parameter
     * @return a changed copy
     */
    public TimedCallAssert reportedTo(TestReporter to) {
        return new TimedCallAssert(candidate, rounds, to, mustBeDecided);
    }

    /**
     * Has an outcome that is not beyond doubt fail, too. On a busy machine it will.
     *
     * @return a changed copy
     */
    public TimedCallAssert mustBeDecided() {
        return new TimedCallAssert(candidate, rounds, reporter, true);
    }

    /**
     * Names the call to compare with.
     *
     * @param baseline the other call
     * @return says by how much it may be slower
     */
    public Bound isNotSlowerThan(TimedCall baseline) {
        return tolerance -> judge(baseline, tolerance);
    }

    /** The end of an assertion. */
    @FunctionalInterface
    public interface Bound {
        /**
         * Measures both, and fails if the one is slower than the other by more than this, beyond doubt.
         *
         * @param tolerance such as {@link Performance#percent percent(10)}
         * @return what was found
         * @throws AssertionError if it is too slow, or if that is undecided and was to be decided
         * @throws Exception if either call fails
         */
        PairedOutcome by(Tolerance tolerance) throws Exception;
    }

    private PairedOutcome judge(TimedCall baseline, Tolerance tolerance) throws Exception {
        PairedOutcome outcome = PairedOutcome.of(candidate, baseline, tolerance, rounds.measure(candidate, baseline));
        reporter.publishEntry(outcome.entries());
        switch (outcome.verdict()) {
            case TOO_SLOW -> throw new AssertionError("slower by more than " + tolerance + ": " + outcome);
            case UNDECIDED -> requireNoDecision(outcome);
            case FAST_ENOUGH -> {}
        }
        return outcome;
    }

    private void requireNoDecision(PairedOutcome outcome) {
        if (mustBeDecided) {
            throw new AssertionError(
                    "whether it is slower by more than " + outcome.tolerance() + " is undecided: " + outcome);
        }
    }
}
