package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a condition for one row.
 *
 * @param condition under which the comparison is to fail, as it was given
 * @param row the row
 * @param figure where the figure lies, in the condition's terms: nanoseconds, messages a second, a share, or a ratio; absent
 *     if the rounds carry no interval, or there is nothing to compare them with
 * @param pValue how likely such rounds are if the condition does not hold, adjusted for all conditions and rows (Holm)
 * @param state what was decided
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record GateResult(String condition, Cell row, Optional<RoundsMedian> figure, double pValue, State state) {

    /** What was decided. */
    public enum State {
        /** The condition holds, beyond doubt. */
        FAILED,
        /** It does not hold, as far as can be told. */
        PASSED,
        /** Nothing can be told. */
        UNKNOWN;

        /** As in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
