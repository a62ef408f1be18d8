package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report.Round;
import dev.ipcdemo.compare.result.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of one document or of two, compared by what their rounds cost. */
final class Ratios {

    private Ratios() {}

    /** What a row costs relative to another of the same run, paired by round; nothing with too few rounds. */
    static Optional<Interval> paired(Row row, Row other) {
        List<double[]> pairs = new ArrayList<>();
        for (Round round : row.rounds()) {
            other.rounds().stream()
                    .filter(candidate -> candidate.round() == round.round())
                    .filter(candidate ->
                            candidate.failure().isEmpty() && round.failure().isEmpty())
                    .findFirst()
                    .ifPresent(candidate -> pairs.add(new double[] {costNs(round), costNs(candidate)}));
        }
        return Bootstrap.paired(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    }

    /** What a row costs relative to the same one of another run; nothing with too few rounds. */
    static Optional<Interval> independent(Row row, Row other) {
        return Bootstrap.independent(costsNs(row), costsNs(other));
    }

    private static double[] costsNs(Row row) {
        return row.rounds().stream()
                .filter(round -> round.failure().isEmpty())
                .mapToDouble(Ratios::costNs)
                .toArray();
    }

    private static double costNs(Round round) {
        return round.p50Ns().map(Long::doubleValue).orElse(1e9 / round.perSecond());
    }
}
