package dev.ipcdemo.cli;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.report.Bars;
import dev.ipcdemo.compare.report.CsvFile;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.report.TerminalTable;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.rig.Comparison;
import dev.ipcdemo.compare.rig.Scheduling;
import dev.ipcdemo.compare.rig.Testbeds;
import dev.ipcdemo.compare.statistics.Analysis;
import dev.ipcdemo.compare.statistics.Baseline;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ipc-demo compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure the same exchanges over every transport, and say which one to use.",
            "Besides the transports there are rows of their bare channels (raw:tcp, ...), which show what this"
                    + " project's layer costs, and two that are no sockets: pipe and shm (shared memory)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo compare --quick",
            "  ipc-demo compare --quick --html run.html --open",
            "  ipc-demo compare --transport tcp,unix --cpus same,split --wait block,spin",
            "  ipc-demo compare --pattern rate --rate 100,10000 --stall 100 --transport unix",
            "  ipc-demo compare --quick --scope inter-process,cross-host    takes a Docker engine",
            "  ipc-demo compare --peer tcp://HOST:7000,udp://HOST:7001     see ipc-demo serve --help",
            "  ipc-demo compare --json new.json --baseline old.json --fail-above 10",
            "",
            "How it is measured, and what may be concluded, is explained in docs/measuring.md."
        })
final class CompareCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "SCHEME",
            completionCandidates = Candidates.Rows.class,
            description =
                    "Transports with their bare channels, single rows (tcp6, raw:tcp, pipe, shm), or all (default:"
                            + " all).")
    private List<String> transports = List.of(ALL);

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            completionCandidates = Candidates.Scopes.class,
            converter = ScopeConverter.class,
            description = "in-process, inter-process, cross-host: between two containers (default: in-process,"
                    + " inter-process).")
    private List<Scope> scopes = List.of();

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "ENDPOINT",
            description =
                    "Measure cross-host with servers that somebody started elsewhere with 'ipc-demo serve ENDPOINT"
                            + " --service measure', one for a transport; without --scope that is all that is measured.")
    private List<Endpoint> peers = List.of();

    @Option(
            names = "--image-base",
            paramLabel = "IMAGE",
            description = "For cross-host: make the containers' image from this one, which has Java on its path,"
                    + " instead of from this host's JDK.")
    private Optional<String> imageBase = Optional.empty();

    @Option(
            names = "--pattern",
            split = ",",
            paramLabel = "PATTERN",
            completionCandidates = Candidates.Patterns.class,
            description = "round-trip, rate, throughput, connect, fan-in, or all (default: round-trip).")
    private List<String> patterns = List.of("round-trip");

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "BYTES",
            converter = SizeConverter.class,
            description = "Message sizes, such as 1,64,16K (default: 64,1K,16K,64K; with --quick 64).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "N",
            description = "Messages a second to offer, for pattern rate (default: 200,2000,10000).")
    private List<Integer> rates = List.of(200, 2_000, 10_000);

    @Option(names = "--clients", paramLabel = "N", description = "Clients, for pattern fan-in (default: 4).")
    private int clients = 4;

    @Option(
            names = "--wait",
            split = ",",
            paramLabel = "HOW",
            description = "block: the kernel wakes who waits; spin: both sides poll (default: block).")
    private List<Wait> waits = List.of(Wait.BLOCK);

    @Option(
            names = "--cpus",
            split = ",",
            paramLabel = "WHERE",
            description =
                    "same: both sides on one CPU; split: on one each; free: as the scheduler likes (default: same).")
    private List<Cpus> cpus = List.of(Cpus.SAME);

    @Option(names = "--threads", paramLabel = "KIND", description = "platform, virtual (default: platform).")
    private ThreadKind threads = ThreadKind.PLATFORM;

    @Option(names = "--send-buffer", paramLabel = "BYTES", converter = SizeConverter.class, description = "SO_SNDBUF.")
    private int sendBufferBytes;

    @Option(names = "--recv-buffer", paramLabel = "BYTES", converter = SizeConverter.class, description = "SO_RCVBUF.")
    private int recvBufferBytes;

    @Option(
            names = "--no-delay",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "TCP_NODELAY (default: on).")
    private boolean noDelay;

    private static final long LONGEST_STALL_MILLIS = 60_000;

    @Option(
            names = "--stall",
            paramLabel = "MILLIS",
            description = "Let the server pause so long once a second, to see which pattern shows it.")
    private long stallMillis;

    @ArgGroup
    private Length length = new Length();

    /** At most one of them. */
    private static final class Length {
        @Option(names = "--quick", description = "Some 15 seconds: for a first look.")
        private boolean quick;

        @Option(names = "--thorough", description = "As long as good figures take: minutes, or hours.")
        private boolean thorough;

        Budget budget() {
            return quick ? Budget.QUICK : thorough ? Budget.THOROUGH : Budget.NORMAL;
        }
    }

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows as CSV.")
    private Optional<Path> csv = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page to look at, for any browser.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--open", description = "Open the page of --html in the browser.")
    private boolean open;

    @Option(names = "--schema", description = "Print the JSON Schema of --json, and do nothing else.")
    private boolean schema;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Compare with an older --json; exit with 1 if a row became worse beyond doubt.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--fail-above",
            paramLabel = "PERCENT",
            converter = PercentConverter.class,
            description = "How much worse than the baseline a row may be beyond doubt (default: 0).")
    private double failAbove;

    @Spec
    private CommandSpec spec;

    private final OutputFiles files = new OutputFiles();

    /** The kinds of threads. */
    private enum ThreadKind {
        PLATFORM,
        VIRTUAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.print(JsonFile.schema());
            out.flush();
            return 0;
        }
        if (open && html.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--open needs --html, which says where the page is written");
        }
        files.add("--json", json);
        files.add("--csv", csv);
        files.add("--html", html);
        requireWritable();
        Optional<Report> before = baseline.isPresent() ? Optional.of(readBaseline()) : Optional.empty();
        checkPeers();
        Settings settings = settings();
        List<Cell> cells = cells();
        if (chosenScopes().contains(Scope.CROSS_HOST) && peers.isEmpty()) {
            tell(
                    "Asking a Docker engine for two containers; after a change, or the first time, their image is made before.");
        }
        try (LaunchTargets sites = new LaunchTargets(imageBase);
                Testbeds venues = Testbeds.open(sites, chosenScopes(), peers)) {
            Schedule plan = Scheduling.of(cells, settings, length.budget(), venues);
            if (plan.cells().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "nothing of this can be measured here: "
                                + (plan.refusals().isEmpty()
                                        ? "no peer serves --transport " + String.join(",", transports)
                                        : plan.refusals().get(0).reason()));
            }
            return compare(plan, venues, before, out);
        }
    }

    /** A baseline may be replaced by the report that is compared with it, but by nothing else. */
    private void requireWritable() {
        Optional<String> obstacle = files.obstacle(baseline.filter(file -> !json.equals(baseline))
                .map(file -> Map.of("the baseline", file))
                .orElse(Map.of()));
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), obstacle.get());
        }
    }

    private void checkPeers() {
        if (!peers.isEmpty() && !chosenScopes().contains(Scope.CROSS_HOST)) {
            throw new ParameterException(spec.commandLine(), "--peer is for --scope cross-host");
        }
        if (peers.stream().map(Endpoint::scheme).distinct().count() < peers.size()) {
            throw new ParameterException(spec.commandLine(), "--peer: two peers of one scheme would be the same row");
        }
        if (!peers.isEmpty() && stallMillis > 0) {
            throw new ParameterException(spec.commandLine(), "--stall: the server of a peer does not pause");
        }
    }

    private List<Scope> chosenScopes() {
        if (!scopes.isEmpty()) {
            return scopes;
        }
        return peers.isEmpty() ? List.of(Scope.IN_PROCESS, Scope.INTER_PROCESS) : List.of(Scope.CROSS_HOST);
    }

    private void tell(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }

    private int compare(Schedule plan, Testbeds venues, Optional<Report> before, PrintWriter out) throws IOException {
        Comparison comparison = new Comparison(plan, venues);
        // Until all has been said, because the JVM would otherwise be gone before.
        try (Interruption interruption = Interruption.stopping(comparison::stop)) {
            Measured measured = measure(plan, venues, comparison, interruption);
            Report document = measured.report();
            new TerminalTable(out, Bars.in(OutputCharset.find())).print(document);
            boolean isWorse = before.isPresent() && isWorse(out, before.get(), document);
            out.flush(); // a file may be standard output
            boolean isWritten = write(document);
            if (measured.failure().isPresent()) {
                throw measured.failure().get();
            }
            return isWorse || !isWritten || document.hasRowsWithoutFigures() || document.hasLostAPeer() ? 1 : 0;
        }
    }

    private boolean write(Report document) {
        PrintWriter err = spec.commandLine().getErr();
        boolean isWritten = files.write("--json", () -> JsonFile.write(document), err);
        isWritten &= files.write("--csv", () -> CsvFile.write(document), err);
        boolean hasPage =
                files.write("--html", () -> HtmlPage.write(List.of(new HtmlPage.Run("this run", document))), err);
        if (open && hasPage) {
            Opener.open(html.orElseThrow(), err);
        }
        return isWritten && hasPage;
    }

    private boolean isWorse(PrintWriter out, Report before, Report now) {
        Baseline comparison = new Baseline(before, now);
        comparison.print(out, failAbove);
        return comparison.isWorse(failAbove);
    }

    private Report readBaseline() {
        try {
            return JsonFile.read(baseline.get());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--baseline: " + FileFailure.words(e), e);
        }
    }

    private Settings settings() {
        if (threads == ThreadKind.VIRTUAL && !Threads.runtimeHasVirtual()) {
            throw new ParameterException(spec.commandLine(), "virtual threads need Java 21 or later");
        }
        if (stallMillis < 0 || stallMillis > LONGEST_STALL_MILLIS) {
            throw new ParameterException(
                    spec.commandLine(), "--stall: the server can pause for 0 to " + LONGEST_STALL_MILLIS + " ms");
        }
        return new Settings(
                threads == ThreadKind.VIRTUAL,
                sendBufferBytes,
                recvBufferBytes,
                noDelay,
                Duration.ofMillis(stallMillis));
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Pattern pattern : chosenPatterns()) {
            for (int size : chosenSizes()) {
                for (Cpus where : cpus) {
                    for (Wait wait : waits) {
                        for (Scope scope : chosenScopes()) {
                            for (int rate : pattern.offersRate() ? rates : List.of(0)) {
                                for (String row : chosenRows(scope)) {
                                    int many = pattern.hasManyClients() ? clients : 1;
                                    cells.add(new Cell(pattern, row, scope, size, wait, where, rate, many));
                                }
                            }
                        }
                    }
                }
            }
        }
        return cells;
    }

    private List<Integer> chosenSizes() {
        if (!sizes.isEmpty()) {
            return sizes;
        }
        return length.budget() == Budget.QUICK ? List.of(64) : List.of(64, 1 << 10, 16 << 10, 64 << 10);
    }

    private List<Pattern> chosenPatterns() {
        if (patterns.contains(ALL)) {
            return List.of(Pattern.values());
        }
        for (String pattern : patterns) {
            requireKnown(
                    "pattern",
                    pattern,
                    Arrays.stream(Pattern.values()).map(Pattern::toString).toList());
        }
        return patterns.stream().map(Pattern::parse).toList();
    }

    /** With peers, only what they serve. */
    private List<String> chosenRows(Scope scope) {
        List<String> served = peers.stream().map(Endpoint::scheme).toList();
        return chosenRows().stream()
                .filter(row -> scope != Scope.CROSS_HOST || peers.isEmpty() || served.contains(row))
                .toList();
    }

    private List<String> chosenRows() {
        List<String> all = Carriers.names();
        if (transports.contains(ALL)) {
            return all;
        }
        for (String transport : transports) {
            requireKnown("row", transport, all);
        }
        return all.stream()
                .filter(row -> transports.contains(row)
                        || row.startsWith(Cell.RAW) && transports.contains(row.substring(Cell.RAW.length()))
                        || row.endsWith("6") && transports.contains(row.substring(0, row.length() - 1)))
                .toList();
    }

    private void requireKnown(String what, String word, List<String> all) {
        if (!all.contains(word)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no " + what + " '" + word + "'; choose from " + String.join(", ", all) + ", all");
        }
    }

    /** A report, and why it is not of a whole run, if something went wrong. */
    private record Measured(Report report, Optional<IOException> failure) {}

    private Measured measure(Schedule plan, Testbeds venues, Comparison comparison, Interruption interruption)
            throws IOException {
        Environment environment = Environment.here(Comparison.jvmOptions());
        Instant started = Instant.now();
        List<Sample> samples = new ArrayList<>();
        Optional<IOException> failure = Optional.empty();
        try (Progress progress = Progress.of(plan, spec.commandLine().getErr())) {
            comparison.run(sample -> {
                samples.add(sample);
                progress.step();
            });
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        if (failure.isPresent()
                && samples.stream().allMatch(sample -> sample.failure().isPresent())) {
            throw failure.get(); // there is nothing to report
        }
        boolean complete = !interruption.hasHappened() && failure.isEmpty();
        int last = samples.size() - 1;
        if (!complete && last >= 0 && samples.get(last).failure().isPresent()) {
            samples.remove(last); // Ctrl-C reaches the measuring JVMs too, perhaps before it is known here
        }
        Report report = Analysis.analyse(
                plan,
                samples,
                row -> Carriers.byName(row).description(),
                environment,
                venues.elsewhere(complete),
                started,
                complete);
        return new Measured(report, failure);
    }
}
