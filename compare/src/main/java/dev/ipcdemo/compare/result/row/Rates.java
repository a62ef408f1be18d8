package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How many messages or connections there were in a second: of one round, or over all rounds that count.
 *
 * @param perSecond messages or connections a second, at the receiver; of several rounds, the median
 * @param bytesPerSecond the same in bytes
 * @param achievedPerSecond how many were sent a second, where a rate was offered; of several rounds, the fewest
 * @param receivedPerSecond how many messages a second each side received, where both send: {@code perSecond} is of the
 *     sum; of several rounds, the medians
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Rates(
        double perSecond,
        double bytesPerSecond,
        Optional<Double> achievedPerSecond,
        Optional<Sides> receivedPerSecond) {

    /** Nothing was received. */
    public static final Rates NONE = of(0, 0);

    /**
     * Where no rate is offered, and one side sends.
     *
     * @param perSecond messages or connections a second, at the receiver
     * @param messageBytes the size of each
     * @return the rates
     */
    public static Rates of(double perSecond, int messageBytes) {
        return new Rates(perSecond, perSecond * messageBytes, Optional.empty(), Optional.empty());
    }
}
