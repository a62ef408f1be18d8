package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Optional;

/**
 * A ratio of two rows of a report, and what was decided about it.
 *
 * @param family what it was tested together with
 * @param row the row
 * @param other the row that it is compared with
 * @param rounds how many rounds both have
 * @param ratio what the row costs relative to the other; absent if the rounds carry no interval
 * @param obstacle why they carry none, if so
 * @param pValue how likely such rounds are if the two do not differ, adjusted for all that were tested together (Holm); 1 if
 *     the ratio was dropped before the last round
 * @param decision what was decided
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TestedRatio(
        Family family,
        Cell row,
        Cell other,
        int rounds,
        Optional<Interval> ratio,
        Optional<Obstacle> obstacle,
        double pValue,
        Decision decision) {

    /**
     * The same seen from the other row.
     *
     * @return what the other row costs relative to this one
     */
    public TestedRatio inverse() {
        return new TestedRatio(
                family, other, row, rounds, ratio.map(Interval::inverse), obstacle, pValue, decision.inverse());
    }
}
