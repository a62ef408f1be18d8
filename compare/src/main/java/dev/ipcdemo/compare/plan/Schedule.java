package dev.ipcdemo.compare.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What will be measured, and how often.
 *
 * @param cells what, in the order of the report
 * @param refusals what was asked for and cannot be done, and why
 * @param ways how the cells of each variant are run; {@link Variant#NONE} is always among them, and is what two ways have in
 *     common where two are compared
 * @param budget how often, and how long it may take
 * @param roundTrips how long a message and its answer take through the network, for cells whose peer is far
 */
public record Schedule(
        List<Cell> cells,
        List<Refusal> refusals,
        Map<Variant, Way> ways,
        Budget budget,
        Map<Cell, Duration> roundTrips) {

    /**
     * A schedule whose cells all run the same way.
     *
     * @param cells what, in the order of the report
     * @param refusals what was asked for and cannot be done, and why
     * @param settings what all cells share
     * @param budget how often, and how long it may take
     */
    public Schedule(List<Cell> cells, List<Refusal> refusals, Settings settings, Budget budget) {
        this(cells, refusals, Map.of(Variant.NONE, Way.of(settings)), budget, Map.of());
    }

    /**
     * Something that cannot be measured here.
     *
     * @param cell what
     * @param reason why not
     */
    public record Refusal(Cell cell, String reason) {}

    /**
     * How a cell is run.
     *
     * @param cell one of the cells
     * @return the way of its variant
     */
    public Way way(Cell cell) {
        return ways.get(cell.variant());
    }

    /**
     * How long a message and its answer take through the network.
     *
     * @param cell one of the cells
     * @return what the first exchanges took; zero if the peer is near
     */
    public Duration roundTrip(Cell cell) {
        return roundTrips.getOrDefault(cell, Duration.ZERO);
    }

    /**
     * What all cells have in common, unless two ways differ in it.
     *
     * @return the settings
     */
    public Settings settings() {
        return ways.get(Variant.NONE).settings();
    }

    /**
     * How often each cell is measured.
     *
     * @return the number of rounds
     */
    public int rounds() {
        return budget.rounds();
    }

    /**
     * How often a cell is measured that something turns on, and that is not clear after those rounds.
     *
     * @return the number of rounds, at least {@link #rounds}
     */
    public int mostRounds() {
        return Math.max(budget.rounds(), budget.mostRounds());
    }

    /**
     * The cells in the order of one round. Each round starts elsewhere, and every second one goes backwards, so that what
     * comes first (in code that is not compiled yet), or after what, is not always the same. The two ways of a row stay
     * beside each other.
     *
     * @param round from 0
     * @return all cells
     */
    public List<Cell> order(int round) {
        List<Cell> order = new ArrayList<>(cells);
        if (!order.isEmpty()) {
            Collections.rotate(order, -round * order.size() / rounds());
            if (areTwoWays(order.get(order.size() - 1), order.get(0))) {
                Collections.rotate(order, 1);
            }
        }
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private static boolean areTwoWays(Cell a, Cell b) {
        return b.variant() == Variant.B && b.with(Cell.VARIANT, Variant.A).equals(a);
    }
}
