package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.Candidates;
import dev.ipcdemo.cli.option.Choice;
import dev.ipcdemo.cli.option.ImageNameConverter;
import dev.ipcdemo.cli.option.KnownWord;
import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.cli.terminal.Sentences;
import dev.ipcdemo.cli.terminal.TimelineKey;
import dev.ipcdemo.cli.terminal.TimelinePrinter;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.compare.report.WordWrap;
import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.runner.RecordedRun;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.lesson.DemoPage;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-demo demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {"Run a demo and watch every call on both sides as it happens.", "Without a NAME, list the demos."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo demo echo",
            "  ipc-demo demo echo --explain",
            "  ipc-demo demo echo --transport tcp,unix --scope inter-process",
            "  ipc-demo demo backlog --html backlog.html --open",
            "  ipc-demo demo all --scope cross-host"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every demo showed what it claims; a transport that is not available and was not named is skipped",
            "1:one did not, a transport that was named is not available, or a file was not written",
            "2:wrong usage"
        })
final class DemoCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Candidates.Demos.class,
            description = "The demo to run, or all.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "SCHEME",
            completionCandidates = Candidates.SchemesOrAll.class,
            converter = KnownWord.SchemeOrAll.class,
            description = "Run it over these transports (default: all that the demo applies to).")
    private List<String> schemes = List.of("all");

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            completionCandidates = Candidates.Scopes.class,
            description = "Where the two sides run: in-process, inter-process, cross-host (default: in-process).")
    private List<Scope> scopes = List.of(Scope.IN_PROCESS);

    @Option(
            names = "--image-base",
            paramLabel = "IMAGE",
            converter = ImageNameConverter.Existing.class,
            description = "For cross-host: base the container image on this one, which must have java on its PATH,"
                    + " instead of on this host's JDK.")
    private Optional<String> imageBase = Optional.empty();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Also draw the runs as sequence diagrams, on a page for any browser; FILE may be -, for standard"
                            + " output; the timeline then goes to standard error.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Also draw the runs as one SVG image; FILE may be -, too.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--open", description = "Open the page of --html in the browser.")
    private boolean open;

    @Option(names = "--explain", description = "Explain the demo instead of running it.")
    private boolean explain;

    private static final String[] RUNNING = {"--transport", "--scope", "--image-base", "--html", "--svg", "--open"};

    private static final int LIST_WIDTH = 100;
    private static final String LIST_INDENT = " ".repeat(14);

    @Spec
    private CommandSpec spec;

    private final List<RecordedRun> runs = new ArrayList<>();

    /** The transports that are not available, by the reason. */
    private final Map<String, Set<String>> skipped = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        requireNothingWithoutEffect();
        if (name.isEmpty()) {
            list(spec.commandLine().getOut());
            return 0;
        }
        if (explain) {
            explain(spec.commandLine().getOut());
            return 0;
        }
        OutputFiles files = outputFiles();
        // a file may be standard output, and then nothing else is
        PrintWriter people = files.isOutputTaken()
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        List<Transport> transports = transports();
        try (LaunchTargets targets = new LaunchTargets(imageBase)) {
            for (Demo demo : demos()) {
                for (Scope scope : scopes) {
                    run(demo, scope, transports.stream().filter(demo::appliesTo).toList(), targets, people);
                }
            }
        }
        if (runs.isEmpty() && skipped.isEmpty()) {
            throw new ParameterException(spec.commandLine(), whyNothingRuns(transports));
        }
        scopes.forEach(scope -> printSkipped(scope, transports, people));
        if (isAll()) {
            skipped.forEach((reason, unavailable) -> {
                new Sentences(people, Width.ofOutput(), Colours.ifTerminal())
                        .print("Not run over " + String.join(", ", unavailable) + ": " + reason);
                people.println();
            });
        }
        TimelineKey.print(
                people,
                Width.ofOutput(),
                Colours.ifTerminal(),
                runs.stream().flatMap(run -> run.events().stream()).toList());
        if (isAll()) {
            DemoSurvey.printSummary(people, runs);
        }
        boolean ranAsAsked = skipped.isEmpty() || schemes.contains("all");
        people.flush();
        return write(files) && ranAsAsked && runs.stream().allMatch(RecordedRun::isGood) ? 0 : 1;
    }

    private void requireNothingWithoutEffect() {
        if (name.isEmpty()) {
            refuse(" needs the NAME of a demo, or all", "--explain");
            refuse(" needs the NAME of a demo, or all", RUNNING);
        }
        if (explain) {
            refuse(" is for running a demo, and --explain does not run it", RUNNING);
        }
        if (!scopes.contains(Scope.CROSS_HOST)) {
            refuse(" is for the containers of --scope cross-host, which is not among the scopes", "--image-base");
        }
    }

    private void refuse(String why, String... options) {
        for (String option : options) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(spec.commandLine(), option + why);
            }
        }
    }

    private OutputFiles outputFiles() {
        if (open && html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--open needs --html, which says where the page is written");
        }
        OutputFiles files = new OutputFiles(spec.commandLine().getOut());
        files.add("--html", html);
        files.add("--svg", svg);
        Optional<String> obstacle = files.obstacle(Map.of());
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), obstacle.get());
        }
        return files;
    }

    private boolean write(OutputFiles files) {
        PrintWriter err = spec.commandLine().getErr();
        if (runs.isEmpty()) {
            boolean isAskedFor = html.isPresent() || svg.isPresent();
            if (isAskedFor) {
                err.println("nothing was run, so there is nothing to draw, and no file was written");
            }
            return !isAskedFor;
        }
        boolean isWritten = files.write("--html", () -> DemoPage.of(runs), err);
        isWritten &= files.write("--svg", () -> DemoPage.image(runs), err);
        if (open && isWritten) {
            Opener.open(html.orElseThrow(), err);
        }
        return isWritten;
    }

    private boolean isAll() {
        return name.get().equals("all");
    }

    private void run(Demo demo, Scope scope, List<Transport> transports, LaunchTargets targets, PrintWriter out)
            throws IOException, InterruptedException {
        if (transports.isEmpty() || !demo.scopes().contains(scope)) {
            return;
        }
        targets.of(scope); // what is missing for it is said instead of a title
        List<Transport> available = new ArrayList<>();
        for (Transport transport : transports) {
            Availability availability = transport.availability();
            if (availability.isAvailable()) {
                available.add(transport);
                continue;
            }
            skipped.computeIfAbsent(availability.reason(), reason -> new LinkedHashSet<>())
                    .add(transport.scheme());
            if (!isAll()) {
                out.println(Colours.ifTerminal().bold(RecordedRun.title(demo, transport, scope)));
                out.println("skipped: " + availability.reason());
                out.println();
            }
        }
        if (isAll() && !available.isEmpty()) {
            runs.addAll(new DemoSurvey(out, targets).run(demo, scope, available));
        } else {
            for (Transport transport : available) {
                runs.add(run(demo, transport, targets, scope, out));
            }
        }
    }

    /** All the demos together run over every transport in every scope, so this is about a single demo. */
    private String whyNothingRuns(List<Transport> transports) {
        Demo demo = demos().get(0);
        List<String> limits = new ArrayList<>();
        if (transports.stream().noneMatch(demo::appliesTo)) {
            limits.add("over " + schemes(demo) + " only");
        }
        if (scopes.stream().noneMatch(demo.scopes()::contains)) {
            limits.add(scopes(demo) + " only"
                    + demo.whyNotElsewhere().map(why -> ", because " + why).orElse(""));
        }
        return "demo " + demo.name() + " runs " + String.join(", and ", limits) + "; try: ipc-demo demo " + demo.name();
    }

    private void printSkipped(Scope scope, List<Transport> transports, PrintWriter out) {
        List<Demo> skipped = demos().stream()
                .filter(demo -> transports.stream().anyMatch(demo::appliesTo))
                .filter(demo -> !demo.scopes().contains(scope))
                .toList();
        if (!skipped.isEmpty()) {
            out.println("Not run " + scope + ":");
            skipped.forEach(demo -> out.println(String.format("  %-13s ", demo.name())
                    + demo.whyNotElsewhere().orElse("runs " + scopes(demo) + " only")));
            out.println();
        }
    }

    private static String schemes(Demo demo) {
        return Transports.all().stream()
                .filter(demo::appliesTo)
                .map(Transport::scheme)
                .collect(Collectors.joining(", "));
    }

    private static String scopes(Demo demo) {
        return demo.scopes().stream().map(Scope::toString).collect(Collectors.joining(" or "));
    }

    private static void list(PrintWriter out) {
        Colours colours = Colours.ifTerminal();
        for (Demo demo : Demos.all()) {
            out.println(colours.bold(String.format("%-13s ", demo.name())) + demo.summary());
            for (String line : WordWrap.wrap(reach(demo), LIST_WIDTH - LIST_INDENT.length(), "")) {
                out.println(colours.faint(LIST_INDENT + line));
            }
        }
        out.println();
        out.println("'ipc-demo demo NAME' runs one; with '--scope inter-process' in two processes, with '--scope");
        out.println("cross-host' in two containers. 'ipc-demo demo NAME --explain' explains it.");
    }

    private static String reach(Demo demo) {
        String transports = schemes(demo);
        return demo.scopes().equals(EnumSet.allOf(Scope.class))
                ? transports
                : transports + " (" + scopes(demo) + " only)";
    }

    private void explain(PrintWriter out) {
        for (Demo demo : demos()) {
            out.println(demo.explanation()
                    .map(String::strip)
                    .orElse("# " + demo.name() + ": " + demo.summary() + "\n\nThis demo has no explanation yet."));
            out.println();
        }
    }

    private List<Demo> demos() {
        List<Demo> all = Demos.all();
        List<Demo> chosen = all.stream()
                .filter(demo -> name.get().equals(demo.name()) || isAll())
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    Choice.refusal(
                            "demo", name.get(), all.stream().map(Demo::name).toList()));
        }
        return chosen;
    }

    private List<Transport> transports() {
        if (schemes.contains("all")) {
            return Transports.all();
        }
        List<Transport> chosen = new ArrayList<>();
        for (String scheme : schemes) {
            try {
                chosen.add(Transports.byScheme(scheme));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        return chosen;
    }

    private static RecordedRun run(Demo demo, Transport transport, LaunchTargets targets, Scope scope, PrintWriter out)
            throws IOException, InterruptedException {
        Colours colours = Colours.ifTerminal();
        out.println(colours.bold(RecordedRun.title(demo, transport, scope)));
        TimelinePrinter printer = new TimelinePrinter(out, Width.ofOutput(), colours);
        RecordedRun run = RecordedRun.of(
                demo,
                transport,
                targets,
                scope,
                places -> printer.head("server, " + places.server(), "client, " + places.client()),
                printer::add);
        printer.finish();
        run.failure().ifPresent(why -> out.println(colours.bad("FAILED: ") + why));
        out.println();
        return run;
    }
}
