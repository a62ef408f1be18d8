package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Obstacle;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The comparison of a report with an older one, for people. */
public final class ChangesTable {

    private static final String INDENT = "  ";

    private static final Map<Decision, String> WORDS = Map.of(
            Decision.SLOWER, "WORSE",
            Decision.FASTER, "better",
            Decision.NOT_CLEAR, "not clear",
            Decision.NOT_SHOWN, "",
            Decision.UNKNOWN, "");

    private ChangesTable() {}

    /**
     * Prints what has changed.
     *
     * @param changes what has changed
     * @param out where to
     */
    public static void print(Changes changes, PrintWriter out) {
        double most = 1 + changes.tolerated();
        out.println();
        out.printf(
                Locale.ROOT,
                "Compared with the baseline (time now / time then, %d rows tested together; WORSE above %.2f beyond doubt):%n",
                changes.rows().size(),
                most);
        changes.circumstances()
                .forEach(other -> print(
                        out, "Different " + other.what() + ": " + other.then() + " then, " + other.now() + " now."));
        changes.withoutFigures()
                .forEach(key -> print(out, key + ": WORSE, because every round failed; the baseline has figures."));
        for (Change change : changes.rows()) {
            out.printf(
                    Locale.ROOT,
                    INDENT + "%-58s %-20s %s%n",
                    change.key(),
                    change.ratio()
                            .map(ratio -> text(ratio, most))
                            .orElseGet(() ->
                                    change.obstacle().map(Obstacle::toString).orElse("")),
                    WORDS.get(change.decision()));
        }
        if (changes.rows().isEmpty() && changes.withoutFigures().isEmpty()) {
            out.println(INDENT + "The two reports have no row in common.");
        }
        out.flush();
    }

    private static String text(Interval ratio, double most) {
        return ratio.comparedWith(ratio.ratio() >= 1 ? most : 1 / most);
    }

    private static void print(PrintWriter out, String sentence) {
        WordWrap.wrap(INDENT + sentence, TerminalTable.WIDTH, INDENT + INDENT).forEach(out::println);
    }
}
