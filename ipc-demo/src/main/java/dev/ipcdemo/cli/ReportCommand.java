package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-demo report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Print what 'ipc-demo compare --json' wrote as that command does, or turn it into a page for any browser.",
            "The page is one file that needs no network. If there are several files, the later ones are compared with the"
                    + " first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo report run.json",
            "  ipc-demo report run.json --details",
            "  ipc-demo report run.json --html run.html --open",
            "  ipc-demo report before.json after.json --html change.html"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed, or written", "1:could not be written", "2:wrong usage, or a file that is no report"
        })
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files that 'compare --json' wrote.")
    private List<Path> files = List.of();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page to this file; without --details, nothing is printed then.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--details",
            description = "Print all that was measured, and every remark on it; without it, the answer on one screen.")
    private boolean details;

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        OutputFiles output = new OutputFiles();
        output.outputTo(out);
        output.add("--html", html);
        requireNoObstacle(output);
        if (open && html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--open needs --html, which says where the page is written");
        }
        List<HtmlPage.Run> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(read(file));
        }
        if (html.isEmpty() || details) {
            print(runs, output.isOutputTaken() ? err : out);
        }
        if (!output.write("--html", () -> HtmlPage.write(runs), err)) {
            return 1;
        }
        if (open) {
            Opener.open(html.orElseThrow(), err);
        }
        return 0;
    }

    private void print(List<HtmlPage.Run> runs, PrintWriter out) {
        ReportPrinter printer = new ReportPrinter(out, details);
        Report first = runs.get(0).report();
        printer.print(first);
        for (HtmlPage.Run run : runs.subList(1, runs.size())) {
            out.println();
            out.println(run.name());
            printer.print(run.report().comparedWith(Comparison.changes(first, run.report(), Changes.BETWEEN_RUNS)));
        }
    }

    private void requireNoObstacle(OutputFiles output) {
        Map<String, Path> inputs = new HashMap<>();
        files.forEach(file -> inputs.put("the report " + file, file));
        Optional<String> obstacle = output.obstacle(inputs);
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), obstacle.get());
        }
    }

    private HtmlPage.Run read(Path file) {
        try {
            return new HtmlPage.Run(file.getFileName().toString(), JsonFile.read(file));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), FileFailure.words(e), e);
        }
    }
}
