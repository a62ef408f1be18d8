package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.CpuChoice;
import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.cli.option.ProfileFile;
import dev.ipcdemo.cli.option.SizeChoice;
import dev.ipcdemo.cli.option.SizeFile;
import dev.ipcdemo.cli.option.WayParser;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.cli.terminal.Progress;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.ProgressListener;
import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.report.CsvFile;
import dev.ipcdemo.compare.report.HlogFile;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.report.MarkdownSummary;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.GateResult.State;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.launch.container.EngineClient;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
            "  ipc-demo compare --pattern throughput --batch 32 --transport posix+udp",
            "  ipc-demo compare --pattern throughput --bidirectional --transport tcp,unix",
            "  ipc-demo compare --request 256 --reply 16K --depth 1,8 --transport tcp,unix",
            "  ipc-demo compare --request 64:80+1K:15+64K:5 --transport tcp,unix",
            "  ipc-demo compare --profile orders.yaml --html run.html",
            "  ipc-demo compare --quick --with frameworks     TLS, Netty and others, too",
            "  ipc-demo compare --quick --scope cross-host    needs a Docker engine",
            "  ipc-demo compare --peer tcp://HOST:7000        see --service of ipc-demo serve",
            "  ipc-demo compare --json new.json --baseline old.json --fail-above 10",
            "  ipc-demo compare --quick --fail-if 'unix inter-process p99 > 100us' \\",
            "      --markdown summary.md",
            "  ipc-demo compare --ab no-delay=false no-delay=true --transport tcp",
            "  ipc-demo compare --ab congestion=cubic congestion=bbr --transport posix+tcp",
            "  ipc-demo compare --ab build=../base build=. --fail-above 5",
            "",
            "How it measures, and what you may conclude, is explained in docs/measuring.md."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:measured, and written",
            "1:a row failed, or a file could not be written",
            "2:wrong usage, or nothing of what was asked for can be measured here",
            "3:all was measured, and a condition failed: of --baseline, --fail-above or --fail-if"
        })
final class CompareCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nWhat to measure:%n")
    private CompareOptions.What what = new CompareOptions.What();

    @ArgGroup(validate = false, heading = "%nHow to measure it:%n")
    private CompareOptions.How how = new CompareOptions.How();

    @ArgGroup(validate = false, heading = "%nHow long:%n")
    private CompareOptions.HowLong howLong = new CompareOptions.HowLong();

    @ArgGroup(validate = false, heading = "%nWhat to compare it with, and when to fail:%n")
    private CompareOptions.Against against = new CompareOptions.Against();

    @ArgGroup(validate = false, heading = "%nWhat to print and write:%n")
    private CompareOptions.Output output = new CompareOptions.Output();

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
    private static final int MOST_STREAMS = 1_000;

    /** Each takes a descriptor on each side. */
    private static final int MOST_CLIENTS = 10_000;

    /** More is no pipeline but a flood, and throughput measures that. */
    private static final int MOST_UNDER_WAY = 4_096;

    /** The kernel takes no more (UIO_MAXIOV). */
    private static final int MOST_IN_A_BATCH = 1_024;

    private static final Set<String> NOT_IN_A_PROFILE = Set.of(
            "profile",
            "ab",
            "baseline",
            "details",
            "quiet",
            "interval",
            "json",
            "csv",
            "html",
            "open",
            "markdown",
            "hlog",
            "schema",
            "help",
            "version",
            "verbose");

    @Spec
    private CommandSpec spec;

    private final OutputFiles files = new OutputFiles();
    private final AtomicReference<Comparison> running = new AtomicReference<>();
    private volatile boolean stopped;
    private List<String> original = List.of();
    private Optional<ProfileFile> profile = Optional.empty();
    private Optional<SizeMix> requestFile = Optional.empty();
    private Optional<SizeMix> replyFile = Optional.empty();

    /** The kinds of threads. */
    enum ThreadKind {
        PLATFORM,
        VIRTUAL,
        EVENT_LOOP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        if (!values.isEmpty() && !what.patterns.contains(Plan.ALL) && !what.patterns.contains(pattern.toString())) {
            throw new ParameterException(
                    spec.commandLine(), option + " is for pattern " + pattern + ", which is not among --pattern");
        }
    }

    private void requireOneConnectionForBoth() {
        for (String other : List.of("--streams", "--batch")) {
            if (what.bidirectional && spec.commandLine().getParseResult().hasMatchedOption(other)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--bidirectional measures one connection, and cannot be used with " + other);
            }
        }
    }

    private void requireRepliesFor(String option, boolean isGiven) {
        if (isGiven && chosenPatterns().stream().noneMatch(Pattern::hasReplies)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is for patterns with replies, and --pattern names none");
        }
    }

    /** A connection that is used once has one message. */
    private void requireMixable() {
        boolean isMixed = Stream.of(
                        SizeChoice.mixes(what.sizes, requestFile.stream()),
                        SizeChoice.mixes(what.replies, replyFile.stream()))
                .anyMatch(mixes -> !mixes.isEmpty());
        if (isMixed && what.findRate.isEmpty() && chosenPatterns().equals(List.of(Pattern.CONNECT))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "pattern connect has messages of one size: leave out the sizes with weights, and"
                            + " those of files");
        }
    }

    private Optional<SizeMix> sizes(String option, Optional<Path> file) {
        try {
            return file.isPresent() ? Optional.of(SizeFile.read(file.get())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + FileFailure.words(e), e);
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

    /**
     * Parses the command line once more, after what the profile sets and the command line does not.
     *
     * @throws ParameterException if the profile cannot be used; the message names the line
     */
    private void apply(Path file) {
        ParseResult parsed = spec.commandLine().getParseResult();
        try {
            ProfileFile read = ProfileFile.read(file, profileKeys());
            List<String> arguments = Stream.concat(
                            read.entries().stream()
                                    .filter(entry -> !isGiven(parsed, entry.key()))
                                    .map(ProfileFile.Entry::argument),
                            original.stream()
                                    .dropWhile(word -> !word.equals(spec.name()))
                                    .skip(1))
                    .toList();
            spec.commandLine().parseArgs(arguments.toArray(String[]::new));
            profile = Optional.of(read);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--profile: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--profile: " + FileFailure.words(e), e);
        }
    }

    /** What a question consists of; where the answer goes, and what it is compared with, is up to each run. */
    private List<String> profileKeys() {
        return spec.options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2))
                .filter(name -> !NOT_IN_A_PROFILE.contains(name))
                .sorted()
                .toList();
    }

    /** Also under its other name, or by an option that excludes it. */
    private boolean isGiven(ParseResult parsed, String key) {
        return parsed.hasMatchedOption("--" + key)
                || key.equals("quick") && howLong.isThorough
                || key.equals("thorough") && howLong.isQuick;
    }

    /** What this JVM and two measuring ones take together: with less the kernel kills one of them at some time. */
    private static final long NEEDED_BYTES = 200L << 20;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        files.outputTo(out);
        if (output.schema) {
            out.print(JsonFile.schema());
            out.flush();
            return 0;
        }
        original = spec.commandLine().getParseResult().originalArgs();
        if (what.profile.isPresent()) {
            apply(what.profile.get());
        }
        if (output.open
                && output.html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--open needs --html, which says where the page is written");
        }
        if (against.failAbove.isPresent() && against.baseline.isEmpty() && against.ab.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--fail-above needs --ab or --baseline, which say what to compare with");
        }
        if (!against.ab.isEmpty() && against.baseline.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--ab and --baseline both say what to compare with: choose one");
        }
        if (against.ab.size() > 2) {
            throw new ParameterException(spec.commandLine(), "--ab compares two ways: give it once");
        }
        if (howLong.isQuick && howLong.isThorough) {
            throw new ParameterException(
                    spec.commandLine(), "--quick and --thorough both say how long it takes: choose one");
        }
        requireBetween("--rounds", howLong.rounds.stream().toList(), MOST_ROUNDS);
        requireBetween("--duration", howLong.duration, SHORTEST_DURATION);
        requireBetween("--warm-up", howLong.warmUp, Duration.ZERO);
        what.peers.forEach(peer -> EndpointConverter.requireNamed(peer, spec.commandLine()));
        requireDistinct("--transport", what.transports);
        requireDistinct("--with", what.modules);
        requireDistinct("--scope", what.scopes);
        requireDistinct("--peer", what.peers);
        requireDistinct("--pattern", what.patterns);
        requireDistinct("--size", what.sizes);
        requireDistinct("--reply", what.replies);
        requireDistinct("--depth", what.depths);
        requireDistinct("--streams", what.streams);
        requireDistinct("--rate", what.rates);
        requireDistinct("--clients", what.clients);
        requireDistinct("--batch", what.batches);
        requireDistinct("--wait", how.waits);
        requireDistinct("--cpus", how.cpus);
        requireBetween("--rate", what.rates, MOST_PER_SECOND);
        requireBetween("--clients", what.clients, MOST_CLIENTS);
        requireBetween("--batch", what.batches, MOST_IN_A_BATCH);
        requireBetween("--depth", what.depths, MOST_UNDER_WAY);
        requireBetween("--streams", what.streams, MOST_STREAMS);
        if (what.findRate.isPresent()) {
            requireNothingBesideTheSearch();
        }
        requireFor(Pattern.RATE, "--rate", what.rates);
        requireFor(Pattern.FAN_IN, "--clients", what.clients);
        requireFor(Pattern.THROUGHPUT, "--batch", what.batches);
        requireFor(Pattern.ROUND_TRIP, "--depth", what.depths);
        requireFor(Pattern.THROUGHPUT, "--streams", what.streams);
        requireFor(Pattern.THROUGHPUT, "--bidirectional", what.bidirectional ? List.of(true) : List.of());
        requireOneConnectionForBoth();
        if (what.findRate.isEmpty()) {
            requireRepliesFor("--reply", !what.replies.isEmpty());
            requireRepliesFor("--reply-sizes", what.replySizes.isPresent());
        }
        requestFile = sizes("--request-sizes", what.requestSizes);
        replyFile = sizes("--reply-sizes", what.replySizes);
        requireMixable();
        files.add("--json", output.json);
        files.add("--csv", output.csv);
        files.add("--html", output.html);
        files.add("--markdown", output.markdown);
        files.add("--hlog", output.hlog);
        requireWritable();
        Optional<Report> before = against.baseline.isPresent() ? Optional.of(readBaseline()) : Optional.empty();
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
            profile.ifPresent(used -> comparison.note("profile", used.toString()));
            Stream.of(requestFile, replyFile)
                    .flatMap(Optional::stream)
                    .forEach(sizes -> comparison.note("sizes of " + sizes, sizes.summary()));
            if (stopped) {
                return 1;
            }
            Schedule schedule = comparison.schedule();
            if (schedule.cells().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "nothing of this can be measured here: "
                                + (schedule.refusals().isEmpty()
                                        ? "no peer serves --transport " + String.join(",", what.transports)
                                        : schedule.refusals().get(0).reason()));
            }
            return run(comparison, before, out);
        }
    }

    /** As it was called, without the values of properties, which may be secret. */
    private String command() {
        return Stream.concat(
                        Stream.of("ipc-demo", "compare"),
                        original.stream()
                                .filter(word -> !word.equals(spec.name()))
                                .map(word -> word.matches("\\S+") ? word : "'" + word + "'"))
                .collect(Collectors.joining(" "))
                .replaceAll("(-D[^=\\s]+=)[^\\s']+", "$1…");
    }

    private Comparison openComparison() throws IOException {
        try {
            Plan plan = plan();
            PrintWriter err = spec.commandLine().getErr();
            ControlGroup.here().tooLittleFor("a comparison", NEEDED_BYTES).ifPresent(why -> {
                err.println("ipc-demo: " + why);
                err.flush();
            });
            if (plan.needsContainers()) {
                EngineClient.require();
                PrintWriter people = forPeople(err);
                people.println(
                        "Starting two containers. The first time, and after a change, their image is built first.");
                people.flush();
            }
            return new PeerWait(what.peerWait, forPeople(err), () -> stopped).open(() -> Comparison.open(plan));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Where people read; nowhere if they are not to be told. */
    private PrintWriter forPeople(PrintWriter out) {
        return output.quiet ? new PrintWriter(Writer.nullWriter()) : out;
    }

    private Plan plan() {
        Way way = way();
        Plan plan = Plan.of(Stream.concat(what.transports.stream(), what.modules.stream())
                        .toList())
                .with(Cell.PATTERN, what.findRate.isPresent() ? List.of(Pattern.RATE) : chosenPatterns())
                .with(Cell.SCOPE, what.scopes)
                .with(Cell.MESSAGE_BYTES, singleSizes())
                .with(Cell.REQUEST_MIX, SizeChoice.mixes(what.sizes, requestFile.stream()))
                .with(Cell.WAIT, how.waits)
                .with(Cell.CPUS, cpuChoice().placements())
                .with(Cell.RATE_PER_SECOND, what.findRate.isPresent() ? RateBound.RATES.subList(0, 1) : what.rates)
                .with(Cell.CLIENTS, what.clients)
                .with(Cell.BATCH, besideNone(what.batches))
                .with(Cell.REPLY_BYTES, SizeChoice.single(what.replies))
                .with(Cell.REPLY_MIX, SizeChoice.mixes(what.replies, replyFile.stream()))
                .with(Cell.DEPTH, what.depths)
                .with(Cell.STREAMS, what.streams)
                .with(Cell.DIRECTIONS, what.bidirectional ? List.of(Directions.BOTH_WAYS) : List.of())
                .withWay(way)
                .within(budget())
                .withPeers(what.peers);
        Plan onImage = how.imageBase.map(plan::withImageBase).orElse(plan);
        return against.ab.isEmpty()
                ? onImage
                : onImage.between(WayParser.change(way, against.ab.get(0)), WayParser.change(way, against.ab.get(1)));
    }

    private List<Integer> singleSizes() {
        List<Integer> sizes = SizeChoice.single(what.sizes);
        return what.findRate.isPresent() && sizes.isEmpty() ? List.of(64) : sizes;
    }

    /** What a batch buys is told by the same row without one. */
    private static List<Integer> besideNone(List<Integer> batches) {
        return Stream.concat(Stream.of(1), batches.stream()).distinct().toList();
    }

    private Budget budget() {
        Budget budget = howLong.isQuick ? Budget.QUICK : howLong.isThorough ? Budget.THOROUGH : Budget.NORMAL;
        budget = howLong.rounds.map(budget::withRounds).orElse(budget);
        budget = howLong.duration.map(budget::withDuration).orElse(budget);
        return howLong.warmUp.map(budget::withWarmUp).orElse(budget);
    }

    private CpuChoice cpuChoice() {
        return CpuChoice.parse(how.cpus, Topology.HERE);
    }

    private Way way() {
        Way way = Way.of(new Settings(
                        how.threads == ThreadKind.VIRTUAL,
                        how.sendBufferBytes,
                        how.recvBufferBytes,
                        how.noDelay,
                        Duration.ofMillis(how.stallMillis),
                        cpuChoice().list(),
                        how.threads == ThreadKind.EVENT_LOOP,
                        socketOptions()))
                .withJvmOptions(WayParser.jvmOptions(how.jvmArgs));
        return how.java.map(way::withJava).orElse(way);
    }

    private Options socketOptions() {
        Options options = Options.DEFAULT;
        Set<String> seen = new HashSet<>();
        for (String assignment : how.socketOptions) {
            String[] parts = assignment.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("--socket-option takes KEY=VALUE, and '" + assignment + "' is not");
            }
            if (!seen.add(parts[0])) {
                throw new IllegalArgumentException("--socket-option sets " + parts[0] + " twice");
            }
            options = SocketSetting.set(options, parts[0], parts[1]);
        }
        return options;
    }

    private List<Pattern> chosenPatterns() {
        return what.patterns.contains(Plan.ALL)
                ? List.of(Pattern.values())
                : what.patterns.stream().map(Cell.PATTERN::parse).toList();
    }

    /** A baseline may be replaced by the report that is compared with it, but by nothing else. */
    private void requireWritable() {
        Optional<String> obstacle = files.obstacle(against.baseline
                .filter(file -> !output.json.equals(against.baseline))
                .map(file -> Map.of("the baseline", file))
                .orElse(Map.of()));
        if (obstacle.isPresent()) {
            throw new ParameterException(spec.commandLine(), obstacle.get());
        }
    }

    private int run(Comparison comparison, Optional<Report> before, PrintWriter out) throws IOException {
        before.ifPresent(then -> comparison.compareWith(then, tolerated()));
        try {
            comparison.failIf(against.failIf);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--fail-if: " + e.getMessage(), e);
        }
        Report report = measure(comparison);
        if (stopped && report.rows().isEmpty()) {
            sayThatNothingWasMeasured();
            return 1;
        }
        // a file may be standard output, and then nothing else is
        PrintWriter people =
                forPeople(files.isOutputTaken() ? spec.commandLine().getErr() : out);
        new ReportPrinter(people, output.details).print(report);
        boolean isWritten = write(report, before);
        if (comparison.failure().isPresent()) {
            throw comparison.failure().get();
        }
        if (!isWritten || report.hasRowsWithoutFigures() || report.hasLostAPeer() || has(report, State.UNKNOWN)) {
            return 1;
        }
        boolean isSlower = against.failAbove
                .filter(tolerated -> Comparison.isSlowerThanA(report, tolerated))
                .isPresent();
        return isSlower || report.changes().filter(Changes::isWorse).isPresent() || has(report, State.FAILED)
                ? GATE_FAILED
                : 0;
    }

    private static boolean has(Report report, State state) {
        return report.gates().stream().anyMatch(gate -> gate.state() == state);
    }

    private boolean write(Report report, Optional<Report> before) {
        PrintWriter err = spec.commandLine().getErr();
        boolean isWritten = files.write("--json", () -> JsonFile.write(report), err);
        isWritten &= files.write("--csv", () -> CsvFile.write(report), err);
        isWritten &= files.write("--markdown", () -> MarkdownSummary.write(report), err);
        isWritten &= files.write("--hlog", () -> HlogFile.write(report), err);
        List<HtmlPage.Run> runs = Stream.concat(
                        before.stream().map(then -> new HtmlPage.Run("baseline", then)),
                        Stream.of(new HtmlPage.Run("this run", report)))
                .toList();
        boolean hasPage = files.write("--html", () -> HtmlPage.write(runs, tolerated()), err);
        if (output.open && hasPage) {
            Opener.open(output.html.orElseThrow(), err);
        }
        return isWritten && hasPage;
    }

    private Report measure(Comparison comparison) throws IOException {
        PrintWriter err = forPeople(spec.commandLine().getErr());
        Duration usual = what.findRate.isPresent() ? comparison.searchEstimate() : comparison.estimate();
        Duration longest = what.findRate.isPresent() ? usual : comparison.longestEstimate();
        if (output.quiet) {
            ProgressListener nobody = (cell, round, failure) -> {};
            return what.findRate.isPresent()
                    ? comparison.findRates(what.findRate.get(), nobody)
                    : comparison.run(nobody);
        }
        try (Progress progress = Progress.of(comparison.schedule(), usual, longest, err, output.interval)) {
            return what.findRate.isPresent()
                    ? comparison.findRates(what.findRate.get(), progress)
                    : comparison.run(progress);
        }
    }

    private double tolerated() {
        return against.failAbove.orElse(Changes.BETWEEN_RUNS);
    }

    private Report readBaseline() {
        try {
            return JsonFile.read(against.baseline.get());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--baseline: " + FileFailure.words(e), e);
        }
    }
}
