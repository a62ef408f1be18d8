package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Messages;
import dev.ipcdemo.compare.result.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What makes the figures of a document doubtful, in sentences. */
public final class Warnings {

    /** More are counted instead. */
    private static final int NAMED_ROWS = 8;

    private static final double REACHED = 0.99;

    private final Report document;
    private final List<String> sentences = new ArrayList<>();

    private Warnings(Report document) {
        this.document = document;
    }

    /**
     * Gives the report of a version that had no warnings yet its own: they stood in the verdict, in the same words.
     *
     * @param old what was read
     * @return the same with its warnings apart
     */
    public static Report setApart(Report old) {
        List<String> found = on(old);
        List<String> said = old.verdict().stream()
                .filter(sentence -> !found.contains(sentence))
                .toList();
        return new Report(
                old.schema(),
                old.started(),
                old.complete(),
                old.environment(),
                old.elsewhere(),
                old.settings(),
                old.rows(),
                old.refused(),
                found,
                said);
    }

    /** All sentences on a document. */
    public static List<String> on(Report document) {
        Warnings warnings = new Warnings(document);
        warnings.warnOfTheRun();
        warnings.warnOfRows();
        document.rows().forEach(warnings::warnOfFailures);
        return List.copyOf(warnings.sentences);
    }

    private void warnOfTheRun() {
        double load = document.environment().loadBefore();
        int cpus = document.environment().cpus();
        if (load > 0.5 * cpus) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Other work was running: %.1f processes wanted the %d CPUs before this began. Ratios of rows that"
                            + " were measured side by side bear that; the times themselves do not.",
                    load,
                    cpus));
        }
        if (!document.complete()) {
            sentences.add("The run was stopped before its end; this is what had been measured by then.");
        }
        document.elsewhere().stream()
                .filter(other -> !other.lost().isEmpty())
                .forEach(other -> sentences.add("Lost " + other.where() + " before the end: " + other.lost() + "."));
        if (document.settings().stallMillis() > 0) {
            sentences.add("The server paused " + document.settings().stallMillis() + " ms once a second, on purpose.");
        }
    }

    private void warnOfRows() {
        warn("Nothing was measured, because every round failed", row -> !row.hasFigures());
        warnOfFigures(
                "Not placed: the scheduler moved the threads as it liked, and such times do not repeat",
                row -> (row.clientPlace() + row.serverPlace()).contains("free"));
        warnOfFigures("Too few rounds for an interval", row -> row.goodRounds() < Bootstrap.FEWEST_ROUNDS);
        warnOfFigures(
                "Too few samples for p99",
                row -> row.isLatency() && !row.latencyNs().containsKey("p99"));
        warnOfFigures("Messages were lost, doubled, reordered or corrupted", row -> isFaulty(row.messages()));
        warnOfFigures(
                "The offered rate was not reached",
                row -> row.achievedPerSecond()
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
        List<String> rows = document.rows().stream()
                .filter(doubtful)
                .map(row -> row.key().row())
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
                .ifPresent(why -> sentences.add("Failed, and left out, "
                        + (row.rounds().size() - row.goodRounds()) + " of "
                        + row.rounds().size() + " rounds of "
                        + Verdict.words(row.key()) + ": " + why + "."));
    }
}
