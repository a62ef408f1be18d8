package dev.ipcdemo.cli.trace;

import dev.ipcdemo.cli.terminal.Signals;
import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.files.AtomicFile;
import dev.ipcdemo.lesson.TracePage;
import dev.ipcdemo.trace.StraceProgram;
import dev.ipcdemo.trace.Trace;
import dev.ipcdemo.trace.TracedCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One or two commands that run under strace, from the start of the first to the end of both. */
final class TraceRun {

    /** How long the second of two commands waits for the first to listen. */
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(30);

    /** How long a command may take to end after SIGTERM. */
    private static final Duration END_LIMIT = Duration.ofSeconds(TraceCommand.END_LIMIT_S);

    private static final Duration STEP = Duration.ofMillis(20);

    /** Their numbers are the same on every Linux, see signal(7). */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final StraceProgram strace;
    private final List<List<String>> commands;
    private final Duration linger;
    private final TraceOutput output;
    private final Trace trace;
    private final List<TracedCommand> running = new ArrayList<>(); // guarded by itself
    private boolean wasKilled; // the first of two
    private volatile Optional<String> stop = Optional.empty(); // the first signal; written by who holds "running"

    /**
     * Starts nothing yet.
     *
     * @param strace traces the commands
     * @param commands one or two
     * @param limit how many calls of each kind are shown on each socket
     * @param linger how long the first of two may go on after the second
     * @param output where the timeline goes
     */
    TraceRun(StraceProgram strace, List<List<String>> commands, int limit, Duration linger, TraceOutput output) {
        this.strace = strace;
        this.commands = commands;
        this.linger = linger;
        this.output = output;
        Instant now = Instant.now();
        long clockOffsetNs = now.getEpochSecond() * 1_000_000_000 + now.getNano() - System.nanoTime();
        this.trace = new Trace(limit, clockOffsetNs, output::add);
    }

    /** Runs the commands. Returns the exit status of the last. */
    @SuppressWarnings("try") // "signals" is there to be closed, and not named otherwise
    int run() throws IOException, InterruptedException {
        try (Signals signals = Signals.onEach(this::passOn)) {
            int status = commands.size() == 1 ? runOne() : runTwo();
            if (stop.isEmpty()
                    && !trace.hasSockets(Side.SERVER)
                    && !trace.hasSockets(Side.CLIENT)
                    && !trace.hasEntries()) {
                throw new IOException("strace saw nothing: it may not trace here; in a container, add the capability"
                        + " SYS_PTRACE (docker run --cap-add SYS_PTRACE)");
            }
            output.finish(summaries());
            return status;
        }
    }

    /** The first command that could not be executed, and why; empty if there is none. */
    Optional<String> notExecuted() {
        for (int i = 0; i < commands.size(); i++) {
            String program = commands.get(i).get(0);
            Optional<String> error = trace.notExecuted(Side.values()[i]);
            if (error.isPresent()) {
                return error.map(name -> program + ": cannot be executed (" + name
                        + (name.equals("ENOEXEC")
                                ? ": neither a program of this machine, nor a script that begins with #!)"
                                : ")"));
            }
        }
        return Optional.empty();
    }

    private int runOne() throws IOException, InterruptedException {
        try (TracedCommand command = start(Side.SERVER, 0, true)) {
            return command.await();
        }
    }

    private int runTwo() throws IOException, InterruptedException {
        try (TracedCommand first = start(Side.SERVER, 0, false)) {
            awaitServing(first);
            if (stop.isPresent()) { // there is nothing to do for the second anymore
                end(first);
                return 128 + SIGNALS.get(stop.get());
            }
            try (TracedCommand second = start(Side.CLIENT, 1, true)) {
                int status = second.await();
                end(first);
                return status;
            }
        }
    }

    private void end(TracedCommand first) throws IOException, InterruptedException {
        if (!first.await(linger)) {
            first.signal("TERM");
            wasKilled = !first.await(END_LIMIT); // closing it does that
        }
    }

    private TracedCommand start(Side side, int index, boolean readsInput) throws IOException {
        TracedCommand command =
                TracedCommand.start(strace, commands.get(index), readsInput, entry -> trace.add(side, entry));
        synchronized (running) {
            running.add(command);
            stop.ifPresent(signal -> pass(signal, command)); // which came while it was being started
        }
        return command;
    }

    private void awaitServing(TracedCommand first) throws InterruptedException {
        long deadlineNs = System.nanoTime() + SERVER_LIMIT.toNanos();
        while (stop.isEmpty()
                && !trace.serving(Side.SERVER).isDone()
                && !first.await(STEP)
                && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
    }

    /** Ctrl-C reaches all processes of the terminal's foreground group, so the commands have got it already. */
    private void passOn(String signal) {
        synchronized (running) {
            stop = stop.or(() -> Optional.of(signal));
            if (!signal.equals("INT") || !isInForeground()) {
                running.forEach(command -> pass(signal, command));
            }
        }
    }

    private static void pass(String signal, TracedCommand command) {
        try {
            command.signal(signal);
        } catch (IOException e) {
            System.getLogger(TraceRun.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** Compares the process group with that of the terminal: the fifth and the eighth word of proc_pid_stat(5). */
    private static boolean isInForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return words[2].equals(words[5]);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean wasStarted(int index) {
        synchronized (running) {
            return index < running.size();
        }
    }

    private List<List<String>> summaries() {
        List<List<String>> summaries = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            List<String> lines = new ArrayList<>(List.of(TraceOutput.name(commands.get(i))));
            if (i == 0 && wasKilled) {
                lines.add("did not end within " + END_LIMIT.toSeconds() + " s of SIGTERM, and got SIGKILL");
            }
            lines.addAll(wasStarted(i) ? trace.summary(Side.values()[i]) : List.of("not started"));
            summaries.add(lines);
        }
        return summaries;
    }

    /** Writes the page, if one is wanted. Returns false if it cannot be written, which is said. */
    boolean writePage(Optional<Path> file, PrintWriter err) {
        if (file.isEmpty()) {
            return true;
        }
        try {
            AtomicFile.write(file.get(), page());
            err.println("wrote " + file.get());
            return true;
        } catch (IOException e) {
            err.println("ipc-demo: --html: " + e.getMessage());
            return false;
        }
    }

    private String page() {
        List<Event> events = trace.events();
        List<String> remarks = trace.leftOut() == 0
                ? List.of()
                : List.of("The diagram shows the first " + events.size() + " entries of the timeline; "
                        + trace.leftOut() + " more are not drawn.");
        if (commands.size() == 2) {
            return TracePage.of(
                    TraceOutput.name(commands.get(0)), TraceOutput.name(commands.get(1)), events, remarks, summaries());
        }
        // One command is drawn on the side on which it acts: a program that listens, or waits for datagrams, is a
        // server.
        boolean isServer = events.stream()
                .anyMatch(event -> event.effect().kind() == Effect.Kind.LISTEN
                        || event.effect().kind() == Effect.Kind.BIND);
        String name = TraceOutput.name(commands.get(0));
        return isServer
                ? TracePage.of(name, "not traced", events, remarks, summaries())
                : TracePage.of("not traced", name, trace.eventsOf(Side.CLIENT), remarks, summaries());
    }
}
