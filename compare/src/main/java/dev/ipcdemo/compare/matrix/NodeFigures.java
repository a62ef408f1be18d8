package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How a node does with all others in one matrix. Each figure is the median over its pairs, so one slow pair does not count
 * much: a node that is slow is so with at least half of the others.
 *
 * @param node its name
 * @param pairs how many pairs with figures it is in
 * @param costNs what its pairs are judged by, see {@link PairFigures#costNs}
 * @param asClientNs the same of those in which it is the client; absent without any
 * @param asServerNs the same of those in which it is the server; absent without any
 * @param ratio its figure to the median of all nodes
 * @param lostShare how much was lost in its pairs, from 0 to 1
 * @param standsOut whether it is slow with everyone, see {@link Matrix}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NodeFigures(
        String node,
        int pairs,
        double costNs,
        Optional<Double> asClientNs,
        Optional<Double> asServerNs,
        double ratio,
        double lostShare,
        boolean standsOut) {}
