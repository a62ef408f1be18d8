package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;
import java.util.Optional;

/**
 * How sure the figures of a row are: where its medians lie, and its ratios to other rows, paired by round.
 *
 * @param medians of what each round has a figure of: p50, p90, p99 in nanoseconds, and perSecond; those whose rounds
 *     carry an interval
 * @param obstacle why what the row is judged by has no interval, if so
 * @param overRaw this row to its bare channel; above 1 is worse
 * @param versusA this row of B compared with the same row of A; absent unless two ways of running are compared
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Intervals(
        @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, RoundsMedian> medians, // older files do not have it
        Optional<Obstacle> obstacle,
        Optional<Interval> overRaw,
        Optional<Versus> versusA) {

    /** Of rounds that carry none. */
    public static final Intervals NONE = new Intervals(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The same, compared with the same row of A.
     *
     * @param versus what was decided
     * @return the intervals
     */
    public Intervals comparedWithA(Versus versus) {
        return new Intervals(medians, obstacle, overRaw, Optional.of(versus));
    }
}
