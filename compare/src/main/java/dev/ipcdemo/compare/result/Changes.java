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
 */
public record Changes(List<Change> rows, List<Cell> withoutFigures, List<Circumstance> circumstances) {

    /**
     * A row of both.
     *
     * @param key which
     * @param ratio what it costs now in terms of what it cost then; above 1 is worse; empty with too few rounds
     */
    public record Change(Cell key, Optional<Interval> ratio) {

        /**
         * Whether it became worse, beyond doubt and beyond what is tolerated.
         *
         * @param tolerated such as 0.1 for 10 %
         * @return whether the whole interval lies above
         */
        public boolean isWorse(double tolerated) {
            return ratio.filter(interval -> interval.isAbove(1 + tolerated)).isPresent();
        }
    }

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
     * @param tolerated such as 0.1 for 10 %
     * @return whether any row did, or has no figures any more
     */
    public boolean isWorse(double tolerated) {
        return !withoutFigures.isEmpty() || rows.stream().anyMatch(row -> row.isWorse(tolerated));
    }
}
