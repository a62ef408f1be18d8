package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.report.matrix.MatrixSummary;
import java.io.PrintWriter;

/**
 * Prints a matrix for people, as wide as the terminal.
 *
 * @param out where
 * @param hasDetails whether all of it is printed
 */
record MatrixPrinter(PrintWriter out, boolean hasDetails) {

    void print(MatrixReport report) {
        new MatrixSummary(out, Width.ofOutput(), Colours.ifTerminal(), hasDetails).print(report);
    }
}
