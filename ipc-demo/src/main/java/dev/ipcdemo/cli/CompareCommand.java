package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.FileFailure;
import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.ProfileFile;
import dev.ipcdemo.cli.terminal.Opener;
import dev.ipcdemo.cli.terminal.Progress;
import dev.ipcdemo.compare.Comparison;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.ProgressListener;
import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.report.CsvFile;
import dev.ipcdemo.compare.report.HlogFile;
import dev.ipcdemo.compare.report.HtmlPage;
import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.report.MarkdownSummary;
import dev.ipcdemo.compare.result.Changes;
import dev.ipcdemo.compare.result.GateResult.State;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.launch.container.EngineClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /** The exit code when all was measured, and a row of B is slower than is tolerated. */
    private static final int GATE_FAILED = 3;

    /** What this JVM and two measuring ones take together: with less the kernel kills one of them at some time. */
    private static final long NEEDED_BYTES = 200L << 20;

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

    private OutputFiles files; // from the beginning of the call on
    private final AtomicReference<Comparison> running = new AtomicReference<>();
    private volatile boolean stopped;
    private List<String> original = List.of();
    private Optional<ProfileFile> profile = Optional.empty();

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

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        files = new OutputFiles(out);
        if (output.schema) {
            out.print(JsonFile.schema());
            out.flush();
            return 0;
        }
        original = spec.commandLine().getParseResult().originalArgs();
        if (what.profile.isPresent()) {
            apply(what.profile.get());
        }
        ComparePlan question = question();
        new CompareRules(spec.commandLine(), what, how, howLong, against, output).check(question);
        files.add("--json", output.json);
        files.add("--csv", output.csv);
        files.add("--html", output.html);
        files.add("--markdown", output.markdown);
        files.add("--hlog", output.hlog);
        requireWritable();
        Optional<Report> before = against.baseline.isPresent() ? Optional.of(readBaseline()) : Optional.empty();
        Interruption interruption = Interruption.stopping(this::stop);
        try {
            return openAndRun(question, before, out);
        } finally {
            interruption.close(); // not before, because the JVM would end without the report
        }
    }

    private ComparePlan question() {
        try {
            return ComparePlan.of(what, how, howLong, against);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
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

    private int openAndRun(ComparePlan question, Optional<Report> before, PrintWriter out) throws IOException {
        try (Comparison comparison = open(question)) {
            running.set(comparison);
            comparison.note("ipc-demo", String.join(" ", new Version().getVersion()));
            comparison.note("command", command());
            profile.ifPresent(used -> comparison.note("profile", used.toString()));
            Stream.of(question.requestFile(), question.replyFile())
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

    private Comparison open(ComparePlan question) throws IOException {
        try {
            Plan plan = question.plan();
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
