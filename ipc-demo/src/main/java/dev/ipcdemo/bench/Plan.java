package dev.ipcdemo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What will be measured, how often and for how long.
 *
 * @param cells what, in the order of the report
 * @param refusals what was asked for and cannot be done, and why
 * @param settings what all cells share
 * @param rounds how often each is measured
 * @param measureNs for how long each time, unless its pattern needs longer
 * @param ownJvms whether each cell of each round gets a fresh pair of JVMs, instead of each round
 */
public record Plan(
        List<Cell> cells, List<Refusal> refusals, Settings settings, int rounds, long measureNs, boolean ownJvms) {

    /** How long a pair of JVMs takes to start and to end; measured on two slow CPUs. */
    private static final long PAIR_NS = TimeUnit.MILLISECONDS.toNanos(750);

    /** How long it takes to open and close what a cell is measured on, beside measuring. */
    private static final long OPENING_NS = TimeUnit.MILLISECONDS.toNanos(12);

    /** A warm-up takes half as long as the measurement. */
    private static final int WARM_UP_SHARE = 2;

    /**
     * Something that cannot be measured here.
     *
     * @param cell what
     * @param reason why not
     */
    public record Refusal(Cell cell, String reason) {}

    /**
     * The names of all patterns.
     *
     * @return in the order of the documentation
     */
    public static List<String> patterns() {
        return Exchanges.all().stream().map(Exchange::name).toList();
    }

    /**
     * The names of all rows.
     *
     * @return in the order of the report
     */
    public static List<String> rows() {
        return Carriers.all().stream().map(Carrier::name).toList();
    }

    /**
     * What a row is.
     *
     * @param row its name
     * @return for people
     */
    public static String describe(String row) {
        return Carriers.byName(row).description();
    }

    /**
     * Lays out cells in a budget.
     *
     * @param wanted the cells; what cannot be measured here is left out and listed as refused
     * @param settings what they share
     * @param budget how long it may take
     * @return the plan
     */
    public static Plan of(List<Cell> wanted, Settings settings, Budget budget) {
        List<Cell> cells = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Cell cell : wanted) {
            Carriers.byName(cell.row())
                    .refusal(cell)
                    .or(() -> Exchanges.byName(cell.pattern()).refusal(cell))
                    .ifPresentOrElse(why -> refusals.add(new Refusal(cell, why)), () -> cells.add(cell));
        }
        return new Plan(
                List.copyOf(cells),
                List.copyOf(refusals),
                settings,
                budget.rounds(),
                measureNs(cells, budget),
                budget.ownJvms());
    }

    /** What is left for each of the cells that are content with little, when the others have had their time. */
    private static long measureNs(List<Cell> cells, Budget budget) {
        long shortestNs = budget.shortest().toNanos();
        if (budget.limit().isZero() || cells.isEmpty()) {
            return shortestNs;
        }
        long roundNs = budget.limit().toNanos() / budget.rounds() - PAIR_NS;
        long measureNs = shortestNs;
        for (int i = 0; i < 10; i++) {
            long leftNs = roundNs;
            long sharing = 0;
            for (Cell cell : cells) {
                long needsNs = Exchanges.byName(cell.pattern()).shortestNs(cell);
                leftNs -= OPENING_NS;
                if (needsNs > measureNs) {
                    leftNs -= timesNs(needsNs);
                } else {
                    sharing++;
                }
            }
            measureNs = Math.max(shortestNs, sharing == 0 ? 0 : leftNs / sharing * WARM_UP_SHARE / (WARM_UP_SHARE + 1));
        }
        return measureNs;
    }

    private static long timesNs(long measureNs) {
        return measureNs + measureNs / WARM_UP_SHARE;
    }

    long measureNs(Cell cell) {
        return Math.max(measureNs, Exchanges.byName(cell.pattern()).shortestNs(cell));
    }

    long warmUpNs(Cell cell) {
        return measureNs(cell) / WARM_UP_SHARE;
    }

    /**
     * How long it will take.
     *
     * @return an estimate
     */
    public Duration estimate() {
        long roundNs = ownJvms ? 0 : PAIR_NS;
        for (Cell cell : cells) {
            roundNs += timesNs(measureNs(cell)) + OPENING_NS + (ownJvms ? PAIR_NS : 0);
        }
        return Duration.ofNanos(rounds * roundNs);
    }

    /**
     * The cells in the order of one round. Each round starts elsewhere, and every second one goes backwards, so that what
     * comes first (in code that is not compiled yet), or after what, is not always the same.
     *
     * @param round from 0
     * @return all cells
     */
    List<Cell> order(int round) {
        List<Cell> order = new ArrayList<>(cells);
        if (!order.isEmpty()) {
            Collections.rotate(order, -round * order.size() / rounds);
        }
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
