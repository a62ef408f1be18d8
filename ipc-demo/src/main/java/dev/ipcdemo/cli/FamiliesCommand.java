package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.FamiliesTable;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.families.Families;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ipc-demo families}. */
@Command(
        name = "families",
        mixinStandardHelpOptions = true,
        description = "Show which kinds of sockets this host and JVM support, and why others are missing.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown, whatever is missing", "1:could not be written", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  ipc-demo families", "  ipc-demo families --json"})
final class FamiliesCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    FamiliesCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.of(Families.ofThisHost()));
        } else {
            print(out);
        }
        out.flush();
        return 0;
    }

    static void print(PrintWriter out) {
        out.print(FamiliesTable.of(Families.ofThisHost(), Width.ofOutput()));
        out.flush();
    }
}
