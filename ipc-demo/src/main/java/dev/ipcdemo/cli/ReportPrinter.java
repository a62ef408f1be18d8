package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.OutputCharset;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.compare.report.Bars;
import dev.ipcdemo.compare.report.ChangesTable;
import dev.ipcdemo.compare.report.TerminalSummary;
import dev.ipcdemo.compare.report.TerminalTable;
import dev.ipcdemo.compare.result.Report;
import java.io.PrintWriter;

/**
 * Prints a report for people, as wide as the terminal.
 *
 * @param out where
 * @param hasDetails whether all of it is printed, and not the answer only
 */
record ReportPrinter(PrintWriter out, boolean hasDetails) {

    void print(Report report) {
        int width = Width.ofOutput();
        Bars bars = Bars.in(OutputCharset.find());
        if (hasDetails) {
            new TerminalTable(out, width, bars).print(report);
            report.changes().ifPresent(each -> {
                out.println();
                ChangesTable.print(each, true, out, width);
            });
        } else {
            new TerminalSummary(out, width, bars, Colours.ifTerminal()).print(report);
        }
        out.flush();
    }
}
