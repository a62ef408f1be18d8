package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The comparison of a report with an older one, for people: how many changed, and what changed most comes first. */
public final class ChangesTable {

    private static final Map<Decision, String> WORDS = Map.of(
            Decision.SLOWER, "WORSE",
            Decision.FASTER, "better",
            Decision.NOT_CLEAR, "not clear",
            Decision.NOT_SHOWN, "unchanged",
            Decision.UNKNOWN, "undecided");

    private final Changes changes;
    private final PrintWriter out;
    private final int width;

    private ChangesTable(Changes changes, PrintWriter out, int width) {
        this.changes = changes;
        this.out = out;
        this.width = width;
    }

    /**
     * Prints what has changed.
     *
     * @param changes what has changed
     * @param hasAll whether every row is listed; else those that are unchanged are only counted where there are many
     * @param out where to
     * @param width how many characters a line may have
     */
    public static void print(Changes changes, boolean hasAll, PrintWriter out, int width) {
        new ChangesTable(changes, out, width).print(hasAll ? Integer.MAX_VALUE : TerminalSummary.MOST_ROWS);
        out.flush();
    }

    private void print(int mostRows) {
        if (changes.rows().isEmpty() && changes.withoutFigures().isEmpty()) {
            wrap("Compared with the baseline: the two reports have no row in common.");
            return;
        }
        wrap("Compared with the baseline: " + changes.summary() + ".");
        changes.circumstances()
                .forEach(other ->
                        wrap("Different " + other.what() + ": " + other.then() + " then, " + other.now() + " now."));
        changes.withoutFigures()
                .forEach(key -> wrap(key + ": WORSE, because every round failed; the baseline has figures."));
        List<Change> all = changes.byEffect();
        if (all.isEmpty()) {
            return;
        }
        List<Change> rows = all.size() <= mostRows
                ? all
                : all.stream()
                        .filter(change -> change.decision() != Decision.NOT_SHOWN)
                        .toList();
        Dimension<?>[] common = Common.dimensions(all.stream().map(Change::key).toList());
        double most = 1 + changes.tolerated();
        wrap(String.format(
                Locale.ROOT,
                "%s; time for each message, now / then (WORSE: above %.2f beyond doubt, %d rows tested together).",
                Common.words(all.get(0).key(), common),
                most,
                all.size()));
        out.println();
        new Columns()
                .text("row", cells(rows, change -> change.key().words(common)), 15, Columns.ALWAYS)
                .text("now / then [95 %]", cells(rows, change -> ratio(change, most)), 21, Columns.ALWAYS)
                .text("", cells(rows, change -> WORDS.get(change.decision())), 10, Columns.ALWAYS)
                .lines(width)
                .forEach(out::println);
        if (rows.size() < all.size()) {
            wrap(all.size() - rows.size() + " more are unchanged: --details");
        }
    }

    private static List<String> cells(List<Change> rows, Function<Change, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private static String ratio(Change change, double most) {
        return change.ratio()
                .map(ratio -> text(ratio, most))
                .orElseGet(() -> change.obstacle().map(Obstacle::toString).orElse(""));
    }

    private static String text(Interval ratio, double most) {
        return ratio.comparedWith(ratio.ratio() >= 1 ? most : 1 / most);
    }

    private void wrap(String sentence) {
        WordWrap.wrap(sentence, width, "  ").forEach(out::println);
    }
}
