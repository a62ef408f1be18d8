package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Variant;
import java.util.Comparator;
import java.util.List;

/**
 * The figures of one row, over all rounds that count.
 *
 * @param subject what the row is about
 * @param setup how both sides were set up
 * @param rounds each round
 * @param messages what became of the messages
 * @param latency how long one took
 * @param rates how many there were in a second
 * @param costs what they used up
 * @param intervals how sure that is
 */
@JsonSerialize(using = RowJson.Writer.class)
@JsonDeserialize(using = RowJson.Reader.class)
public record Row(
        Subject subject,
        Setup setup,
        List<Round> rounds,
        Messages messages,
        Latency latency,
        Rates rates,
        Costs costs,
        Intervals intervals) {

    /**
     * What was measured.
     *
     * @return the key of the subject
     */
    public Cell key() {
        return subject.key();
    }

    /**
     * What kind of row it is.
     *
     * @return the traits of the subject
     */
    public RowTraits traits() {
        return subject.traits();
    }

    /**
     * The same as another kind of row.
     *
     * @param other what kind
     * @return a row
     */
    public Row withTraits(RowTraits other) {
        return new Row(subject.withTraits(other), setup, rounds, messages, latency, rates, costs, intervals);
    }

    /**
     * The same, compared with the same row of A.
     *
     * @param versus what was decided
     * @return a row
     */
    public Row comparedWithA(Versus versus) {
        return new Row(subject, setup, rounds, messages, latency, rates, costs, intervals.comparedWithA(versus));
    }

    /**
     * Its name, and of which way of running it is if there are two.
     *
     * @return such as {@code tcp}, or {@code tcp A}
     */
    public String nameWithVariant() {
        return key().name() + (key().variant() == Variant.NONE ? "" : " " + key().variant());
    }

    /**
     * Whether a round of it counts.
     *
     * @return false if every round failed
     */
    public boolean hasFigures() {
        return goodRounds() > 0;
    }

    /**
     * How many rounds of it count.
     *
     * @return those that did not fail
     */
    public long goodRounds() {
        return rounds.stream().filter(round -> round.failure().isEmpty()).count();
    }

    /**
     * Whether its figure is a latency, of which less is better.
     *
     * @return false if it is a rate
     */
    public boolean isLatency() {
        return !latency.percentilesNs().isEmpty();
    }

    /**
     * The order of rows that are to be chosen from: the best figure first; those that lost most of their messages after
     * the others, and those without figures last.
     *
     * @return compares two rows of a group
     */
    public static Comparator<Row> bestFirst() {
        return Comparator.comparing((Row row) -> !row.hasFigures())
                .thenComparing(Row::lostMost)
                .thenComparingDouble(row -> row.hasFigures() ? row.costNs() : 0);
    }

    /**
     * Whether more than half of its messages were lost, in the rounds that count.
     *
     * @return true if what arrived says little about the row
     */
    public boolean lostMost() {
        return Round.lostMost(rounds);
    }

    /**
     * What the row is judged by.
     *
     * @return the median latency in nanoseconds, or how many nanoseconds go by for each message
     */
    public double costNs() {
        return latency.ns("p50").map(Long::doubleValue).orElse(1e9 / rates.perSecond());
    }
}
