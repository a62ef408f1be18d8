package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.compare.plan.Cell;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Prints what has been measured since the last time, each row with the median of its rounds until now. */
final class InterimFigures {

    private final PrintWriter err;
    private final long intervalNs;
    private final LongSupplier clockNs;
    private final long beginNs;
    private final Map<Cell, List<Double>> figures = new LinkedHashMap<>();
    private final Map<Cell, Boolean> fresh = new LinkedHashMap<>();
    private long lastNs;

    /**
     * Begins.
     *
     * @param err where to
     * @param interval how long to be silent between; zero for a line after each measurement
     * @param clockNs such as {@link System#nanoTime}
     */
    InterimFigures(PrintWriter err, Duration interval, LongSupplier clockNs) {
        this.err = err;
        this.clockNs = clockNs;
        intervalNs = interval.toNanos();
        beginNs = clockNs.getAsLong();
        lastNs = beginNs;
    }

    /** @param p50Ns of a latency; without it, the figure is the rate */
    void add(Cell cell, OptionalLong p50Ns, double perSecond) {
        figures.computeIfAbsent(cell, each -> new ArrayList<>()).add(p50Ns.isPresent() ? p50Ns.getAsLong() : perSecond);
        fresh.put(cell, p50Ns.isPresent());
        long nowNs = clockNs.getAsLong();
        if (nowNs - lastNs >= intervalNs) {
            lastNs = nowNs;
            fresh.forEach((each, isLatency) -> err.println(line(each, isLatency, nowNs)));
            err.flush();
            fresh.clear();
        }
    }

    private String line(Cell cell, boolean isLatency, long nowNs) {
        List<Double> all = figures.get(cell).stream().sorted().toList();
        double median = (all.get((all.size() - 1) / 2) + all.get(all.size() / 2)) / 2;
        return String.format(
                Locale.ROOT,
                "%4d s  %s: %s (%d %s)",
                Duration.ofNanos(nowNs - beginNs).toSeconds(),
                cell,
                isLatency
                        ? String.format(Locale.ROOT, "p50 %.1f µs", median / 1e3)
                        : String.format(Locale.ROOT, "%,.0f messages/s", median),
                all.size(),
                all.size() == 1 ? "round" : "rounds");
    }
}
