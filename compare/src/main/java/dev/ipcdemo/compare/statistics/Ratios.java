package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report.Round;
import dev.ipcdemo.compare.result.Report.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of one report or of two, compared by what their rounds cost. Rounds that failed are left out. */
final class Ratios {

    private Ratios() {}

    /** What a row costs relative to another of the same run, paired by round; empty with too few rounds. */
    static Optional<Interval> paired(Row row, Row other) {
        return paired(row.rounds(), other.rounds());
    }

    /** What some rounds cost relative to others of the same run; only those that are good on both sides count. */
    static Optional<Interval> paired(List<Round> rounds, List<Round> others) {
        Map<Integer, Round> byNumber = good(others).collect(Collectors.toMap(Round::round, Function.identity()));
        List<Round> both = good(rounds)
                .filter(round -> byNumber.containsKey(round.round()))
                .toList();
        return MedianInterval.of(both.stream()
                        .mapToDouble(round -> costNs(round) / costNs(byNumber.get(round.round())))
                        .toArray())
                .map(median -> new Interval(median.estimate(), median.low(), median.high()));
    }

    /** What a row costs relative to the same one of another run; empty with too few rounds. */
    static Optional<Interval> independent(Row row, Row other) {
        return RankSumInterval.of(costsNs(row), costsNs(other))
                .map(shift -> new Interval(shift.estimate(), shift.low(), shift.high()));
    }

    private static double[] costsNs(Row row) {
        return good(row.rounds()).mapToDouble(Ratios::costNs).toArray();
    }

    private static Stream<Round> good(List<Round> rounds) {
        return rounds.stream().filter(round -> round.failure().isEmpty());
    }

    private static double costNs(Round round) {
        return round.p50Ns().map(Long::doubleValue).orElse(1e9 / round.perSecond());
    }
}
