package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.ipcdemo.compare.machine.MemoryUse;
import dev.ipcdemo.compare.plan.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A report, as {@code --json} writes it. Units are in the names; what each field means is said in the schema.
 *
 * @param schema the name and version of the schema
 * @param started when the run started, in UTC, as ISO 8601
 * @param complete whether it came to its end, and was not stopped before
 * @param environment what it was measured on
 * @param elsewhere what it was measured on beside that: for each scope that is not of this host; empty for reports of
 *     this host only
 * @param settings what all rows share
 * @param rows the figures
 * @param refused what was asked for and cannot be measured here
 * @param warnings what makes the figures doubtful, in sentences
 * @param verdict what the figures say, in sentences
 * @param findings the same, as its parts
 * @param conditions the machine, and what disturbed the run; absent in older reports
 * @param twoWays the two ways of running that are compared; absent if there is one way only
 * @param tested the ratios that it stands on, and what was decided about each
 * @param gates what became of the conditions under which the comparison was to fail
 * @param highestRates what a search for the highest rates has found; empty unless there was one
 * @param changes how it differs from the report that it was compared with; absent if with none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Report(
        String schema,
        String started,
        boolean complete,
        Environment environment,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Elsewhere> elsewhere, // older files do not have it
        Shared settings,
        List<Row> rows,
        List<Refused> refused,
        List<String> warnings,
        List<String> verdict,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Finding> findings,
        Optional<Conditions> conditions,
        Optional<TwoWays> twoWays,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<TestedRatio> tested,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<GateResult> gates,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<HighestRate> highestRates,
        Optional<Changes> changes) {

    /** The version of the schema that this program writes and reads. */
    public static final String SCHEMA = "ipc-demo.compare/1";

    /**
     * A report of figures of which nothing has been said yet.
     *
     * @param started when the run started
     * @param complete whether it came to its end
     * @param environment what it was measured on
     * @param elsewhere what it was measured on beside that
     * @param settings what all rows share
     * @param rows the figures
     * @param refused what cannot be measured here
     * @return a report
     */
    public static Report ofFigures(
            String started,
            boolean complete,
            Environment environment,
            List<Elsewhere> elsewhere,
            Shared settings,
            List<Row> rows,
            List<Refused> refused) {
        return new Report(
                SCHEMA,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /**
     * The same figures with what is said of them.
     *
     * @param doubts what makes the figures doubtful
     * @param found what they say
     * @param ratios what that stands on
     * @return a report
     */
    public Report saying(List<String> doubts, List<Finding> found, List<TestedRatio> ratios) {
        List<String> sentences =
                found.stream().flatMap(finding -> finding.sentences().stream()).toList();
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                doubts,
                sentences,
                found,
                conditions,
                twoWays,
                ratios,
                gates,
                highestRates,
                changes);
    }

    /**
     * The same figures under certain conditions; what disturbed them is one of the warnings.
     *
     * @param known what is known of the machine, and of the run
     * @return a report
     */
    public Report under(Conditions known) {
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                Stream.concat(warnings.stream(), known.warning().stream()).toList(),
                verdict,
                findings,
                Optional.of(known),
                twoWays,
                tested,
                gates,
                highestRates,
                changes);
    }

    /**
     * The same with its rows judged.
     *
     * @param judged the rows
     * @param two how many of them are what
     * @return a report
     */
    public Report with(List<Row> judged, TwoWays two) {
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                judged,
                refused,
                warnings,
                verdict,
                findings,
                conditions,
                Optional.of(two),
                tested,
                gates,
                highestRates,
                changes);
    }

    /**
     * The same with what became of conditions.
     *
     * @param results for each condition and row
     * @return a report
     */
    public Report judged(List<GateResult> results) {
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                warnings,
                verdict,
                findings,
                conditions,
                twoWays,
                tested,
                results,
                highestRates,
                changes);
    }

    /**
     * The same, compared with another report.
     *
     * @param since how it differs
     * @return a report
     */
    public Report comparedWith(Changes since) {
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                warnings,
                verdict,
                findings,
                conditions,
                twoWays,
                tested,
                gates,
                highestRates,
                Optional.of(since));
    }

    /**
     * Whether a row failed in every round, so that nothing can be said of it.
     *
     * @return whether something has to be looked into
     */
    public boolean hasRowsWithoutFigures() {
        return !rows.stream().allMatch(Row::hasFigures);
    }

    /**
     * The rows that have no figures, each with the reason of its first failure.
     *
     * @return such as {@code tcp has no figures: refused}, without repetitions
     */
    public List<String> withoutFigures() {
        return rows.stream()
                .filter(row -> !row.hasFigures())
                .map(row -> row.key().row() + " has no figures: "
                        + row.rounds().stream()
                                .flatMap(round -> round.failure().stream())
                                .findFirst()
                                .orElse("no round was measured"))
                .distinct()
                .toList();
    }

    /**
     * Whether somebody elsewhere did not answer any more at the end.
     *
     * @return whether something has to be looked into
     */
    public boolean hasLostAPeer() {
        return !elsewhere.stream().allMatch(Elsewhere::hasAnsweredToTheEnd);
    }

    /**
     * What all rows share.
     *
     * @param threads platform or virtual
     * @param noDelay TCP_NODELAY
     * @param sendBufferBytes SO_SNDBUF that was asked for; 0 for the system's
     * @param recvBufferBytes SO_RCVBUF that was asked for; 0 for the system's
     * @param stallMillis how long the server pauses once a second, on purpose
     * @param rounds how often each row is measured
     * @param mostRounds how often a row is measured that is not clear after that; not in older files
     */
    public record Shared(
            String threads,
            boolean noDelay,
            int sendBufferBytes,
            int recvBufferBytes,
            long stallMillis,
            int rounds,
            int mostRounds) {}

    /**
     * The highest rate that a row sustains.
     *
     * @param key the row, without a rate
     * @param bound what a rate had to keep, for people
     * @param perRound the highest rate that each round sustained, in messages a second; 0 if not even the lowest
     * @param median their median
     * @param interval where the median of all rounds that might be measured lies; absent with too few rounds
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record HighestRate(
            Cell key, String bound, List<Integer> perRound, double median, Optional<RoundsMedian> interval) {}

    /**
     * The same as the report of a search.
     *
     * @param rates what it has found
     * @param doubts what makes that doubtful
     * @param found the same in words
     * @return a report
     */
    public Report of(List<HighestRate> rates, List<String> doubts, List<Finding> found) {
        Report said = saying(doubts, found, List.of());
        return new Report(
                schema,
                started,
                complete,
                environment,
                elsewhere,
                settings,
                rows,
                refused,
                said.warnings,
                said.verdict,
                said.findings,
                conditions,
                twoWays,
                said.tested,
                gates,
                rates,
                changes);
    }

    /**
     * What cannot be measured here.
     *
     * @param what the row in words
     * @param reason why not
     */
    public record Refused(String what, String reason) {}

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
            Optional<String> failure) {}

    /**
     * A figure for each side.
     *
     * @param client the client's
     * @param server the server's
     */
    public record Sides(double client, double server) {}

    /**
     * What a connection takes up, which is idle at that moment: the median of the rounds, each of which compares what is in use
     * before the clients come with what is in use when all have been served.
     *
     * @param heapBytes on the heap of the server's JVM, by objects that can still be reached
     * @param residentBytes in the memory of the server's JVM, which includes its heap; absent where it cannot be told
     * @param kernelBytes in the kernel, for both ends; absent where it cannot be told
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record MemoryPerConnection(double heapBytes, Optional<Double> residentBytes, Optional<Double> kernelBytes) {

        /** What each of several connections takes up. */
        static MemoryPerConnection of(MemoryUse more, int connections) {
            return new MemoryPerConnection(
                    more.heapBytes() / (double) connections,
                    more.residentBytes().map(bytes -> bytes / (double) connections),
                    more.kernelBytes().map(bytes -> bytes / (double) connections));
        }
    }

    /**
     * What became of the messages of all rounds.
     *
     * @param sent how many were sent
     * @param received how many arrived, each counted once
     * @param lost how many did not
     * @param duplicated how many arrived once more
     * @param reordered how many arrived after a later one
     * @param corrupted how many arrived with other bytes or another size, or came back from where they were sent
     */
    public record Messages(long sent, long received, long lost, long duplicated, long reordered, long corrupted) {}

    /**
     * The figures of one row, over all rounds that count.
     *
     * @param key what was measured
     * @param description what the carrier is
     * @param clientPlace where the client ran
     * @param serverPlace where the server ran
     * @param buffers the effective socket buffers, for people
     * @param rounds each round
     * @param messages what became of the messages
     * @param latencyNs by percentile, as far as the samples carry them, and the maximum; empty for throughput
     * @param perSecond messages or connections a second, at the receiver, the median of the rounds
     * @param bytesPerSecond the same in bytes
     * @param achievedPerSecond the lowest rate at which a round sent, where a rate was offered
     * @param cpuNsPerMessage CPU time; absent where it cannot be told
     * @param allocatedBytesPerMessage Java heap; absent where it cannot be told
     * @param overRaw this row to its bare channel, paired by round; above 1 is worse
     * @param histogram all latencies in HdrHistogram's compressed format
     * @param traits what kind of row it is
     * @param versusA this row of B compared with the same row of A; absent unless two ways of running are compared
     * @param medians of what each round has a figure of: p50, p90, p99 in nanoseconds, and perSecond; those whose rounds carry
     *     an interval
     * @param obstacle why what the row is judged by has no interval, if so
     * @param calls the system calls that carried several messages, for people; absent if one carried one
     * @param memoryPerConnection what a server of many connections takes for each; absent for fewer
     * @param receivedPerSecond how many messages a second each side received, where both send: the median of the rounds;
     *     perSecond is of the sum
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @JsonPropertyOrder({"key"})
    public record Row(
            Cell key,
            String description,
            Place clientPlace,
            Place serverPlace,
            String buffers,
            List<Round> rounds,
            Messages messages,
            Map<String, Long> latencyNs,
            double perSecond,
            double bytesPerSecond,
            Optional<Double> achievedPerSecond,
            Optional<Sides> cpuNsPerMessage,
            Optional<Sides> allocatedBytesPerMessage,
            Optional<Interval> overRaw,
            String histogram,
            RowTraits traits,
            Optional<TwoWays.Versus> versusA,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, RoundsMedian> medians, // older files do not have it
            Optional<Obstacle> obstacle,
            Optional<String> calls,
            Optional<MemoryPerConnection> memoryPerConnection,
            Optional<Sides> receivedPerSecond) {

        /**
         * The same as another kind of row.
         *
         * @param other what kind
         * @return a row
         */
        public Row withTraits(RowTraits other) {
            return new Row(
                    key,
                    description,
                    clientPlace,
                    serverPlace,
                    buffers,
                    rounds,
                    messages,
                    latencyNs,
                    perSecond,
                    bytesPerSecond,
                    achievedPerSecond,
                    cpuNsPerMessage,
                    allocatedBytesPerMessage,
                    overRaw,
                    histogram,
                    other,
                    versusA,
                    medians,
                    obstacle,
                    calls,
                    memoryPerConnection,
                    receivedPerSecond);
        }

        /**
         * The same, compared with the same row of A.
         *
         * @param versus what was decided
         * @return a row
         */
        public Row comparedWithA(TwoWays.Versus versus) {
            return new Row(
                    key,
                    description,
                    clientPlace,
                    serverPlace,
                    buffers,
                    rounds,
                    messages,
                    latencyNs,
                    perSecond,
                    bytesPerSecond,
                    achievedPerSecond,
                    cpuNsPerMessage,
                    allocatedBytesPerMessage,
                    overRaw,
                    histogram,
                    traits,
                    Optional.of(versus),
                    medians,
                    obstacle,
                    calls,
                    memoryPerConnection,
                    receivedPerSecond);
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
         * Whether the scheduler chose the CPUs of a side.
         *
         * @return whether either place is free
         */
        @JsonIgnore
        public boolean isMoved() {
            return clientPlace.isFree() || serverPlace.isFree();
        }

        /**
         * Whether its figure is a latency, of which less is better.
         *
         * @return false if it is a rate
         */
        @JsonIgnore
        public boolean isLatency() {
            return !latencyNs.isEmpty();
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
         * Whether more than half of its messages were lost.
         *
         * @return true if what arrived says little about the row
         */
        public boolean lostMost() {
            return messages.lost() > messages.sent() / 2;
        }

        /**
         * What the row is judged by.
         *
         * @return the median latency in nanoseconds, or how many nanoseconds go by for each message
         */
        public double costNs() {
            return isLatency() ? latencyNs.get("p50") : 1e9 / perSecond;
        }
    }
}
