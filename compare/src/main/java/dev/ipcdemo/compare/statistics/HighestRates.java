package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.HighestRate;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a report of a search for the highest rates. */
public final class HighestRates {

    private HighestRates() {}

    /**
     * Makes the report: the trials that were sustained or only too slow are its rows, one for each rate, and what was found is
     * its verdict. What was found in no round is a row without figures, and without a rate.
     *
     * @param plan what was searched
     * @param bound what a rate had to keep
     * @param found for each cell of the plan, the highest rate that each round sustained
     * @param trials the samples of the trials, of each cell and rate one in a round
     * @param failed a sample of each round that found nothing, with the reason
     * @param catalog what the rows are
     * @param environment what it was measured on
     * @param elsewhere what else it was measured on
     * @param started when the run began
     * @param complete whether the run came to its end
     * @return the report
     */
    public static Report report(
            Schedule plan,
            RateBound bound,
            Map<Cell, List<Integer>> found,
            List<Sample> trials,
            List<Sample> failed,
            RowCatalog catalog,
            Environment environment,
            List<Elsewhere> elsewhere,
            Instant started,
            boolean complete) {
        List<Sample> shown = Stream.concat(
                        trials.stream().filter(trial -> trial.failure().isEmpty()),
                        failed.stream()
                                .filter(round -> !found.containsKey(round.cell()))
                                .map(HighestRates::withoutRate))
                .toList();
        List<Cell> cells = shown.stream()
                .map(Sample::cell)
                .distinct()
                .sorted(Comparator.comparingInt(Cell::ratePerSecond))
                .toList();
        Schedule tried = new Schedule(
                cells, plan.refusals(), plan.ways(), plan.budget().withRounds(plan.rounds()), plan.roundTrips());
        Report report = Analysis.analyse(tried, shown, catalog, environment, elsewhere, started, complete);
        List<HighestRate> rates = plan.cells().stream()
                .filter(found::containsKey)
                .map(cell -> rate(cell, bound, found.get(cell)))
                .sorted(Comparator.comparingDouble(rate -> -rate.median()))
                .toList();
        List<Finding> findings = rates.isEmpty()
                ? List.of()
                : List.of(Finding.of(
                        "Highest rate at which " + bound.words(),
                        rates.stream().map(HighestRates::words).toList()));
        Stream<String> discarded =
                plan.cells().stream().flatMap(cell -> discarded(cell, found.getOrDefault(cell, List.of()), failed));
        return report.of(
                rates,
                Stream.concat(Warnings.onTheRun(report).stream(), discarded).toList(),
                findings);
    }

    private static Sample withoutRate(Sample failed) {
        return Sample.failed(
                failed.cell().with(Cell.RATE_PER_SECOND, 0),
                failed.round(),
                failed.failure().orElseThrow());
    }

    /** How many rounds of a cell found nothing, and why the first of them did not. */
    private static Stream<String> discarded(Cell cell, List<Integer> perRound, List<Sample> failed) {
        List<String> reasons = failed.stream()
                .filter(round -> round.cell().equals(cell))
                .flatMap(round -> round.failure().stream())
                .toList();
        return reasons.stream()
                .limit(1)
                .map(why -> cell.with(Cell.RATE_PER_SECOND, 0) + ": " + reasons.size() + " of "
                        + (reasons.size() + perRound.size()) + " rounds discarded (" + why + ").");
    }

    private static HighestRate rate(Cell cell, RateBound bound, List<Integer> perRound) {
        double[] sorted = perRound.stream().mapToDouble(rate -> rate).sorted().toArray();
        int last = sorted.length - 1;
        double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
        Optional<RoundsMedian> interval = sorted[0] == 0
                ? Optional.empty()
                : MedianInterval.of(sorted).map(each -> new RoundsMedian(each.estimate(), each.low(), each.high()));
        return new HighestRate(
                cell.with(Cell.RATE_PER_SECOND, 0), bound.words(), List.copyOf(perRound), median, interval);
    }

    private static String words(HighestRate rate) {
        return Stream.concat(
                        Stream.of(rate.key().name(), String.format(Locale.ROOT, "%,.0f/s", rate.median())),
                        rate.interval().stream()
                                .map(each -> String.format(Locale.ROOT, "(%,.0f–%,.0f)", each.low(), each.high())))
                .reduce((one, next) -> one + " " + next)
                .orElseThrow();
    }
}
