package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Messages;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What makes the figures of a report doubtful, in sentences. */
public final class Warnings {

    /** More are counted instead. */
    private static final int NAMED_ROWS = 8;

    private static final double REACHED = 0.99;

    private final Report report;
    private final List<String> sentences = new ArrayList<>();

    private Warnings(Report report) {
        this.report = report;
    }

    /**
     * Looks for reasons to doubt the figures of a report.
     *
     * @param report the report; what it says already does not matter
     * @return a sentence for each, what matters most first
     */
    public static List<String> on(Report report) {
        Warnings warnings = new Warnings(report);
        warnings.warn("No figures, because every round failed", row -> !row.hasFigures());
        warnings.warnOfTheRun();
        warnings.warnOfRows();
        report.rows().forEach(warnings::warnOfFailures);
        return List.copyOf(warnings.sentences);
    }

    /** Of the run only, not of its rows. */
    static List<String> onTheRun(Report report) {
        Warnings warnings = new Warnings(report);
        warnings.warnOfTheRun();
        return List.copyOf(warnings.sentences);
    }

    /** What matters most comes first. */
    private void warnOfTheRun() {
        report.elsewhere().forEach(other -> sentences.addAll(other.doubts()));
        if (!report.complete()) {
            sentences.add("The run was stopped before its end: the figures cover what had been measured by then.");
        }
        if (report.environment().isBusy()) {
            int cpus = report.environment().loadCpus();
            sentences.add(String.format(
                    Locale.ROOT,
                    "Busy machine (load %.1f on %d %s): trust ratios, not absolute times.",
                    report.environment().loadBefore(),
                    cpus,
                    cpus == 1 ? "CPU" : "CPUs"));
        }
        if (report.settings().stallMillis() > 0) {
            sentences.add("The server paused for " + report.settings().stallMillis()
                    + " ms once a second, as it was told to.");
        }
    }

    private void warnOfRows() {
        warnOfFigures(
                "Not pinned to a CPU, so times will not repeat well",
                row -> row.setup().isMoved());
        for (Obstacle obstacle : Obstacle.values()) {
            warnOfFigures(obstacle.warning(), row -> row.intervals().obstacle().equals(Optional.of(obstacle)));
        }
        warnOfFigures(
                "Too few messages for a p99",
                row -> row.isLatency() && row.latency().ns("p99").isEmpty());
        warnOfFigures("Messages were lost, duplicated, reordered or corrupted", row -> isFaulty(row.messages()));
        warnOfFigures(
                "The offered rate was not reached",
                row -> row.rates()
                        .achievedPerSecond()
                        .filter(achieved -> achieved < row.key().ratePerSecond() * REACHED)
                        .isPresent());
    }

    private static boolean isFaulty(Messages messages) {
        return messages.lost() + messages.duplicated() + messages.reordered() + messages.corrupted() > 0;
    }

    private void warnOfFigures(String what, Predicate<Row> doubtful) {
        warn(what, doubtful.and(Row::hasFigures));
    }

    private void warn(String what, Predicate<Row> doubtful) {
        List<String> rows = report.rows().stream()
                .filter(doubtful)
                .map(row -> row.key().name())
                .distinct()
                .toList();
        if (!rows.isEmpty()) {
            sentences.add(what
                    + (rows.size() > NAMED_ROWS ? " (" + rows.size() + " rows)" : ": " + String.join(", ", rows))
                    + ".");
        }
    }

    private void warnOfFailures(Row row) {
        row.rounds().stream()
                .flatMap(round -> round.failure().stream())
                .findFirst()
                .ifPresent(why -> sentences.add(row.key() + ": " + (row.rounds().size() - row.goodRounds()) + " of "
                        + row.rounds().size() + " rounds discarded (" + why + ")."));
    }
}
