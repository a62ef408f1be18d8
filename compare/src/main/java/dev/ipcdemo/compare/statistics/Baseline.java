package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Key;
import dev.ipcdemo.compare.result.Report.Row;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two reports, row by row. */
public final class Baseline {

    /**
     * A row of both.
     *
     * @param key which
     * @param change what it costs now, in terms of what it cost then; above 1 is worse; nothing with too few rounds
     */
    public record Change(Key key, Optional<Interval> change) {

        /**
         * Whether it became worse, beyond doubt and beyond what is tolerated.
         *
         * @param tolerated such as 0.1 for 10 %
         * @return whether the whole interval lies above
         */
        public boolean isWorse(double tolerated) {
            return change.filter(interval -> interval.low() > 1 + tolerated).isPresent();
        }
    }

    private final List<Change> changes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Compares.
     *
     * @param then the older report
     * @param now the newer report
     */
    public Baseline(Report then, Report now) {
        Map<Key, Row> before = then.rows().stream()
                .filter(Row::hasFigures)
                .collect(Collectors.toMap(Row::key, Function.identity(), (one, same) -> one));
        for (Row row : now.rows()) {
            if (row.hasFigures() && before.containsKey(row.key())) {
                changes.add(new Change(row.key(), Ratios.independent(row, before.get(row.key()))));
            } else if (before.containsKey(row.key())) {
                warnings.add(row.key().row() + " had figures then, and has none now");
            }
        }
        warnIfDifferent("kernel", then.environment().kernel(), now.environment().kernel());
        warnIfDifferent("CPU", then.environment().cpu(), now.environment().cpu());
        warnIfDifferent("JDK", then.environment().jdk(), now.environment().jdk());
        warnIfDifferent("JVM options", options(then), options(now));
        warnIfDifferent("place elsewhere", elsewhere(then), elsewhere(now));
        warnIfDifferent("settings", then.settings().toString(), now.settings().toString());
    }

    private static String options(Report document) {
        return String.join(" ", document.environment().jvmOptions());
    }

    /** Containers have other addresses each time. */
    private static String elsewhere(Report document) {
        return document.elsewhere().stream()
                .map(other -> (other.where().startsWith("peer ") ? other.where() + ": " : "containers: ")
                        + other.environment())
                .collect(Collectors.joining("; ", "", document.elsewhere().isEmpty() ? "none" : ""));
    }

    private void warnIfDifferent(String what, String then, String now) {
        if (!then.equals(now)) {
            warnings.add("not the same " + what + ": " + then + " then, " + now + " now");
        }
    }

    /**
     * The rows that both have.
     *
     * @return in the newer report's order
     */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /**
     * Whether something became worse.
     *
     * @param tolerated such as 0.1 for 10 %
     * @return whether any row did, or has no figures any more
     */
    public boolean isWorse(double tolerated) {
        return changes.stream().anyMatch(change -> change.isWorse(tolerated))
                || warnings.stream().anyMatch(warning -> warning.endsWith("has none now"));
    }

    /**
     * Prints the comparison.
     *
     * @param out where to
     * @param tolerated such as 0.1 for 10 %
     */
    public void print(PrintWriter out, double tolerated) {
        out.println();
        out.println("Compared with the baseline (times what it took then; worse if all of the interval is above "
                + String.format(Locale.ROOT, "%.2f", 1 + tolerated) + "):");
        warnings.forEach(warning -> out.println("  " + warning));
        for (Change change : changes) {
            out.printf(
                    Locale.ROOT,
                    "  %-58s %-20s %s%n",
                    shortened(change.key()),
                    change.change().map(Interval::toString).orElse("too few rounds"),
                    change.isWorse(tolerated) ? "WORSE" : "");
        }
        if (changes.isEmpty()) {
            out.println("  no row is in both");
        }
        out.flush();
    }

    private static String shortened(Key key) {
        return key.row() + " " + key.pattern() + " " + key.messageBytes() + " B " + key.scope() + " " + key.waiting()
                + " " + key.cpus() + (key.ratePerSecond() > 0 ? " " + key.ratePerSecond() + "/s" : "");
    }
}
