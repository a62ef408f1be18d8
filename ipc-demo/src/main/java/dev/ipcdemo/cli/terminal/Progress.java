package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.ProgressListener;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a comparison is: interim figures if these are wanted, else a bar on a terminal, or a line after each tenth.
 */
public final class Progress implements ProgressListener, AutoCloseable {

    private static final int LINES = 10;

    private final PrintWriter err;
    private final int rounds;
    private final int steps;
    private final Optional<ProgressBar> bar;
    private final Optional<InterimFigures> figures;
    private int done;
    private int furtherRound;

    private Progress(
            PrintWriter err, int rounds, int steps, Optional<ProgressBar> bar, Optional<InterimFigures> figures) {
        this.err = err;
        this.rounds = rounds;
        this.steps = steps;
        this.bar = bar;
        this.figures = figures;
    }

    /**
     * Says how long it will take, and starts.
     *
     * @param schedule what will run
     * @param usual how long it takes if everything is clear after the first rounds
     * @param longest how long it takes at most
     * @param err where progress is shown
     * @param interval how often interim figures are printed; empty for none
     * @return the progress, to be closed when it is over
     */
    public static Progress of(
            Schedule schedule, Duration usual, Duration longest, PrintWriter err, Optional<Duration> interval) {
        int steps = schedule.cells().size() * schedule.rounds();
        err.printf(
                "%d %s, %d rounds each: about %s%s. Press Ctrl-C to stop early and see what was measured.%n",
                schedule.cells().size(),
                schedule.cells().size() == 1 ? "row" : "rows",
                schedule.rounds(),
                words(usual),
                longest.compareTo(usual) > 0
                        ? "; up to " + schedule.mostRounds() + " of what is not clear then: " + words(longest)
                                + " at most"
                        : "");
        err.flush();
        Optional<ProgressBar> bar = Colours.ifTerminal().areShown() && interval.isEmpty()
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("compare")
                        .setInitialMax(steps)
                        .setUpdateIntervalMillis(1_000)
                        .setStyle(ProgressBarStyle.ASCII)
                        // Its own would wait for a paused terminal, and one that is not told its width asks JLine,
                        // which puts SIGINT back to what the kernel does: Ctrl-C would end the JVM without its hooks.
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, Width.ofOutput() - 1))
                        .clearDisplayOnFinish()
                        .build())
                : Optional.empty();
        return new Progress(
                err,
                schedule.rounds(),
                steps,
                bar,
                interval.map(each -> new InterimFigures(err, each, System::nanoTime)));
    }

    private static String words(Duration duration) {
        long seconds = Math.max(1, (duration.toMillis() + 999) / 1_000);
        return seconds == 1 ? "1 second" : seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    @Override
    public void measured(Cell cell, int round, Optional<String> failure) {
        if (round >= rounds) {
            lookAgain(round);
            return;
        }
        done++;
        bar.ifPresent(ProgressBar::step);
        if (bar.isEmpty() && figures.isEmpty() && done * LINES / steps > (done - 1) * LINES / steps) {
            err.println("measured " + done + " of " + steps);
            err.flush();
        }
    }

    @Override
    public void found(Cell cell, OptionalLong p50Ns, double perSecond) {
        figures.ifPresent(interim -> interim.add(cell, p50Ns, perSecond));
    }

    /** How many there will be is not known, so a bar would not be true. */
    private void lookAgain(int round) {
        if (round > furtherRound) {
            furtherRound = round;
            bar.ifPresent(shown -> shown.setExtraMessage("round " + (round + 1) + " of what is not clear"));
            if (bar.isEmpty()) {
                err.println("round " + (round + 1) + " of what is not clear");
                err.flush();
            }
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
