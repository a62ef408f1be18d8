package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Optional;

/**
 * What one thing costs relative to another that was measured in the same rounds: one such ratio, tested alone, by what two
 * ways of running are judged by in a report.
 *
 * @param ratio above 1 if it costs more; absent if the rounds carry no interval
 * @param obstacle why they carry none, if so
 * @param pValue how likely such rounds are if it costs exactly as much more as is tolerated
 * @param decision what was decided: slower means by more than is tolerated, and faster that it is below that
 */
public record PairedRatio(Optional<Interval> ratio, Optional<Obstacle> obstacle, double pValue, Decision decision) {

    /**
     * Tests whether one is slower than the other by more than is tolerated.
     *
     * @param costs of the one, such as nanoseconds, positive, in the order of the rounds
     * @param others of the other, relative to which it is judged, of the same rounds
     * @param isMoved whether the scheduler chose the CPUs of either
     * @param tolerated such as 0.1 for 10 %
     * @return the ratio, and what was decided
     * @throws IllegalArgumentException if the one has more rounds than the other
     */
    public static PairedRatio test(double[] costs, double[] others, boolean isMoved, double tolerated) {
        if (costs.length != others.length) {
            throw new IllegalArgumentException(costs.length + " rounds cannot be compared with " + others.length
                    + ": they belong together in pairs");
        }
        double[] perRound = new double[costs.length];
        for (int i = 0; i < perRound.length; i++) {
            perRound[i] = costs[i] / others[i];
        }
        Ratios ratios = new Ratios(perRound, isMoved, false);
        double pValue = ratios.pValue(1 + tolerated);
        Optional<Interval> ratio = ratios.interval();
        return new PairedRatio(
                ratio,
                ratios.obstacle(),
                pValue,
                ratio.map(interval -> RatioTests.decision(interval, pValue, 1 + tolerated))
                        .orElse(Decision.UNKNOWN));
    }

    /**
     * How many rounds it takes before any interval is given.
     *
     * @param isMoved whether the scheduler chooses the CPUs
     * @return the fewest rounds
     */
    public static int fewestRounds(boolean isMoved) {
        return isMoved ? RoundCheck.FEWEST_MOVED : MedianInterval.FEWEST_VALUES;
    }
}
