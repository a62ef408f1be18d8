package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.Changes.Circumstance;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares a report with an older one, row by row. All rows are tested together. */
public final class Baseline {

    private final Report then;
    private final double tolerated;
    private final Map<Cell, Row> before;

    /**
     * Prepares to compare with a report.
     *
     * @param then the older report
     * @param tolerated how far a row may change without anything being said of it, such as 0.05 for 5 %
     */
    public Baseline(Report then, double tolerated) {
        this.then = then;
        this.tolerated = tolerated;
        before = then.rows().stream()
                .filter(Row::hasFigures)
                .collect(Collectors.toMap(Row::key, Function.identity(), (one, same) -> one));
    }

    /**
     * Compares.
     *
     * @param now the newer report
     * @return what has changed
     */
    public Changes compare(Report now) {
        List<Row> both =
                now.rows().stream().filter(row -> before.containsKey(row.key())).toList();
        List<Row> rows = both.stream().filter(Row::hasFigures).toList();
        LastRound last = LastRound.of(now);
        double[] adjusted = Holm.adjusted(rows.stream()
                .mapToDouble(row -> last.has(row) ? pValue(row) : 1)
                .toArray());
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            changes.add(change(rows.get(i), adjusted[i]));
        }
        return new Changes(
                then.started(),
                List.copyOf(changes),
                both.stream().filter(row -> !row.hasFigures()).map(Row::key).toList(),
                circumstances(then, now),
                tolerated);
    }

    /** The rows of which more rounds may decide whether they have changed. */
    Set<Cell> undecided(Report now) {
        LastRound last = LastRound.of(now);
        return now.rows().stream()
                .filter(row -> before.containsKey(row.key()) && row.hasFigures() && last.has(row))
                .filter(row -> pValue(row) <= SecondLook.HOPELESS)
                .map(Row::key)
                .collect(Collectors.toSet());
    }

    private Change change(Row row, double pValue) {
        UnpairedRatio compared = sides(row).decided(pValue, tolerated);
        return new Change(row.key(), compared.ratio(), compared.obstacle(), pValue, compared.decision());
    }

    private double pValue(Row row) {
        return sides(row).pValue(tolerated);
    }

    private UnpairedRatio.Sides sides(Row row) {
        return new UnpairedRatio.Sides(UnpairedRatio.Rounds.of(row), UnpairedRatio.Rounds.of(before.get(row.key())));
    }

    private static List<Circumstance> circumstances(Report then, Report now) {
        List<Circumstance> all = new ArrayList<>();
        all.add(new Circumstance(
                "kernel", then.environment().kernel(), now.environment().kernel()));
        all.add(new Circumstance(
                "CPU", then.environment().cpu(), now.environment().cpu()));
        all.add(new Circumstance(
                "JDK", then.environment().jdk(), now.environment().jdk()));
        all.add(new Circumstance("JVM options", options(then), options(now)));
        all.add(new Circumstance("place elsewhere", elsewhere(then), elsewhere(now)));
        all.add(new Circumstance(
                "settings", then.settings().toString(), now.settings().toString()));
        return all.stream().filter(each -> !each.then().equals(each.now())).toList();
    }

    private static String elsewhere(Report report) {
        return report.elsewhere().isEmpty()
                ? "none"
                : report.elsewhere().stream().map(Baseline::place).collect(Collectors.joining("; "));
    }

    private static String options(Report report) {
        return String.join(" ", report.environment().jvmOptions());
    }

    /** Containers have other addresses each time. */
    private static String place(Elsewhere other) {
        return other.peer().map(endpoint -> "peer " + endpoint).orElse("containers") + ": " + other.environment();
    }
}
