package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.FileFailure;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.runner.RecordedRun;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.AtomicFile;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.lesson.Site;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipc-demo lesson}. */
@Command(
        name = "lesson",
        mixinStandardHelpOptions = true,
        description = {
            "Write the lesson as a site that any browser shows from disk, without a network.",
            "It runs every demo over every transport for the diagrams, which takes a moment."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ipc-demo lesson --html lesson --open"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:written",
            "1:could not be written, or a demo did not show what it claims, which its page says",
            "2:wrong usage"
        })
final class LessonCommand implements Callable<Integer> {

    @Option(
            names = "--html",
            required = true,
            paramLabel = "DIR",
            description = "The directory to write the pages to; it is made if it is not there.")
    private Path directory;

    @Option(names = "--open", description = "Open the first page in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<String> obstacle = FileFailure.whyNoDirectory(directory);
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--html: " + obstacle.get());
        }
        PrintWriter err = spec.commandLine().getErr();
        List<RecordedRun> runs = runs();
        Map<String, String> pages = Site.of(runs);
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                AtomicFile.write(directory.resolve(page.getKey()), page.getValue());
            }
        } catch (IOException e) {
            err.println("ipc-demo: --html: " + FileFailure.words(e));
            return 1;
        }
        Path index = directory.resolve("index.html");
        spec.commandLine().getOut().println(index + " and " + (pages.size() - 1) + " more pages");
        if (open) {
            Opener.open(index, err);
        }
        return runs.stream().allMatch(RecordedRun::isGood) ? 0 : 1;
    }

    private static List<RecordedRun> runs() throws IOException, InterruptedException {
        List<RecordedRun> runs = new ArrayList<>();
        List<Transport> transports = Transports.all().stream()
                .filter(transport -> transport.availability().isAvailable())
                .toList();
        try (LaunchTargets targets = new LaunchTargets(Optional.empty())) {
            for (Demo demo : Demos.all()) {
                for (Transport transport : transports) {
                    if (demo.appliesTo(transport) && demo.scopes().contains(Scope.IN_PROCESS)) {
                        runs.add(RecordedRun.of(demo, transport, targets, Scope.IN_PROCESS, places -> {}, event -> {}));
                    }
                }
            }
        }
        return runs;
    }
}
