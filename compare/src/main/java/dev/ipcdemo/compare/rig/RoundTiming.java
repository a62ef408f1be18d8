package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long each cell is measured, so that all rounds together stay within the budget. The time for everything else (starting
 * JVMs, opening sockets) is an estimate at first, and is known from the second round on.
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

    /** How long a framework's row is warmed up, as a rule; its first round tells. */
    private static final long FRAMEWORK_WARM_UP_NS = TimeUnit.SECONDS.toNanos(7);

    /** How long a pair of JVMs takes to start, warm up and end, on two slow CPUs with nothing else to do. */
    private static final long PAIR_NS = TimeUnit.MILLISECONDS.toNanos(800) + LAP_NS;

    /** The same for a pair in containers that run already. */
    private static final long CONTAINED_PAIR_NS = TimeUnit.MILLISECONDS.toNanos(1_400) + LAP_NS;

    /** How long it takes to open and close the sockets and threads of a cell, measured there too. */
    private static final long OPENING_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long it takes to connect and close one of many clients, and to serve it for the first time. */
    private static final long CLIENT_NS = TimeUnit.MICROSECONDS.toNanos(300);

    /**
     * So many round trips does it take to connect, greet, ask and end, both for the lap and for the measurement of a cell; on a
     * far path that is what takes long.
     */
    private static final int ROUND_TRIPS = 10;

    /** And so many for each further client, because they connect and greet one after the other. */
    private static final int ROUND_TRIPS_OF_CLIENT = 4;

    private final Schedule schedule;
    private final List<Cell> cells;
    private final Budget budget;
    private final int mostRounds;
    private long overheadNs;
    private long measureNs;

    RoundTiming(Schedule schedule) {
        this.schedule = schedule;
        cells = schedule.cells();
        budget = schedule.budget();
        mostRounds = schedule.mostRounds();
        overheadNs = cells.size() * OPENING_NS + clientsNs() + pairsNs() + frameworkLapsNs() + pathsNs();
        measureNs = share(budget.limit().toNanos() / budget.rounds() - overheadNs);
    }

    private long clientsNs() {
        return cells.stream().mapToLong(Cell::connections).sum() * CLIENT_NS;
    }

    private long pairsNs() {
        long contained =
                cells.stream().filter(cell -> cell.scope() == Scope.CROSS_HOST).count();
        long here = cells.size() - contained;
        return budget.ownJvms()
                ? here * PAIR_NS + contained * CONTAINED_PAIR_NS
                : variants() * (Math.min(here, 1) * PAIR_NS + Math.min(contained, 1) * CONTAINED_PAIR_NS)
                        + cells.stream().filter(Cell::tellsMemory).count() * PAIR_NS;
    }

    private long frameworkLapsNs() {
        Stream<String> laps = cells.stream().filter(RoundTiming::isOfFramework).map(RoundTiming::lapOf);
        return FRAMEWORK_WARM_UP_NS * (budget.ownJvms() ? laps : laps.distinct()).count();
    }

    private long pathsNs() {
        return cells.stream()
                .mapToLong(cell -> openingNs(cell, schedule.roundTrip(cell)) + 3 * quietNs(cell))
                .sum();
    }

    /** How long it takes at most that all clients of a cell reach a server so far away. */
    static long openingNs(Cell cell, Duration roundTrip) {
        return (ROUND_TRIPS + ROUND_TRIPS_OF_CLIENT * (cell.connections() - 1L)) * roundTrip.toNanos();
    }

    /** After each flood, the rig waits for datagrams that may still be under way. */
    private long quietNs(Cell cell) {
        boolean waits = roundTripNs(cell) > 0
                && cell.pattern().countsAtServer()
                && Carriers.byName(cell.row()).mayLose();
        return waits ? PeerServer.NETWORK_QUIET_NS : 0;
    }

    private long roundTripNs(Cell cell) {
        return schedule.roundTrip(cell).toNanos();
    }

    /** How many pairs there are instead of one. */
    private long variants() {
        return cells.stream().map(Cell::variant).distinct().count();
    }

    /**
     * An equal share of a round for each cell. A cell that needs more gets what it needs, which makes the share of the others
     * smaller, so that some of these may then need more than their share too.
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
            share = Math.max(shortestNs, shareOfTheRest(roundNs, before));
        } while (share < before);
        return share;
    }

    /** What is left for each cell that needs no more than a share, after the others have got what they need. */
    private long shareOfTheRest(long roundNs, long share) {
        long leftNs = roundNs;
        long rest = 0;
        for (Cell cell : cells) {
            long needsNs = needsNs(cell);
            if (needsNs > share) {
                leftNs -= needsNs + warmUpNs(needsNs);
            } else {
                rest++;
            }
        }
        if (rest == 0) {
            return 0;
        }
        return budget.warmUp().isPresent()
                ? leftNs / rest - budget.warmUp().get().toNanos()
                : leftNs / rest * WARM_UP_SHARE / (WARM_UP_SHARE + 1);
    }

    private long needsNs(Cell cell) {
        return Math.max(
                Exchanges.of(cell.pattern()).shortestNs(cell, roundTripNs(cell)),
                StallingAcceptor.shortestNs(schedule.way(cell).settings().stall()));
    }

    RunLength length(Cell cell) {
        return RunLength.of(warmUpNs(cell), measureNs(cell));
    }

    long measureNs(Cell cell) {
        return Math.max(measureNs, needsNs(cell));
    }

    long warmUpNs(Cell cell) {
        return warmUpNs(measureNs(cell));
    }

    private long warmUpNs(long measuredNs) {
        return budget.warmUp().map(Duration::toNanos).orElse(measuredNs / WARM_UP_SHARE);
    }

    /** Whether a row brings code of its own, which none of the others has warmed up. */
    static boolean isOfFramework(Cell cell) {
        return Carriers.byName(cell.row()).over().isPresent();
    }

    /** Cells that have this in common warm up the same code, of a framework in the same JVMs. */
    static String lapOf(Cell cell) {
        String where = isOfFramework(cell) ? cell.scope().toString() : String.valueOf(cell.scope() == Scope.CROSS_HOST);
        return cell.pattern() + cell.name() + where + cell.variant();
    }

    /**
     * How long a row that is no framework's runs in new JVMs before anything counts.
     *
     * @param rows how many do so
     */
    static long lapNs(int rows) {
        return Math.max(ROW_LAP_NS, LAP_NS / rows);
    }

    /** Takes the time of a round into account for the first rounds that are left; further ones are like the last of these. */
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
        return estimate(budget.rounds());
    }

    Duration longestEstimate() {
        return estimate(mostRounds);
    }

    private Duration estimate(int rounds) {
        return Duration.ofNanos(rounds * (measuringNs() + overheadNs));
    }
}
