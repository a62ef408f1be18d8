package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one report differs from an older one.
 *
 * @param since when the older run started, which tells which it was
 * @param rows the rows that both have figures of, in the newer report's order
 * @param withoutFigures the rows that had figures, and whose rounds all failed in the newer report
 * @param circumstances what differs beside the figures, and may be why these do
 * @param tolerated how far a row may change, such as 0.05 for 5 %
 */
public record Changes(
        String since,
        List<Change> rows,
        List<Cell> withoutFigures,
        List<Circumstance> circumstances,
        double tolerated) {

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
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
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
    @JsonIgnore
    public boolean isWorse() {
        return !withoutFigures.isEmpty() || rows.stream().anyMatch(row -> row.decision() == Decision.SLOWER);
    }

    /**
     * What became of the rows.
     *
     * @return such as {@code 2 faster, 0 slower, 30 unchanged}
     */
    public String summary() {
        long undecided = count(Decision.NOT_CLEAR) + count(Decision.UNKNOWN);
        return count(Decision.FASTER) + " faster, " + count(Decision.SLOWER) + " slower, " + count(Decision.NOT_SHOWN)
                + " unchanged" + (undecided == 0 ? "" : ", " + undecided + " undecided")
                + (withoutFigures.isEmpty() ? "" : ", " + withoutFigures.size() + " failed");
    }

    private long count(Decision decision) {
        return rows.stream().filter(row -> row.decision() == decision).count();
    }

    /**
     * The rows, from the one that lost most to the one that gained most, then those that are unchanged; those of which nothing
     * can be said come last.
     *
     * @return all rows
     */
    public List<Change> byEffect() {
        return rows.stream()
                .sorted(Comparator.comparingInt((Change change) -> rank(change.decision()))
                        .thenComparingDouble(
                                change -> -change.ratio().map(Interval::ratio).orElse(0.0)))
                .toList();
    }

    private static int rank(Decision decision) {
        return switch (decision) {
            case SLOWER -> 0;
            case FASTER -> 1;
            case NOT_SHOWN -> 2;
            case NOT_CLEAR -> 3;
            case UNKNOWN -> 4;
        };
    }
}
