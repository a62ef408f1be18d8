package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Changes.Change;
import dev.ipcdemo.compare.result.Interval;
import java.io.PrintWriter;
import java.util.Locale;

/** The comparison of a report with an older one, for people. */
public final class ChangesTable {

    private static final String INDENT = "  ";

    private ChangesTable() {}

    /**
     * Prints what has changed.
     *
     * @param changes what has changed
     * @param tolerated how much worse a row may be, such as 0.1 for 10 %
     * @param out where to
     */
    public static void print(Changes changes, double tolerated, PrintWriter out) {
        out.println();
        out.printf(
                Locale.ROOT,
                "Compared with the baseline (time now / time then; WORSE if the whole 95 %% interval is above %.2f):%n",
                1 + tolerated);
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
                    change.ratio().map(Interval::toString).orElse("too few rounds"),
                    change.isWorse(tolerated) ? "WORSE" : "");
        }
        if (changes.rows().isEmpty() && changes.withoutFigures().isEmpty()) {
            out.println(INDENT + "The two reports have no row in common.");
        }
        out.flush();
    }

    private static void print(PrintWriter out, String sentence) {
        WordWrap.wrap(INDENT + sentence, TerminalTable.WIDTH, INDENT + INDENT).forEach(out::println);
    }
}
