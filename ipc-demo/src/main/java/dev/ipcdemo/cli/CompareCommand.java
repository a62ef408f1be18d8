package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.Candidates;
import dev.ipcdemo.cli.option.CpuChoice;
import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.cli.option.GateConverter;
import dev.ipcdemo.cli.option.PercentConverter;
import dev.ipcdemo.cli.option.RateBoundConverter;
import dev.ipcdemo.cli.option.SizeConverter;
import dev.ipcdemo.cli.option.WayParser;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.cli.terminal.OutputCharset;
import dev.ipcdemo.cli.terminal.Progress;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.report.Bars;
import dev.ipcdemo.compare.report.ChangesTable;
import dev.ipcdemo.compare.report.CsvFile;
import dev.ipcdemo.compare.report.HlogFile;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.report.MarkdownSummary;
import dev.ipcdemo.compare.report.TerminalTable;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.GateResult.State;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "Besides the transports, there is a row for the bare channel of each (raw:tcp, ...), which shows what this"
                    + " project's API costs, and two rows for scale that are not sockets: pipe and shm (shared memory)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo compare --quick",
            "  ipc-demo compare --quick --html run.html --open",
            "  ipc-demo compare --transport tcp,unix --cpus same,split --wait block,spin",
            "  ipc-demo compare --pattern rate --rate 100,10000 --stall 100 --transport unix",
            "  ipc-demo compare --quick --scope cross-host                needs a Docker engine",
            "  ipc-demo compare --peer tcp://HOST:7000      see --service of ipc-demo serve",
            "  ipc-demo compare --json new.json --baseline old.json --fail-above 10",
            "  ipc-demo compare --quick --fail-if 'unix inter-process p99 > 100us' --markdown summary.md",
            "  ipc-demo compare --ab no-delay=false no-delay=true --transport tcp",
            "  ipc-demo compare --ab build=../base build=. --fail-above 5        in CI: a change and its base",
            "",
            "How it measures, and what you may conclude, is explained in docs/measuring.md."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:measured, and written",
            "1:a row failed, a file could not be written, or a row is measurably slower than the baseline",
            "2:wrong usage, or nothing of what was asked for can be measured here",
            "3:all was measured, and a row of B is slower than A by more than --fail-above"
        })
final class CompareCommand implements Callable<Integer> {

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "SCHEME",
            completionCandidates = Candidates.Rows.class,
            description =
                    "Transports (each with its bare channel), single rows (tcp6, raw:tcp, pipe, shm), or all (default:"
                            + " all).")
    private List<String> transports = List.of(Plan.ALL);

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            completionCandidates = Candidates.Scopes.class,
            description = "in-process, inter-process, or cross-host: between two containers (default: in-process,"
                    + " inter-process).")
    private List<Scope> scopes = List.of();

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "ENDPOINT",
            description = "Measure cross-host with servers that were started elsewhere by 'ipc-demo serve ENDPOINT"
                    + " --service measure', one per transport. Without --scope, nothing else is measured.")
    private List<Endpoint> peers = List.of();

    @Option(
            names = "--image-base",
            paramLabel = "IMAGE",
            description = "For cross-host: build the containers' image from this one, which must have java on its path,"
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
            description = "Message sizes, such as 1,64,16K (default: 64,1K,16K,64K; with --quick: 64).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "N",
            description = "Messages per second to send, for pattern rate (default: 200,2000,10000).")
    private List<Integer> rates = List.of();

    @Option(
            names = "--find-rate",
            paramLabel = "BOUND",
            converter = RateBoundConverter.class,
            description = "Instead of measuring: find the highest rate that each row sustains under a bound on its"
                    + " latency, such as 'p99 < 200us'. Takes some 3 seconds for each row and round.")
    private Optional<RateBound> findRate = Optional.empty();

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "Number of clients, for pattern fan-in (default: 4).")
    private List<Integer> clients = List.of();

    @Option(
            names = "--wait",
            split = ",",
            paramLabel = "HOW",
            description = "block: the kernel wakes a side that waits; spin: both sides poll (default: block).")
    private List<Wait> waits = List.of(Wait.BLOCK);

    @Option(
            names = "--cpus",
            split = ",",
            paramLabel = "WHERE",
            completionCandidates = Candidates.Placements.class,
            description =
                    "same: both sides on one CPU; split: each on its own; free: wherever the scheduler puts them (default:"
                            + " same). Also the CPUs themselves: 2,3 (the client's, then the server's), 0-3, or node0 for"
                            + " those of a NUMA node; one is for both sides, of several each side has its own.")
    private List<String> cpus = List.of("same");

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
            description = "Make the server pause for this long once a second, to see which patterns show it.")
    private long stallMillis;

    @Option(
            names = "--java",
            paramLabel = "DIR",
            description = "The Java runtime of the measuring JVMs (default: the one that runs this command).")
    private Optional<Path> java = Optional.empty();

    @Option(
            names = "--jvm-args",
            paramLabel = "OPTIONS",
            description = "Options for the measuring JVMs, separated by spaces: --jvm-args='-XX:+UseZGC -Xmx1g'.")
    private String jvmArgs = "";

    @Option(
            names = "--ab",
            arity = "2",
            paramLabel = "WAY",
            description = {
                "Compare two ways of running, A and B, in the same rounds. A way is as-is, or what is different about"
                        + " it, as KEY=VALUE with commas between several: java=DIR (a Java runtime), jvm-args=OPTIONS,"
                        + " build=DIR (another checkout of this project, built, or a directory of its jars),"
                        + " no-delay=true|false, send-buffer=BYTES, recv-buffer=BYTES, threads=platform|virtual."
            })
    private List<String> ab = List.of();

    @ArgGroup
    private Length length = new Length();

    /** At most one of them. */
    private static final class Length {
        @Option(names = "--quick", description = "About 15 seconds: for a first look.")
        private boolean quick;

        @Option(names = "--thorough", description = "As long as reliable figures take: minutes or hours.")
        private boolean thorough;

        Budget budget() {
            return quick ? Budget.QUICK : thorough ? Budget.THOROUGH : Budget.NORMAL;
        }
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each row is measured (default: 7; with --quick 5, with --thorough 11).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long each row is measured in each round, such as 200ms (default: what --quick and others"
                    + " leave for it).")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description =
                    "How long each row is warmed up before it is measured (default: half as long as it is measured).")
    private Optional<Duration> warmUp = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows as CSV.")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--hlog",
            paramLabel = "FILE",
            description =
                    "Write the latencies as a log of HdrHistogram, for its tools: a line with a tag for each row.")
    private Optional<Path> hlog = Optional.empty();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "Print what has been measured after each such time, with the figures until then.")
    private Optional<Duration> interval = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page for any browser.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write a summary, as for a CI job.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--open", description = "Open the page of --html in the browser.")
    private boolean open;

    @Option(names = "--schema", description = "Print the JSON Schema of --json, and exit.")
    private boolean schema;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Compare with an older --json; exit with 3 if a row is slower beyond doubt.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--fail-above",
            paramLabel = "PERCENT",
            converter = PercentConverter.class,
            description =
                    "How much slower a row may be beyond doubt. With --baseline: than there (default: 5, by which two runs of"
                            + " one build may differ). With --ab: exit with 3 if a row of B is slower than A by more than"
                            + " that (default: never).")
    private Optional<Double> failAbove = Optional.empty();

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            converter = GateConverter.class,
            description = "Exit with 3 if this holds beyond doubt, such as 'unix p99 > 50us', 'udp loss > 1%%',"
                    + " 'tcp p50 > 1.1 x baseline' (or x A, x raw). May be given several times.")
    private List<Gate> failIf = List.of();

    /** One a nanosecond is more than any transport carries. */
    private static final int MOST_PER_SECOND = 1_000_000_000;

    /** The exit code when all was measured, and a row of B is slower than is tolerated. */
    private static final int GATE_FAILED = 3;

    /** More need more patience than a person has. */
    private static final int MOST_ROUNDS = 1_000;

    /** In less, even a fast machine does not exchange the fewest messages that count. */
    private static final Duration SHORTEST_DURATION = Duration.ofMillis(5);

    private static final Duration LONGEST_DURATION = Duration.ofMinutes(5);

    /** Each takes a thread on each side. */
    private static final int MOST_CLIENTS = 1_000;

    @Spec
    private CommandSpec spec;

    private final OutputFiles files = new OutputFiles();
    private final AtomicReference<Comparison> running = new AtomicReference<>();
    private volatile boolean stopped;

    /** The kinds of threads. */
    enum ThreadKind {
        PLATFORM,
        VIRTUAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private void requireBetween(String option, Optional<Duration> value, Duration least) {
        if (value.isPresent()
                && (value.get().compareTo(least) < 0 || value.get().compareTo(LONGEST_DURATION) > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " takes " + least.toMillis() + "ms to " + LONGEST_DURATION.toSeconds() + "s");
        }
    }

    private void requireNothingBesideTheSearch() {
        for (String other : List.of(
                "--rate",
                "--pattern",
                "--ab",
                "--baseline",
                "--fail-above",
                "--fail-if",
                "--duration",
                "--warm-up",
                "--interval")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
                throw new ParameterException(
                        spec.commandLine(), "--find-rate finds rates, and cannot be used with " + other);
            }
        }
    }

    private void requireFor(Pattern pattern, String option, List<?> values) {
        if (!values.isEmpty() && !patterns.contains(Plan.ALL) && !patterns.contains(pattern.toString())) {
            throw new ParameterException(
                    spec.commandLine(), option + " is for pattern " + pattern + ", which is not among --pattern");
        }
    }

    private void requireDistinct(String option, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                throw new ParameterException(spec.commandLine(), option + " has " + value + " twice");
            }
        }
    }

    private void requireBetween(String option, List<Integer> values, int most) {
        for (int value : values) {
            if (value < 1 || value > most) {
                throw new ParameterException(
                        spec.commandLine(), option + " takes 1 to " + most + ", and " + value + " is not");
            }
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
        if (failAbove.isPresent() && baseline.isEmpty() && ab.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--fail-above needs --ab or --baseline, which say what to compare with");
        }
        if (!ab.isEmpty() && baseline.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--ab and --baseline both say what to compare with: choose one");
        }
        if (ab.size() > 2) {
            throw new ParameterException(spec.commandLine(), "--ab compares two ways: give it once");
        }
        requireBetween("--rounds", rounds.stream().toList(), MOST_ROUNDS);
        requireBetween("--duration", duration, SHORTEST_DURATION);
        requireBetween("--warm-up", warmUp, Duration.ZERO);
        peers.forEach(peer -> EndpointConverter.requireNamed(peer, spec.commandLine()));
        requireDistinct("--transport", transports);
        requireDistinct("--scope", scopes);
        requireDistinct("--peer", peers);
        requireDistinct("--pattern", patterns);
        requireDistinct("--size", sizes);
        requireDistinct("--rate", rates);
        requireDistinct("--clients", clients);
        requireDistinct("--wait", waits);
        requireDistinct("--cpus", cpus);
        requireBetween("--rate", rates, MOST_PER_SECOND);
        requireBetween("--clients", clients, MOST_CLIENTS);
        if (findRate.isPresent()) {
            requireNothingBesideTheSearch();
        }
        requireFor(Pattern.RATE, "--rate", rates);
        requireFor(Pattern.FAN_IN, "--clients", clients);
        files.add("--json", json);
        files.add("--csv", csv);
        files.add("--html", html);
        files.add("--markdown", markdown);
        files.add("--hlog", hlog);
        requireWritable();
        Optional<Report> before = baseline.isPresent() ? Optional.of(readBaseline()) : Optional.empty();
        Interruption interruption = Interruption.stopping(this::stop);
        try {
            return openAndRun(before, out);
        } finally {
            interruption.close(); // not before, because the JVM would end without the report
        }
    }

    /** Called by another thread, when Ctrl-C or SIGTERM ends the JVM. */
    private void stop() {
        stopped = true;
        Comparison comparison = running.get();
        if (comparison == null) {
            sayThatNothingWasMeasured();
        } else {
            comparison.stop();
        }
    }

    private void sayThatNothingWasMeasured() {
        PrintWriter err = spec.commandLine().getErr();
        err.println("ipc-demo: stopped before anything was measured");
        err.flush();
    }

    private int openAndRun(Optional<Report> before, PrintWriter out) throws IOException {
        try (Comparison comparison = openComparison()) {
            running.set(comparison);
            comparison.note("ipc-demo", String.join(" ", new Version().getVersion()));
            comparison.note("command", command());
            if (stopped) {
                return 1;
            }
            Schedule schedule = comparison.schedule();
            if (schedule.cells().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "nothing of this can be measured here: "
                                + (schedule.refusals().isEmpty()
                                        ? "no peer serves --transport " + String.join(",", transports)
                                        : schedule.refusals().get(0).reason()));
            }
            return run(comparison, before, out);
        }
    }

    /** As it was called, without the values of properties, which may be secret. */
    private String command() {
        return Stream.concat(
                        Stream.of("ipc-demo", "compare"),
                        spec.commandLine().getParseResult().originalArgs().stream()
                                .filter(word -> !word.equals(spec.name()))
                                .map(word -> word.matches("\\S+") ? word : "'" + word + "'"))
                .collect(Collectors.joining(" "))
                .replaceAll("(-D[^=\\s]+=)[^\\s']+", "$1…");
    }

    private Comparison openComparison() throws IOException {
        try {
            Plan plan = plan();
            if (plan.needsContainers()) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("Starting two containers. The first time, and after a change, their image is built first.");
                err.flush();
            }
            return Comparison.open(plan);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Plan plan() {
        Way way = way();
        Plan plan = Plan.of(transports)
                .with(Cell.PATTERN, findRate.isPresent() ? List.of(Pattern.RATE) : chosenPatterns())
                .with(Cell.SCOPE, scopes)
                .with(Cell.MESSAGE_BYTES, findRate.isPresent() && sizes.isEmpty() ? List.of(64) : sizes)
                .with(Cell.WAIT, waits)
                .with(Cell.CPUS, cpuChoice().placements())
                .with(Cell.RATE_PER_SECOND, findRate.isPresent() ? RateBound.RATES.subList(0, 1) : rates)
                .with(Cell.CLIENTS, clients)
                .withWay(way)
                .within(budget())
                .withPeers(peers);
        Plan onImage = imageBase.map(plan::withImageBase).orElse(plan);
        return ab.isEmpty()
                ? onImage
                : onImage.between(WayParser.change(way, ab.get(0)), WayParser.change(way, ab.get(1)));
    }

    private Budget budget() {
        Budget budget = length.budget();
        budget = rounds.map(budget::withRounds).orElse(budget);
        budget = duration.map(budget::withDuration).orElse(budget);
        return warmUp.map(budget::withWarmUp).orElse(budget);
    }

    private CpuChoice cpuChoice() {
        return CpuChoice.parse(cpus, Topology.HERE);
    }

    private Way way() {
        Way way = Way.of(new Settings(
                        threads == ThreadKind.VIRTUAL,
                        sendBufferBytes,
                        recvBufferBytes,
                        noDelay,
                        Duration.ofMillis(stallMillis),
                        cpuChoice().list()))
                .withJvmOptions(WayParser.jvmOptions(jvmArgs));
        return java.map(way::withJava).orElse(way);
    }

    private List<Pattern> chosenPatterns() {
        return patterns.contains(Plan.ALL)
                ? List.of(Pattern.values())
                : patterns.stream().map(Cell.PATTERN::parse).toList();
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

    private int run(Comparison comparison, Optional<Report> before, PrintWriter out) throws IOException {
        before.ifPresent(then -> comparison.compareWith(then, tolerated()));
        try {
            comparison.failIf(failIf);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--fail-if: " + e.getMessage(), e);
        }
        Report report = measure(comparison);
        if (stopped && report.rows().isEmpty()) {
            sayThatNothingWasMeasured();
            return 1;
        }
        new TerminalTable(out, Bars.in(OutputCharset.find())).print(report);
        Optional<Changes> changes = before.map(then -> Comparison.changes(then, report, tolerated()));
        changes.ifPresent(each -> ChangesTable.print(each, out));
        out.flush(); // a file may be standard output
        boolean isWritten = write(report, before, changes);
        if (comparison.failure().isPresent()) {
            throw comparison.failure().get();
        }
        if (!isWritten || report.hasRowsWithoutFigures() || report.hasLostAPeer() || has(report, State.UNKNOWN)) {
            return 1;
        }
        boolean isSlower = failAbove
                .filter(tolerated -> Comparison.isSlowerThanA(report, tolerated))
                .isPresent();
        return isSlower || changes.filter(Changes::isWorse).isPresent() || has(report, State.FAILED) ? GATE_FAILED : 0;
    }

    private static boolean has(Report report, State state) {
        return report.gates().stream().anyMatch(gate -> gate.state() == state);
    }

    private boolean write(Report report, Optional<Report> before, Optional<Changes> changes) {
        PrintWriter err = spec.commandLine().getErr();
        boolean isWritten = files.write("--json", () -> JsonFile.write(report), err);
        isWritten &= files.write("--csv", () -> CsvFile.write(report), err);
        isWritten &= files.write("--markdown", () -> MarkdownSummary.write(report, changes), err);
        isWritten &= files.write("--hlog", () -> HlogFile.write(report), err);
        List<HtmlPage.Run> runs = Stream.concat(
                        before.stream().map(then -> new HtmlPage.Run("baseline", then)),
                        Stream.of(new HtmlPage.Run("this run", report)))
                .toList();
        boolean hasPage = files.write("--html", () -> HtmlPage.write(runs, tolerated()), err);
        if (open && hasPage) {
            Opener.open(html.orElseThrow(), err);
        }
        return isWritten && hasPage;
    }

    private Report measure(Comparison comparison) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Duration usual = findRate.isPresent() ? comparison.searchEstimate() : comparison.estimate();
        Duration longest = findRate.isPresent() ? usual : comparison.longestEstimate();
        try (Progress progress = Progress.of(comparison.schedule(), usual, longest, err, interval)) {
            return findRate.isPresent() ? comparison.findRates(findRate.get(), progress) : comparison.run(progress);
        }
    }

    private double tolerated() {
        return failAbove.orElse(Changes.BETWEEN_RUNS);
    }

    private Report readBaseline() {
        try {
            return JsonFile.read(baseline.get());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--baseline: " + FileFailure.words(e), e);
        }
    }
}
