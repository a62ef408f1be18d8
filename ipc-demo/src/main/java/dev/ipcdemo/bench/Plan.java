package dev.ipcdemo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What will be measured, and how often.
 *
 * @param cells what, in the order of the report
 * @param refusals what was asked for and cannot be done, and why
 * @param settings what all cells share
 * @param budget how often, and how long it may take
 */
public record Plan(List<Cell> cells, List<Refusal> refusals, Settings settings, Budget budget) {

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
     * The names of the rows that a name stands for.
     *
     * @param name the name of a row; the scheme of a transport stands for all of its rows
     * @return in the order of the report
     */
    public static List<String> rows(String name) {
        return Carriers.all().stream()
                .filter(carrier ->
                        carrier.name().equals(name) || carrier.family().equals(name))
                .map(Carrier::name)
                .toList();
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
     * @param venues where they are measured
     * @return the plan
     */
    public static Plan of(List<Cell> wanted, Settings settings, Budget budget, Venues venues) {
        return of(wanted, settings, budget, venues::refusal);
    }

    static Plan of(List<Cell> wanted, Settings settings, Budget budget) {
        return of(wanted, settings, budget, cell -> Optional.empty());
    }

    /** @param venue why a cell cannot be measured where its scope is measured, although it could elsewhere */
    static Plan of(List<Cell> wanted, Settings settings, Budget budget, Function<Cell, Optional<String>> venue) {
        List<Cell> cells = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Cell cell : wanted) {
            Carriers.byName(cell.row())
                    .refusal(cell)
                    .or(() -> Exchanges.byName(cell.pattern()).refusal(cell))
                    .or(() -> venue.apply(cell))
                    .ifPresentOrElse(why -> refusals.add(new Refusal(cell, why)), () -> cells.add(cell));
        }
        return new Plan(List.copyOf(cells), List.copyOf(refusals), settings, budget);
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
     * How long it will take.
     *
     * @return an estimate
     */
    public Duration estimate() {
        return new Pace(this).estimate();
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
            Collections.rotate(order, -round * order.size() / rounds());
        }
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
