package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.HighestRate;
import java.io.PrintWriter;
import java.util.Locale;

/** The highest rates that a search has found, for people: the highest first. */
final class HighestRatesTable {

    private static final String LINE = "%-58s %12s  %s%n";

    private HighestRatesTable() {}

    static void print(Report report, PrintWriter out) {
        String bound = report.highestRates().get(0).bound();
        int last = RateBound.RATES.size() - 1;
        out.printf(Locale.ROOT, "Highest rate at which %s, in messages a second,%n", bound);
        out.printf(
                Locale.ROOT,
                "tried from %,d to %,d in steps of 9 %% (0: not even the lowest):%n%n",
                RateBound.RATES.get(0),
                RateBound.RATES.get(last));
        out.printf(LINE, "row", "median", "[95 %]");
        report.highestRates()
                .forEach(rate -> out.printf(Locale.ROOT, LINE, rate.key(), number(rate.median()), range(rate)));
        out.println();
    }

    private static String range(HighestRate rate) {
        return rate.interval()
                .map(each -> "[" + number(each.low()) + ", " + number(each.high()) + "]")
                .orElse("too few rounds");
    }

    private static String number(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f", perSecond);
    }
}
