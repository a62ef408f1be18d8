package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Round;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The figures of a row as each round has them, and where their medians lie. */
final class RoundMedians {

    /** The figures, by their names in a report. */
    static final Map<String, Function<Round, Optional<Double>>> FIGURES = figures();

    private RoundMedians() {}

    private static Map<String, Function<Round, Optional<Double>>> figures() {
        Map<String, Function<Round, Optional<Double>>> figures = new LinkedHashMap<>();
        figures.put("p50", round -> round.p50Ns().map(Long::doubleValue));
        figures.put("p90", round -> round.p90Ns().map(Long::doubleValue));
        figures.put("p99", round -> round.p99Ns().map(Long::doubleValue));
        figures.put("perSecond", round -> Optional.of(round.perSecond()));
        return figures;
    }

    /** The medians of those figures that all good rounds have, and that carry an interval. */
    static Map<String, RoundsMedian> of(List<Round> rounds, boolean moved) {
        if (Round.lostMost(rounds)) {
            return Map.of();
        }
        Map<String, RoundsMedian> medians = new LinkedHashMap<>();
        FIGURES.forEach(
                (name, figure) -> median(values(rounds, figure), moved).ifPresent(median -> medians.put(name, median)));
        return medians;
    }

    /** Why what the row is judged by has no interval, if so. */
    static Optional<Obstacle> obstacle(List<Round> rounds, boolean moved) {
        return Round.lostMost(rounds)
                ? Optional.of(Obstacle.LOST_MOST)
                : RoundCheck.obstacle(
                        Ratios.good(rounds).mapToDouble(Ratios::costNs).toArray(), moved);
    }

    /** The figure of each good round; nothing if one has none. */
    static double[] values(List<Round> rounds, Function<Round, Optional<Double>> figure) {
        List<Optional<Double>> values = Ratios.good(rounds).map(figure).toList();
        return values.stream().allMatch(Optional::isPresent)
                ? values.stream().mapToDouble(Optional::orElseThrow).toArray()
                : new double[0];
    }

    private static Optional<RoundsMedian> median(double[] values, boolean moved) {
        return RoundCheck.obstacle(values, moved).isPresent()
                ? Optional.empty()
                : MedianInterval.of(values)
                        .map(median -> new RoundsMedian(median.estimate(), median.low(), median.high()));
    }
}
