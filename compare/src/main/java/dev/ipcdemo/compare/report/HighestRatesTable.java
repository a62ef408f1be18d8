package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.HighestRate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The highest rates that a search has found, for people: the highest first. */
final class HighestRatesTable {

    private HighestRatesTable() {}

    static void print(Report report, PrintWriter out, int width) {
        List<HighestRate> rates = report.highestRates();
        int last = RateBound.RATES.size() - 1;
        String head = String.format(
                Locale.ROOT,
                "Highest rate at which %s, in messages a second, tried from %,d to %,d in steps of 9 %% (0: not even the"
                        + " lowest):",
                rates.get(0).bound(),
                RateBound.RATES.get(0),
                RateBound.RATES.get(last));
        WordWrap.wrap(head, width, "").forEach(out::println);
        out.println();
        Dimension<?>[] common =
                Common.dimensions(rates.stream().map(HighestRate::key).toList());
        String shared = Common.words(rates.get(0).key(), common);
        WordWrap.wrap(shared, width, "").forEach(out::println);
        new Columns()
                .text(
                        "row",
                        rates.stream().map(rate -> rate.key().words(common)).toList(),
                        15,
                        Columns.ALWAYS)
                .numbers(
                        "median",
                        rates.stream().map(rate -> number(rate.median())).toList(),
                        13,
                        Columns.ALWAYS)
                .text("[95 %]", rates.stream().map(HighestRatesTable::range).toList(), 10, 1)
                .lines(width)
                .forEach(out::println);
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
