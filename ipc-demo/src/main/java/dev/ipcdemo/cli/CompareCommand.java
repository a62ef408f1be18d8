package dev.ipcdemo.cli;

import dev.ipcdemo.bench.Budget;
import dev.ipcdemo.bench.Cell;
import dev.ipcdemo.bench.Comparison;
import dev.ipcdemo.bench.Cpus;
import dev.ipcdemo.bench.Environment;
import dev.ipcdemo.bench.Plan;
import dev.ipcdemo.bench.Sample;
import dev.ipcdemo.bench.Settings;
import dev.ipcdemo.bench.Venues;
import dev.ipcdemo.bench.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.peer.Sites;
import dev.ipcdemo.report.Analysis;
import dev.ipcdemo.report.Bars;
import dev.ipcdemo.report.Baseline;
import dev.ipcdemo.report.CsvFile;
import dev.ipcdemo.report.Document;
import dev.ipcdemo.report.HtmlPage;
import dev.ipcdemo.report.JsonFile;
import dev.ipcdemo.report.Table;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        requireWritable("--json", json);
        requireWritable("--csv", csv);
        requireWritable("--html", html);
        Optional<Document> before = baseline.isPresent() ? Optional.of(readBaseline()) : Optional.empty();
        checkPeers();
        Settings settings = settings();
        List<Cell> cells = cells();
        if (chosenScopes().contains(Scope.CROSS_HOST) && peers.isEmpty()) {
            tell(
                    "Asking a Docker engine for two containers; after a change, or the first time, their image is made before.");
        }
        try (Sites sites = new Sites(imageBase);
                Venues venues = Venues.open(sites, chosenScopes(), peers)) {
            Plan plan = Plan.of(cells, settings, length.budget(), venues);
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

    private void requireWritable(String option, Optional<Path> file) {
        Optional<String> obstacle = file.flatMap(FileFailure::whyNotWritable);
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), option + ": " + obstacle.get());
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

    private int compare(Plan plan, Venues venues, Optional<Document> before, PrintWriter out) throws IOException {
        Comparison comparison = new Comparison(plan, venues);
        // Until all has been said, because the JVM would otherwise be gone before.
        try (Interruption interruption = Interruption.stopping(comparison::stop)) {
            Document document = measure(plan, venues, comparison, interruption);
            new Table(out, Bars.in(OutputCharset.find())).print(document);
            if (json.isPresent()) {
                Files.writeString(json.get(), JsonFile.write(document));
            }
            if (csv.isPresent()) {
                Files.writeString(csv.get(), CsvFile.write(document));
            }
            if (html.isPresent()) {
                Files.writeString(html.get(), HtmlPage.write(List.of(new HtmlPage.Run("this run", document))));
                if (open) {
                    Opener.open(html.get(), spec.commandLine().getErr());
                }
            }
            boolean isWorse = before.isPresent() && isWorse(out, before.get(), document);
            return isWorse || document.hasRowsWithoutFigures() || document.hasLostAPeer() ? 1 : 0;
        }
    }

    private boolean isWorse(PrintWriter out, Document before, Document now) {
        Baseline comparison = new Baseline(before, now);
        comparison.print(out, failAbove);
        return comparison.isWorse(failAbove);
    }

    private Document readBaseline() {
        try {
            return JsonFile.read(baseline.get());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--baseline: " + FileFailure.words(e), e);
        }
    }

    private Settings settings() {
        if (threads == ThreadKind.VIRTUAL && !Settings.virtualThreadsExist()) {
            throw new ParameterException(spec.commandLine(), "virtual threads need Java 21 or later");
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
        for (String pattern : chosenPatterns()) {
            for (int size : chosenSizes()) {
                for (Cpus where : cpus) {
                    for (Wait wait : waits) {
                        for (Scope scope : chosenScopes()) {
                            for (int rate : pattern.equals("rate") ? rates : List.of(0)) {
                                for (String row : chosenRows(scope)) {
                                    int many = pattern.equals("fan-in") ? clients : 1;
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

    private List<String> chosenPatterns() {
        if (patterns.contains(ALL)) {
            return Plan.patterns();
        }
        for (String pattern : patterns) {
            requireKnown("pattern", pattern, Plan.patterns());
        }
        return patterns;
    }

    /** With peers, only what they serve. */
    private List<String> chosenRows(Scope scope) {
        List<String> served = peers.stream().map(Endpoint::scheme).toList();
        return chosenRows().stream()
                .filter(row -> scope != Scope.CROSS_HOST || peers.isEmpty() || served.contains(row))
                .toList();
    }

    private List<String> chosenRows() {
        List<String> all = Plan.rows();
        if (transports.contains(ALL)) {
            return all;
        }
        for (String transport : transports) {
            requireKnown("row", transport, all);
        }
        return all.stream()
                .filter(row ->
                        transports.stream().anyMatch(name -> Plan.rows(name).contains(row)))
                .toList();
    }

    private void requireKnown(String what, String word, List<String> all) {
        if (!all.contains(word)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no " + what + " '" + word + "'; choose from " + String.join(", ", all) + ", all");
        }
    }

    private Document measure(Plan plan, Venues venues, Comparison comparison, Interruption interruption) {
        Environment environment = Environment.here();
        Instant started = Instant.now();
        List<Sample> samples = new ArrayList<>();
        try (Progress progress = Progress.of(plan, spec.commandLine().getErr())) {
            comparison.run(sample -> {
                samples.add(sample);
                progress.step();
            });
        }
        boolean complete = !interruption.hasHappened();
        int last = samples.size() - 1;
        if (!complete && last >= 0 && samples.get(last).failure().isPresent()) {
            samples.remove(last); // Ctrl-C reaches the measuring JVMs too, perhaps before it is known here
        }
        return Analysis.analyse(plan, samples, environment, venues.elsewhere(complete), started, complete);
    }
}
