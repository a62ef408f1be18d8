package dev.ipcdemo.cli.trace;

import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.Sentences;
import dev.ipcdemo.cli.terminal.TimelinePrinter;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.sockets.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Where the timeline of a trace is printed: in one column for each command, and the totals below. */
final class TraceOutput implements AutoCloseable {

    private static final long TICK_MS = 200;

    private final PrintWriter out;
    private final boolean isFile;
    private final Colours colours;
    private final TimelinePrinter timeline;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(TraceOutput::daemon);

    private TraceOutput(PrintWriter out, boolean isFile, List<List<String>> commands) {
        this.out = out;
        this.isFile = isFile;
        this.colours = isFile ? Colours.none() : Colours.ifTerminal();
        if (commands.size() == 1) {
            timeline = TimelinePrinter.ofOneSide(out, Width.ofOutput(), colours);
            timeline.head(name(commands.get(0)));
        } else {
            timeline = new TimelinePrinter(out, Width.ofOutput(), colours);
            timeline.head(name(commands.get(0)), name(commands.get(1)));
        }
        // An interactive program may make no call for long, and its last one is to be seen nevertheless.
        ticker.scheduleWithFixedDelay(timeline::printDue, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Prints to a file, or else to standard error.
     *
     * @param file perhaps one
     * @param err standard error
     * @param commands one or two
     * @throws IOException if the file cannot be written
     */
    static TraceOutput open(Optional<Path> file, PrintWriter err, List<List<String>> commands) throws IOException {
        return file.isPresent()
                ? new TraceOutput(new PrintWriter(file.get().toFile(), StandardCharsets.UTF_8), true, commands)
                : new TraceOutput(err, false, commands);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "timeline");
        thread.setDaemon(true);
        return thread;
    }

    /** A command as a title, shortened. */
    static String name(List<String> command) {
        String line = Printable.text(String.join(" ", command));
        return line.length() <= 40 ? line : line.substring(0, 39) + "…";
    }

    void add(Event event) {
        timeline.add(event);
    }

    /** Prints what is left of the timeline, and then the totals of each command under its name. */
    void finish(List<List<String>> summaries) {
        timeline.finish();
        Sentences sentences = new Sentences(out, Width.ofOutput(), colours);
        for (List<String> summary : summaries) {
            out.println();
            out.println(colours.bold(summary.get(0)));
            summary.stream().skip(1).forEach(sentences::print);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        ticker.shutdownNow();
        timeline.finishCalls();
        if (isFile) {
            out.close();
            if (out.checkError()) {
                throw new IOException("the timeline could not be written to the file of --output");
            }
        }
    }
}
