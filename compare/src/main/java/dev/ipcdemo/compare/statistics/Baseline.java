package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.Changes.Circumstance;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares two reports, row by row. */
public final class Baseline {

    private Baseline() {}

    /**
     * Compares a report with an older one.
     *
     * @param then the older report
     * @param now the newer report
     * @return what has changed
     */
    public static Changes compare(Report then, Report now) {
        Map<Cell, Row> before = then.rows().stream()
                .filter(Row::hasFigures)
                .collect(Collectors.toMap(Row::key, Function.identity(), (one, same) -> one));
        List<Row> both =
                now.rows().stream().filter(row -> before.containsKey(row.key())).toList();
        return new Changes(
                both.stream()
                        .filter(Row::hasFigures)
                        .map(row -> new Change(row.key(), Ratios.independent(row, before.get(row.key()))))
                        .toList(),
                both.stream().filter(row -> !row.hasFigures()).map(Row::key).toList(),
                circumstances(then, now));
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
