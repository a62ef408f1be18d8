package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import java.util.Optional;

/**
 * One direction between two nodes compared with the other.
 *
 * @param from the node of the client in the direction that costs more
 * @param to the node of the server in that direction
 * @param costNs what that direction is judged by, see {@link PairFigures#costNs}
 * @param backNs the same of the other direction
 * @param ratio the one to the other, with its interval; absent if the rounds carry none
 * @param obstacle why they carry none, if so
 * @param pValue how likely such rounds are if the directions differ by no more than is tolerated, adjusted for all pairs of
 *     the matrix (Holm)
 * @param decision what was decided: slower means beyond doubt, by more than is tolerated
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Asymmetry(
        String from,
        String to,
        double costNs,
        double backNs,
        Optional<Interval> ratio,
        Optional<Obstacle> obstacle,
        double pValue,
        Decision decision) {

    /**
     * How much more the one direction costs.
     *
     * @return the estimate of the interval; without one, the ratio of the two figures
     */
    public double estimate() {
        return ratio.map(Interval::ratio).orElse(costNs / backNs);
    }
}
