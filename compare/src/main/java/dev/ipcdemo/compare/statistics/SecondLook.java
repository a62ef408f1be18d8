package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Report;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows are measured in further rounds. After the first rounds, and after each further one, a row is dropped if nothing
 * that it is compared with differs from it so far. What is left after the last round is tested once, with all rounds.
 *
 * <p>A family of so many pairs that all rounds together would be too few for a claim is not looked at again.
 *
 * <p>Nothing is claimed before the last round, and of nothing that was dropped. So looking at the figures meanwhile can only
 * prevent claims, and the error rate of that one test holds; {@code ErrorRateTest} counts it.
 */
public final class SecondLook {

    /** Rounds that are likelier than this without a difference promise no claim. */
    static final double HOPELESS = 0.35;

    /** A difference that cannot be greater than this is of no account. */
    static final double SMALL = 0.02;

    private SecondLook() {}

    /**
     * Finds the rows that something turns on and that are not clear.
     *
     * @param soFar a report of the rounds until now
     * @param baseline what it will be compared with, if so
     * @param gates under what conditions it is to fail
     * @return what to measure in the next round; empty if nothing
     */
    public static Set<Cell> cells(Report soFar, Optional<Baseline> baseline, Gates gates) {
        Set<Cell> cells = new HashSet<>(new RatioTests(soFar).undecided());
        baseline.ifPresent(before -> cells.addAll(before.undecided(soFar)));
        cells.addAll(gates.undecided(soFar));
        return cells;
    }

    static boolean isWorthMore(Ratios ratios) {
        return ratios.pValue() <= HOPELESS
                && ratios.interval()
                        .filter(interval -> interval.isWithin(SMALL))
                        .isEmpty();
    }
}
