package dev.ipcdemo.compare.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.statistics.UnpairedRatio.Rounds;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a matrix keeps of a row of a pair: no histogram, and of each round one figure.
 *
 * @param from the node of the client
 * @param to the node of the server
 * @param p50Ns half of the round trips took at most so long; absent where rates are measured
 * @param p99Ns 99 of 100 did; absent with too few messages, too
 * @param perSecond messages or connections a second, at the receiver
 * @param sent how many messages were sent, by all rounds
 * @param lost how many of them did not arrive
 * @param moved whether the scheduler chose the CPUs of a side
 * @param roundsNs what each good round in which something arrived is judged by: its median, or the time that goes by
 *     for each message
 * @param failedRounds how many rounds do not count
 * @param emptyRounds in how many good rounds nothing arrived; 0 in older reports
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PairFigures(
        String from,
        String to,
        Optional<Long> p50Ns,
        Optional<Long> p99Ns,
        double perSecond,
        long sent,
        long lost,
        boolean moved,
        List<Double> roundsNs,
        int failedRounds,
        int emptyRounds) {

    static PairFigures of(NodePair pair, Row row) {
        Rounds rounds = Rounds.of(row);
        List<Double> arrived =
                rounds.costsNs().stream().filter(Double::isFinite).toList();
        return new PairFigures(
                pair.from(),
                pair.to(),
                row.latency().ns("p50"),
                row.latency().ns("p99"),
                row.rates().perSecond(),
                row.messages().sent(),
                row.messages().lost(),
                rounds.isMoved(),
                arrived,
                row.rounds().size() - rounds.costsNs().size(),
                rounds.costsNs().size() - arrived.size());
    }

    /** The good rounds, for a comparison. Of those in which nothing arrived, nobody knows any more which they were. */
    Rounds rounds() {
        return new Rounds(
                Stream.concat(roundsNs.stream(), Collections.nCopies(emptyRounds, Double.POSITIVE_INFINITY).stream())
                        .toList(),
                moved,
                lostMost());
    }

    /**
     * The nodes.
     *
     * @return client and server
     */
    public NodePair pair() {
        return new NodePair(from, to);
    }

    /**
     * What the pair is judged by.
     *
     * @return the median in nanoseconds, or how many nanoseconds go by for each message
     */
    public double costNs() {
        return p50Ns.map(Long::doubleValue).orElse(1e9 / perSecond);
    }

    /**
     * How much was lost.
     *
     * @return from 0 to 1
     */
    public double lostShare() {
        return sent == 0 ? 0 : (double) lost / sent;
    }

    /**
     * Whether more than half of the messages were lost.
     *
     * @return true if what arrived says little about the pair
     */
    public boolean lostMost() {
        return lost > sent / 2;
    }
}
