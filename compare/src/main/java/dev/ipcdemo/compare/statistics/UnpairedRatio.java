package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a row costs relative to one that was measured apart from it, as in another run or between other nodes, so that no
 * round of the one belongs to a round of the other.
 *
 * @param ratio above 1 if it costs more; absent if the rounds carry no interval
 * @param obstacle why they carry none, if so
 * @param pValue how likely such rounds are if the two differ by no more than is tolerated, adjusted for all that were tested
 *     together (Holm)
 * @param decision what was decided: slower and faster mean by more than is tolerated
 */
public record UnpairedRatio(Optional<Interval> ratio, Optional<Obstacle> obstacle, double pValue, Decision decision) {

    /**
     * The rounds of one side.
     *
     * @param costsNs what each good round is judged by, in the order of the rounds; infinite if nothing arrived in it
     * @param isMoved whether the scheduler chose its CPUs
     * @param lostMost whether more than half of the messages were lost
     */
    public record Rounds(List<Double> costsNs, boolean isMoved, boolean lostMost) {

        /**
         * The rounds of a row.
         *
         * @param row the row
         * @return those that count
         */
        public static Rounds of(Row row) {
            return new Rounds(
                    Ratios.good(row.rounds()).map(Ratios::costNs).toList(),
                    row.setup().isMoved(),
                    row.lostMost());
        }

        private Optional<Obstacle> obstacle() {
            return lostMost ? Optional.of(Obstacle.LOST_MOST) : RoundCheck.obstacle(values(), isMoved);
        }

        private double[] values() {
            return costsNs.stream().mapToDouble(Double::doubleValue).toArray();
        }

        private double[] valuesTimes(double factor) {
            return DoubleStream.of(values()).map(cost -> cost * factor).toArray();
        }
    }

    /**
     * Two sides that are compared.
     *
     * @param rounds of the one
     * @param others of the other, relative to which the one is judged
     */
    public record Sides(Rounds rounds, Rounds others) {

        /** Why they carry no interval, if so. */
        private Optional<Obstacle> obstacle() {
            return Stream.of(rounds, others)
                    .flatMap(side -> side.obstacle().stream())
                    .findFirst();
        }

        /** How likely such rounds are if the sides differ by what is tolerated and no more; 1 if there is an obstacle. */
        double pValue(double tolerated) {
            return obstacle().isPresent()
                    ? 1
                    : Math.min(
                            1,
                            2
                                    * Math.min(
                                            RankSumTest.pAbove(rounds.values(), others.valuesTimes(1 + tolerated)),
                                            RankSumTest.pAbove(others.values(), rounds.valuesTimes(1 + tolerated))));
        }

        /** The ratio with an adjusted p-value. */
        UnpairedRatio decided(double pValue, double tolerated) {
            Optional<Interval> ratio = obstacle().isPresent()
                    ? Optional.empty()
                    : RankSumInterval.of(rounds.values(), others.values())
                            .map(shift -> new Interval(shift.estimate(), shift.low(), shift.high()));
            return new UnpairedRatio(
                    ratio,
                    obstacle(),
                    pValue,
                    ratio.map(interval -> decision(interval, pValue, tolerated)).orElse(Decision.UNKNOWN));
        }

        private static Decision decision(Interval ratio, double pValue, double tolerated) {
            boolean isSlower = ratio.isAbove(1 + tolerated);
            if (!isSlower && !ratio.isBelow(1 / (1 + tolerated))) {
                return Decision.NOT_SHOWN;
            }
            return pValue > Holm.ERROR_RATE ? Decision.NOT_CLEAR : isSlower ? Decision.SLOWER : Decision.FASTER;
        }
    }

    /**
     * Tests several ratios together.
     *
     * @param all the sides of each
     * @param tolerated how far they may differ without anything being said of it, such as 0.05 for 5 %
     * @return one for each, in the same order
     */
    public static List<UnpairedRatio> test(List<Sides> all, double tolerated) {
        double[] adjusted = Holm.adjusted(
                all.stream().mapToDouble(sides -> sides.pValue(tolerated)).toArray());
        List<UnpairedRatio> ratios = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            ratios.add(all.get(i).decided(adjusted[i], tolerated));
        }
        return List.copyOf(ratios);
    }

    /**
     * How many rounds of either side it takes before any of so many tests can claim anything: all rounds of the one side must
     * lie beyond all of the other.
     *
     * @param tests how many are tested together
     * @return the fewest rounds of a side
     */
    public static int fewestRounds(long tests) {
        int rounds = 1;
        double orders = 2;
        while (tests * 2 / orders > Holm.ERROR_RATE) {
            rounds++;
            orders *= (4.0 * rounds - 2) / rounds; // of 2n values, n are chosen: (2n)! / (n! n!)
        }
        return Math.max(rounds, MedianInterval.FEWEST_VALUES);
    }
}
