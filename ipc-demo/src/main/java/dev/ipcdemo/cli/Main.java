package dev.ipcdemo.cli;

import dev.ipcdemo.cli.CompareOptions.ThreadKind;
import dev.ipcdemo.cli.file.FileFailure;
import dev.ipcdemo.cli.option.Choice;
import dev.ipcdemo.cli.option.DurationConverter;
import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.cli.option.IntegerConverter;
import dev.ipcdemo.cli.option.PathConverter;
import dev.ipcdemo.cli.relay.RelayCommand;
import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.StandardOutput;
import dev.ipcdemo.cli.trace.TraceCommand;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.NativeCode;
import dev.ipcdemo.launch.StandardError;
import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code ipc-demo}. */
@Command(
        name = "ipc-demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.LOCAL,
        synopsisSubcommandLabel = "COMMAND",
        description = "Socket communication in Java: run it, watch it, compare it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage", "3:a gate of compare did not hold"},
        footer = "%nWhat a status means to a command is in its own help: ipc-demo COMMAND --help.",
        subcommands = {
            FamiliesCommand.class,
            DemoCommand.class,
            ServeCommand.class,
            ConnectCommand.class,
            TraceCommand.class,
            RelayCommand.class,
            ResolveCommand.class,
            CompareCommand.class,
            ClusterCommand.class,
            ImageCommand.class,
            ReportCommand.class,
            LessonCommand.class,
            CompletionCommand.class
        })
public final class Main implements Runnable {

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what happens, and where a failure comes from, to standard error.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    Main() {}

    /**
     * Runs a command and ends the JVM: with 0 when it was done, 1 when it failed, 2 when it was called wrongly.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardError.install();
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(output.untilNobodyReads(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, args);
        out.flush();
        Optional<IOException> failure = output.failure();
        failure.ifPresent(why -> err.println("ipc-demo: " + why.getMessage()));
        err.flush();
        System.exit(status == 0 && failure.isPresent() ? 1 : status);
    }

    /**
     * Runs a command.
     *
     * @param out for results
     * @param err for everything else
     * @param args the command line
     * @return 0 done, 1 failed, 2 called wrongly
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 1 && args[0].equals("families")) {
            // What a newcomer runs first. There is nothing to parse, and the parser takes longer to load than the
            // answer.
            FamiliesCommand.print(out);
            return 0;
        }
        try {
            return commandLine(out, err).execute(withoutWords(args));
        } catch (OutOfMemoryError e) {
            err.println("ipc-demo: out of memory with a heap of at most "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: allow more with -Xmx (" + e.getMessage() + ")");
            return 1;
        } catch (LinkageError e) {
            err.println("ipc-demo: a library that this needs cannot be loaded ("
                    + e.getMessage() + ")"
                    + NativeCode.obstacle().map(why -> ": " + why).orElse(""));
            return 1;
        }
    }

    /** All commands, and how their arguments are read. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Main main = new Main();
        CommandLine line = new CommandLine(main)
                .setColorScheme(Colours.ofHelp())
                .setExpandAtFiles(
                        false) // '@body.json' after curl -d is for curl; picocli would read the file, also after '--'
                .registerConverter(Endpoint.class, new EndpointConverter())
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(Path.class, new PathConverter())
                .registerConverter(Integer.class, new IntegerConverter())
                .registerConverter(int.class, new IntegerConverter())
                .registerConverter(Scope.class, new Choice<>("scope", Scope.values()))
                .registerConverter(ServiceName.class, new Choice<>("service", ServiceName.values()))
                .registerConverter(Wait.class, new Choice<>("way to wait", Wait.values()))
                .registerConverter(Cpus.class, new Choice<>("placement", Cpus.values()))
                .registerConverter(PodNetwork.class, new Choice<>("network", PodNetwork.values()))
                .registerConverter(ThreadKind.class, new Choice<>("kind of thread", ThreadKind.values()))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Main::calledWrongly)
                .setExecutionExceptionHandler((failure, command, parsed) -> main.failed(failure, command));
        // The options of a traced program are its own, also without '--' before it.
        line.getSubcommands().get("trace").setStopAtPositional(true);
        line.setExecutionStrategy(parsed -> {
            main.startLogging();
            requireAllMatched(parsed);
            requireGivenOnce(parsed);
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    /** {@code help}, {@code help COMMAND} and {@code version} are what a newcomer may try first. */
    private static String[] withoutWords(String[] args) {
        String word = args.length == 0 ? "" : args[0];
        return switch (word) {
            case "help" ->
                Stream.concat(Arrays.stream(args).skip(1), Stream.of("--help")).toArray(String[]::new);
            case "version" ->
                Stream.concat(Stream.of("--version"), Arrays.stream(args).skip(1))
                        .toArray(String[]::new);
            default -> args;
        };
    }

    /** With --help picocli lets anything pass that it does not know, also a command. */
    private static void requireAllMatched(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (!each.unmatched().isEmpty()) {
                throw new CommandLine.UnmatchedArgumentException(
                        each.commandSpec().commandLine(), each.unmatched());
            }
        }
    }

    /**
     * An option of a group that is given twice makes picocli begin the group again, and forget all options of it that were
     * given before; outside groups it refuses that itself.
     */
    private static void requireGivenOnce(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            for (ArgGroupSpec group : each.commandSpec().argGroups()) {
                for (OptionSpec option : group.options()) {
                    if (!option.isMultiValue() && timesGiven(each, option) > 1) {
                        throw new CommandLine.OverwrittenOptionException(
                                each.commandSpec().commandLine(),
                                option,
                                "option '" + option.longestName() + "' should be specified only once");
                    }
                }
            }
        }
    }

    private static long timesGiven(ParseResult parsed, OptionSpec option) {
        return parsed.findMatches(option.group()).stream()
                .flatMap(container -> container.matches().stream())
                .mapToLong(match -> match.matchedValues(option).size())
                .sum();
    }

    /** Without a command there is nothing to do but to say what could be done. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Before the first logger is made: slf4j-simple reads its level once. */
    private void startLogging() {
        if (verbose) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
    }

    private static int calledWrongly(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("ipc-demo: " + Printable.text(withNameGiven(wrong, args).replace('\n', ' ')));
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** An option of several names is the longest of them to picocli, which need not be the one that was given. */
    private static String withNameGiven(ParameterException wrong, String[] args) {
        if (wrong.getArgSpec() instanceof OptionSpec option) {
            List<String> names = List.of(option.names());
            return Stream.of(args)
                    .map(arg -> arg.replaceFirst("=.*", ""))
                    .filter(names::contains)
                    .findFirst()
                    .map(name -> wrong.getMessage().replace("'" + option.longestName() + "'", "'" + name + "'"))
                    .orElse(wrong.getMessage());
        }
        return wrong.getMessage();
    }

    private int failed(Exception failure, CommandLine command) {
        String message = Optional.ofNullable(FileFailure.words(failure)).orElseGet(failure::toString);
        // it may name a file, or repeat what another program said
        command.getErr().println("ipc-demo: " + printable(message));
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String printable(String lines) {
        return lines.lines().map(Printable::text).collect(Collectors.joining("\n"));
    }
}
