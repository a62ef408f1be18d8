package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import java.io.IOException;
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
            "Turn what 'ipc-demo compare --json' wrote into a page for any browser.",
            "The page is one file that needs no network. If there are several files, the later ones are compared with the"
                    + " first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo report run.json --html run.html --open",
            "  ipc-demo report before.json after.json --html change.html"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:written", "1:could not be written", "2:wrong usage, or a file that is no report"})
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files that 'compare --json' wrote.")
    private List<Path> files = List.of();

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "Where to write the page.")
    private Path html;

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFiles output = new OutputFiles();
        output.add("--html", Optional.of(html));
        requireNoObstacle(output);
        List<HtmlPage.Run> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(read(file));
        }
        if (!output.write(
                "--html", () -> HtmlPage.write(runs), spec.commandLine().getErr())) {
            return 1;
        }
        if (open) {
            Opener.open(html, spec.commandLine().getErr());
        }
        return 0;
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
