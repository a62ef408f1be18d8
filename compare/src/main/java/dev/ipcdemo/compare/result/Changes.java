package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.plan.Cell;
import java.util.List;
import java.util.Optional;

/**
 * How one report differs from an older one.
 *
 * @param rows the rows that both have figures of, in the newer report's order
 * @param withoutFigures the rows that had figures, and whose rounds all failed in the newer report
 * @param circumstances what differs beside the figures, and may be why these do
 * @param tolerated how far a row may change, such as 0.05 for 5 %
 */
public record Changes(
        List<Change> rows, List<Cell> withoutFigures, List<Circumstance> circumstances, double tolerated) {

    /** By how much two runs of one build differ at times. */
    public static final double BETWEEN_RUNS = 0.05;

    /**
     * A row of both.
     *
     * @param key which
     * @param ratio what it costs now in terms of what it cost then; above 1 is worse; empty if the rounds carry no interval
     * @param obstacle why they carry none, if so
     * @param pValue how likely such rounds are if the row has changed by no more than is tolerated, adjusted for all rows
     *     (Holm)
     * @param decision what was decided: slower and faster mean by more than is tolerated
     */
    public record Change(
            Cell key, Optional<Interval> ratio, Optional<Obstacle> obstacle, double pValue, Decision decision) {}

    /**
     * Something that was not the same.
     *
     * @param what such as {@code kernel}
     * @param then what it was
     * @param now what it is
     */
    public record Circumstance(String what, String then, String now) {}

    /**
     * Whether something became worse.
     *
     * @return whether any row did by more than is tolerated, or has no figures any more
     */
    public boolean isWorse() {
        return !withoutFigures.isEmpty() || rows.stream().anyMatch(row -> row.decision() == Decision.SLOWER);
    }
}
