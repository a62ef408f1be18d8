package dev.ipcdemo.compare.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What will be measured, and how often.
 *
 * @param cells what, in the order of the report
 * @param refusals what was asked for and cannot be done, and why
 * @param settings what all cells share
 * @param budget how often, and how long it may take
 */
public record Schedule(List<Cell> cells, List<Refusal> refusals, Settings settings, Budget budget) {

    /**
     * Something that cannot be measured here.
     *
     * @param cell what
     * @param reason why not
     */
    public record Refusal(Cell cell, String reason) {}

    /**
     * How often each cell is measured.
     *
     * @return the number of rounds
     */
    public int rounds() {
        return budget.rounds();
    }

    /**
     * The cells in the order of one round. Each round starts elsewhere, and every second one goes backwards, so that what
     * comes first (in code that is not compiled yet), or after what, is not always the same.
     *
     * @param round from 0
     * @return all cells
     */
    public List<Cell> order(int round) {
        List<Cell> order = new ArrayList<>(cells);
        if (!order.isEmpty()) {
            Collections.rotate(order, -round * order.size() / rounds());
        }
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
