package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One round of a row.
 *
 * @param round which, from 0
 * @param messages how many were received
 * @param lost how many were sent and not received
 * @param p50Ns half of the latencies were at most so long; absent for throughput
 * @param p90Ns nine tenths were; absent with too few messages, too
 * @param p99Ns 99 of 100 were; absent with too few messages, too
 * @param perSecond messages or connections a second, at the receiver
 * @param allocatedBytesPerMessage Java heap; absent where it cannot be told
 * @param failure why it does not count, if so
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Round(
        int round,
        long messages,
        long lost,
        Optional<Long> p50Ns,
        Optional<Long> p90Ns,
        Optional<Long> p99Ns,
        double perSecond,
        Optional<Sides> allocatedBytesPerMessage,
        Optional<String> failure) {

    /**
     * Whether more messages were lost than received.
     *
     * @param rounds of a row; those that failed do not count
     * @return true if what arrived says little about the row
     */
    public static boolean lostMost(List<Round> rounds) {
        return sum(rounds, Round::lost) > sum(rounds, Round::messages);
    }

    private static long sum(List<Round> rounds, ToLongFunction<Round> count) {
        return rounds.stream()
                .filter(round -> round.failure().isEmpty())
                .mapToLong(count)
                .sum();
    }
}
