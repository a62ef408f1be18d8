package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a row costs relative to another of the same run, round by round. Only rounds that are good on both sides count.
 *
 * @param perRound the ratio of each such round, in their order
 * @param moved whether the scheduler chose the CPUs of either row
 * @param lostMost whether either row lost most of its messages
 */
record Ratios(double[] perRound, boolean moved, boolean lostMost) {

    /** The ratios of two rows of one report. */
    static Ratios of(Row row, Row other) {
        return of(
                row.rounds(),
                other.rounds(),
                row.setup().isMoved() || other.setup().isMoved());
    }

    /** Of another figure than what the rows are judged by, however much was lost; none if a round has none. */
    static Ratios of(Row row, Row other, Function<Round, Optional<Double>> figure) {
        boolean isComplete = Stream.of(row, other)
                .flatMap(each -> good(each.rounds()))
                .allMatch(round -> figure.apply(round).isPresent());
        return of(
                isComplete ? row.rounds() : List.of(),
                other.rounds(),
                row.setup().isMoved() || other.setup().isMoved(),
                false,
                round -> figure.apply(round).orElseThrow());
    }

    static Ratios of(List<Round> rounds, List<Round> others, boolean moved) {
        return of(rounds, others, moved, Round.lostMost(rounds) || Round.lostMost(others), Ratios::costNs);
    }

    private static Ratios of(
            List<Round> rounds, List<Round> others, boolean moved, boolean lostMost, ToDoubleFunction<Round> figure) {
        Map<Integer, Round> byNumber = good(others).collect(Collectors.toMap(Round::round, Function.identity()));
        return new Ratios(
                good(rounds)
                        .filter(round -> byNumber.containsKey(round.round()))
                        .mapToDouble(round ->
                                figure.applyAsDouble(round) / figure.applyAsDouble(byNumber.get(round.round())))
                        .toArray(),
                moved,
                lostMost);
    }

    /** The rounds of a row that count. */
    static Stream<Round> good(List<Round> rounds) {
        return rounds.stream().filter(round -> round.failure().isEmpty());
    }

    /** What a row is judged by: the median latency, or the time that goes by for each message. */
    static double costNs(Round round) {
        return round.p50Ns().map(Long::doubleValue).orElse(1e9 / round.perSecond());
    }

    /** Why they carry no interval, if so. */
    Optional<Obstacle> obstacle() {
        return lostMost ? Optional.of(Obstacle.LOST_MOST) : RoundCheck.obstacle(perRound, moved);
    }

    /** The interval of the median; empty if there is an obstacle. */
    Optional<Interval> interval() {
        return obstacle().isPresent()
                ? Optional.empty()
                : MedianInterval.of(perRound)
                        .map(median -> new Interval(median.estimate(), median.low(), median.high()));
    }

    /** How likely such ratios are if the rows do not differ; 1 if there is an obstacle. */
    double pValue() {
        return pValue(1);
    }

    /** How likely they are if the true ratio is some value. */
    double pValue(double value) {
        return obstacle().isPresent()
                ? 1
                : SignedRankTest.pValue(Arrays.stream(perRound)
                        .map(ratio -> Math.log(ratio / value))
                        .toArray());
    }
}
