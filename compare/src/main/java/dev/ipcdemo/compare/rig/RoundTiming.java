package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * For how long each cell is measured, so that all rounds together stay within the budget. What is not measuring (starting
 * JVMs, opening sockets) is estimated at first, and known from the second round on.
 */
final class RoundTiming {

    /** A warm-up takes half as long as the measurement. */
    private static final int WARM_UP_SHARE = 2;

    /**
     * How long new JVMs exchange messages before anything counts. By then the compiler has finished with the code that all
     * rows share: a round trip takes 5 % longer in the second tenth of a second of a JVM than it does a second later.
     */
    private static final long LAP_NS = TimeUnit.MILLISECONDS.toNanos(400);

    /** Each row has at least this much of it, so that no row pays for being the first of its kind. */
    private static final long ROW_LAP_NS = TimeUnit.MILLISECONDS.toNanos(6);

    /** How long a pair of JVMs takes to start, warm up and end, on two slow CPUs with nothing else to do. */
    private static final long PAIR_NS = TimeUnit.MILLISECONDS.toNanos(800) + LAP_NS;

    /** The same for a pair in containers that run already. */
    private static final long CONTAINED_PAIR_NS = TimeUnit.MILLISECONDS.toNanos(1_400) + LAP_NS;

    /** What it takes to open and close one cell's sockets and threads, seen there too. */
    private static final long OPENING_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<Cell> cells;
    private final Budget budget;
    private long overheadNs;
    private long measureNs;

    RoundTiming(Schedule plan) {
        cells = plan.cells();
        budget = plan.budget();
        overheadNs = cells.size() * OPENING_NS + pairsNs();
        measureNs = share(budget.limit().toNanos() / budget.rounds() - overheadNs);
    }

    private long pairsNs() {
        long contained =
                cells.stream().filter(cell -> cell.scope() == Scope.CROSS_HOST).count();
        long here = cells.size() - contained;
        return budget.ownJvms()
                ? here * PAIR_NS + contained * CONTAINED_PAIR_NS
                : Math.min(here, 1) * PAIR_NS + Math.min(contained, 1) * CONTAINED_PAIR_NS;
    }

    /**
     * An equal share of a round for each cell, but for those that need more than that, which get what they need. As these
     * take from the others, some of the others may then need more than their share too.
     */
    private long share(long roundNs) {
        long shortestNs = budget.shortest().toNanos();
        if (budget.limit().isZero() || cells.isEmpty()) {
            return shortestNs;
        }
        long share = Long.MAX_VALUE;
        long before;
        do {
            before = share;
            share = Math.max(shortestNs, shareOfTheContent(roundNs, before));
        } while (share < before);
        return share;
    }

    /** What is left for each cell that is content with a share, when the others have had what they need. */
    private long shareOfTheContent(long roundNs, long share) {
        long leftNs = roundNs;
        long content = 0;
        for (Cell cell : cells) {
            long needsNs = needsNs(cell);
            if (needsNs > share) {
                leftNs -= needsNs + needsNs / WARM_UP_SHARE;
            } else {
                content++;
            }
        }
        return content == 0 ? 0 : leftNs / content * WARM_UP_SHARE / (WARM_UP_SHARE + 1);
    }

    private static long needsNs(Cell cell) {
        return Exchanges.of(cell.pattern()).shortestNs(cell);
    }

    long measureNs(Cell cell) {
        return Math.max(measureNs, needsNs(cell));
    }

    long warmUpNs(Cell cell) {
        return measureNs(cell) / WARM_UP_SHARE;
    }

    /** How long each of the rows runs in new JVMs before anything counts. */
    static long lapNs(int rows) {
        return Math.max(ROW_LAP_NS, LAP_NS / rows);
    }

    /** Learns from a round what it took, and sets the pace for those that are left. */
    void roundDone(int rounds, long elapsedNs, long roundNs) {
        overheadNs = Math.max(0, roundNs - measuringNs());
        int left = budget.rounds() - rounds;
        if (left > 0) {
            measureNs = share((budget.limit().toNanos() - elapsedNs) / left - overheadNs);
        }
    }

    private long measuringNs() {
        return cells.stream()
                .mapToLong(cell -> measureNs(cell) + warmUpNs(cell))
                .sum();
    }

    Duration estimate() {
        return Duration.ofNanos(budget.rounds() * (measuringNs() + overheadNs));
    }
}
