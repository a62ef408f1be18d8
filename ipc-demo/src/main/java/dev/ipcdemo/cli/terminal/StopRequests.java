package dev.ipcdemo.cli.terminal;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * What signals ask for that should stop a command: the first has it end in order, and a later one ends it at once. Two in a
 * moment are one request: timeout(1) sends its signal to the process, and then to the process group, so it arrives twice.
 */
final class StopRequests {

    private static final long ONE_REQUEST_NS = Duration.ofMillis(500).toNanos();

    /** By the numbers that they have everywhere; a shell shows 128 and the number. */
    private static final Map<String, Integer> STATUS = Map.of("INT", 130, "TERM", 143);

    private final Runnable end;
    private final IntConsumer exit;
    private final LongSupplier clockNs;
    private boolean isEnding;
    private long firstNs;

    /**
     * Before the first signal.
     *
     * @param end ends the command in order; called once
     * @param exit ends it at once, with a status
     * @param clockNs the clock
     */
    StopRequests(Runnable end, IntConsumer exit, LongSupplier clockNs) {
        this.end = end;
        this.exit = exit;
        this.clockNs = clockNs;
    }

    void received(String signal) {
        if (isFirst()) {
            end.run();
        } else if (clockNs.getAsLong() - firstNs > ONE_REQUEST_NS) {
            exit.accept(STATUS.get(signal));
        }
    }

    private synchronized boolean isFirst() {
        if (isEnding) {
            return false;
        }
        isEnding = true;
        firstNs = clockNs.getAsLong();
        return true;
    }
}
