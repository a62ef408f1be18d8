package dev.ipcdemo.cli.trace;

import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.trace.StraceProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code ipc-demo trace}. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "ipc-demo trace [-hvV] [--html FILE] [--limit N] [--linger TIME]",
            "                      [--output FILE] -- COMMAND [ARGUMENT...]",
            "                      [--- COMMAND [ARGUMENT...]]"
        },
        description = {
            "Run a program and show its socket calls, and those of its children, as a timeline: in which order they"
                    + " were made, what they moved, how long they waited, and what their errors usually mean. The"
                    + " program can be written in any language.",
            "",
            "With '---' and a second COMMAND there are two columns. The second starts when the first listens, or has"
                    + " bound a datagram socket, and after 30 seconds at the latest; after a signal in that time it"
                    + " is not started. The timeline says which two sockets are the"
                    + " ends of one connection.",
            "",
            "In the timeline, #1 is the first socket that was opened; what stands after = is what a call returned, and"
                    + " after ! how it failed. A call that waits, such as accept or recv, stands where it returned;"
                    + " any other stands where it began. What a program does by io_uring cannot be seen; the timeline"
                    + " says so then.",
            "",
            "trace needs Linux and strace(1). The program keeps its standard input and output; the timeline goes to"
                    + " standard error. Of two commands, the second gets standard input. Ctrl-C, SIGTERM and SIGHUP"
                    + " reach the program. trace ends when the program and all its children have ended, also those"
                    + " in the background."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo trace -- curl -s http://127.0.0.1:8000/",
            "  ipc-demo trace --html trace.html -- python3 client.py",
            "  ipc-demo trace -- nc -l 127.0.0.1 7000 --- nc -N 127.0.0.1 7000"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0 to 255:that of the program, or of the second of two; 128 and the number of a signal that ended it",
            "2:wrong usage",
            "125:the program could not be traced, or a file not be written",
            "126:the program cannot be executed",
            "127:the program was not found"
        },
        exitCodeOnExecutionException = TraceCommand.NOT_TRACED)
public final class TraceCommand implements Callable<Integer> {

    static final int NOT_TRACED = 125;

    /** How many seconds a command may take to end after SIGTERM. */
    static final int END_LIMIT_S = 5;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private static final String SEPARATOR = "---";

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with a sequence diagram of the first calls.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the timeline to a file instead of standard error.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "On each socket, show at most N calls of each kind; the others are counted. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--linger",
            paramLabel = "TIME",
            defaultValue = "2s",
            description =
                    "How long the first of two commands may go on when the second has ended; then it gets SIGTERM,"
                            + " and SIGKILL if it or a child still runs " + END_LIMIT_S
                            + " seconds later, which the summary says. Default: ${DEFAULT-VALUE}.")
    private Duration linger;

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program with its arguments; after '---', a second one.")
    private List<String> words;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    public TraceCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<List<String>> commands = commands();
        requireWritable();
        StraceProgram strace = StraceProgram.find();
        PrintWriter err = spec.commandLine().getErr();
        for (List<String> command : commands) {
            String program = command.get(0);
            if (StraceProgram.onPath(program).isEmpty()) {
                boolean exists = program.indexOf('/') >= 0 && Files.exists(Path.of(program));
                err.println("ipc-demo: " + program + (exists ? ": cannot be executed" : ": no such program"));
                return exists ? NOT_EXECUTABLE : NOT_FOUND;
            }
        }
        try (TraceOutput timeline = TraceOutput.open(output, err, commands)) {
            TraceRun run = new TraceRun(strace, commands, limit, linger, timeline);
            int status = run.run();
            Optional<String> notExecuted = run.notExecuted();
            if (notExecuted.isPresent()) {
                err.println("ipc-demo: " + notExecuted.get());
                return NOT_EXECUTABLE;
            }
            return run.writePage(html, err) ? status : NOT_TRACED;
        }
    }

    private List<List<String>> commands() {
        int separator = words.indexOf(SEPARATOR);
        List<List<String>> commands = separator < 0
                ? List.of(words)
                : List.of(words.subList(0, separator), words.subList(separator + 1, words.size()));
        if (commands.stream()
                .anyMatch(command -> command.isEmpty() || command.get(0).isEmpty())) {
            throw new ParameterException(spec.commandLine(), "a command is missing before or after '---'");
        }
        if (commands.get(commands.size() - 1).contains(SEPARATOR)) {
            throw new ParameterException(spec.commandLine(), "there are more than two commands");
        }
        if (commands.size() == 1 && spec.commandLine().getParseResult().hasMatchedOption("--linger")) {
            throw new ParameterException(spec.commandLine(), "--linger is for two commands, and there is no '---'");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: must be at least 1");
        }
        return commands;
    }

    /** A mistake in a path should be told before the program runs, perhaps for an hour. */
    private void requireWritable() {
        OutputFiles files = OutputFiles.notOnOutput(); // which is the program's
        files.add("--html", html);
        files.add("--output", output);
        files.obstacle(Map.of()).ifPresent(obstacle -> {
            throw new ParameterException(spec.commandLine(), obstacle);
        });
    }
}
