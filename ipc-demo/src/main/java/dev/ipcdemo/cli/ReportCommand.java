package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.FileFailure;
import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonDocument;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.report.matrix.MatrixJson;
import dev.ipcdemo.compare.report.matrix.MatrixPage;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.sockets.Printable;
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
            "Print what 'ipc-demo compare --json' or 'ipc-demo cluster compare --json' wrote as that command does, or turn it"
                    + " into a page for any browser.",
            "The page is one file that needs no network. If there are several files, the later ones are compared with the"
                    + " first; a matrix of a cluster stands alone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo report run.json",
            "  ipc-demo report run.json --details",
            "  ipc-demo report run.json --html run.html --open",
            "  ipc-demo report before.json after.json --html change.html",
            "  ipc-demo report cluster.json --html cluster.html"
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
        OutputFiles output = new OutputFiles(out);
        output.add("--html", html);
        requireNoObstacle(output);
        if (open && html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--open needs --html, which says where the page is written");
        }
        Shown shown = read();
        if (html.isEmpty() || details) {
            shown.print(output.isOutputTaken() ? err : out);
        }
        if (!output.write("--html", shown::page, err)) {
            return 1;
        }
        if (open) {
            Opener.open(html.orElseThrow(), err);
        }
        return 0;
    }

    /** What was read, in the forms in which it is shown. */
    private interface Shown {
        void print(PrintWriter out);

        String page();
    }

    private record Runs(List<HtmlPage.Run> runs, boolean hasDetails) implements Shown {
        @Override
        public void print(PrintWriter out) {
            ReportPrinter printer = new ReportPrinter(out, hasDetails);
            Report first = runs.get(0).report();
            printer.print(first);
            for (HtmlPage.Run run : runs.subList(1, runs.size())) {
                out.println();
                out.println(run.name());
                printer.print(run.report().comparedWith(Comparison.changes(first, run.report(), Changes.BETWEEN_RUNS)));
            }
        }

        @Override
        public String page() {
            return HtmlPage.write(runs);
        }
    }

    private record OfCluster(MatrixReport matrix, boolean hasDetails) implements Shown {
        @Override
        public void print(PrintWriter out) {
            new MatrixPrinter(out, hasDetails).print(matrix);
        }

        @Override
        public String page() {
            return MatrixPage.write(matrix);
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

    private Shown read() {
        List<HtmlPage.Run> runs = new ArrayList<>();
        for (Path file : files) {
            try {
                JsonDocument document = JsonDocument.read(file);
                if (MatrixJson.isMatrix(document)) {
                    requireAlone(file);
                    return new OfCluster(MatrixJson.read(document), details);
                }
                String name = Printable.text(file.getFileName().toString());
                runs.add(new HtmlPage.Run(name, JsonFile.read(document)));
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), FileFailure.words(e), e);
            }
        }
        return new Runs(runs, details);
    }

    private void requireAlone(Path matrix) {
        if (files.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), matrix + " is the matrix of a cluster, which is not compared with other files");
        }
    }
}
