package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.compare.result.row.RoundsMedian;
import dev.ipcdemo.compare.result.row.Row;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
     * What the sockets say of those options that were asked for, in one way of running or in two.
     *
     * @return a line for each set of values and the rows that have it, such as {@code DSCP 46: tcp, udp}
     */
    public List<String> effectiveSocketOptions() {
        Set<String> asked = askedSocketOptions();
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (Row row : rows) {
            String words = row.setup()
                    .socketOptions()
                    .map(options -> options.words(asked::contains))
                    .orElse("");
            if (!words.isEmpty()) {
                names.computeIfAbsent(words, unused -> new LinkedHashSet<>()).add(row.nameWithVariant());
            }
        }
        return names.entrySet().stream()
                .map(options -> options.getKey() + ": " + String.join(", ", options.getValue()))
                .toList();
    }

    /** By the names that the system has for them. */
    private Set<String> askedSocketOptions() {
        Stream<Shared> ways = Stream.concat(
                Stream.of(settings),
                twoWays.stream()
                        .flatMap(two -> Stream.of(two.a().settings(), two.b().settings())));
        Set<String> keys =
                ways.flatMap(way -> way.socketOptions().keySet().stream()).collect(Collectors.toSet());
        return SocketSetting.ALL.stream()
                .filter(setting -> keys.contains(setting.key()))
                .map(SocketSetting::systemName)
                .collect(Collectors.toSet());
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
     * @param socketOptions what was asked for instead of the system's, by its key
     */
    public record Shared(
            String threads,
            boolean noDelay,
            int sendBufferBytes,
            int recvBufferBytes,
            long stallMillis,
            int rounds,
            int mostRounds,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> socketOptions) { // older files do not have it

        /**
         * With the system's socket options.
         *
         * @param threads platform or virtual
         * @param noDelay TCP_NODELAY
         * @param sendBufferBytes SO_SNDBUF that was asked for; 0 for the system's
         * @param recvBufferBytes SO_RCVBUF that was asked for; 0 for the system's
         * @param stallMillis how long the server pauses once a second, on purpose
         * @param rounds how often each row is measured
         * @param mostRounds how often a row is measured that is not clear after that
         */
        public Shared(
                String threads,
                boolean noDelay,
                int sendBufferBytes,
                int recvBufferBytes,
                long stallMillis,
                int rounds,
                int mostRounds) {
            this(threads, noDelay, sendBufferBytes, recvBufferBytes, stallMillis, rounds, mostRounds, Map.of());
        }
    }

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
}
