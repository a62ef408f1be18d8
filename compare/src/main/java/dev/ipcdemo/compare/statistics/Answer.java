package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Family;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.RowTraits.Alternative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What a report answers for rows that were measured alike: which socket is the fastest, which is with frameworks among them,
 * and which to choose of two. It stands on the ratios of {@link Report#tested} alone, so it claims what was decided there.
 *
 * @param group what the rows have in common
 * @param standing how the sockets stand to the best; absent if there is only one
 * @param withFrameworks how sockets and frameworks stand to the best; absent if there is no framework, or nothing else
 * @param choices the pairs of which one would take the other's place
 */
public record Answer(Cell group, Optional<Standing> standing, Optional<Standing> withFrameworks, List<Choice> choices) {

    /**
     * How the sockets of a group, or all that one chooses among, stand to the one with the best figure. All lists have the
     * best first.
     *
     * @param best the row with the best figure
     * @param slower the rows that are slower beyond doubt
     * @param within the rows without a measurable difference
     * @param unclear the rows whose difference is not beyond doubt; also those that are slower than another row beyond doubt,
     *     and so not the best, though without a measurable difference from it
     * @param unknown the rows that could not be compared
     * @param obstacle why the first of these could not
     */
    public record Standing(
            Row best,
            List<Row> slower,
            List<Row> within,
            List<Row> unclear,
            List<Row> unknown,
            Optional<Obstacle> obstacle) {

        /**
         * Whether the best is faster than each other row beyond doubt.
         *
         * @return whether it may be called the fastest
         */
        public boolean hasWinner() {
            return within.isEmpty() && unclear.isEmpty() && unknown.isEmpty();
        }

        /**
         * Whether the rounds of the best and of some other row carry an interval.
         *
         * @return false if nothing can be said
         */
        public boolean isCompared() {
            return !slower.isEmpty() || !within.isEmpty() || !unclear.isEmpty();
        }

        /**
         * Whether a row that could not be compared was as fast in some round as the best was in its slowest.
         *
         * @return false if each of them took longer in every round, or lost most of its messages
         */
        boolean bestMayBeUnknown() {
            double slowestNs = costsNs(best).max().orElse(0);
            return unknown.stream()
                    .filter(row -> !row.lostMost())
                    .flatMapToDouble(Answer::costsNs)
                    .anyMatch(costNs -> costNs <= slowestNs);
        }
    }

    /**
     * Two rows, one of which would take the other's place.
     *
     * @param alternative the other, and when it could be replaced
     * @param tested what the one costs relative to the other, and what was decided
     */
    public record Choice(Alternative alternative, TestedRatio tested) {}

    /**
     * Finds the answers of a report.
     *
     * @param report one way of running
     * @return one for each group, in the order of the rows; nothing is tested
     */
    public static List<Answer> of(Report report) {
        RatioTests.Decided decided = new RatioTests.Decided(report.tested());
        return report.rows().stream()
                .filter(Row::hasFigures)
                .collect(Collectors.groupingBy(RatioTests.Alike::of, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(alike -> of(alike.getKey(), alike.getValue(), decided))
                .toList();
    }

    /** The answer for rows that were measured alike. */
    static Answer of(RatioTests.Alike alike, List<Row> rows, RatioTests.Decided decided) {
        return new Answer(
                alike.group(),
                standing(rows, RowTraits::isSocket, decided),
                rows.stream().anyMatch(row -> row.traits().isFramework())
                        ? standing(rows, RowTraits::isChoice, decided)
                        : Optional.empty(),
                choices(rows, decided));
    }

    /**
     * How many rounds the clearest difference needs for a claim, because so many pairs were tested together.
     *
     * @param tested all ratios that were tested
     * @param family those that are tested together
     * @return a number of rounds; empty if so many were measured
     */
    public static OptionalInt roundsNeeded(List<TestedRatio> tested, Family family) {
        List<TestedRatio> together =
                tested.stream().filter(ratio -> ratio.family() == family).toList();
        int rounds = together.stream()
                .filter(ratio -> ratio.ratio().isPresent())
                .mapToInt(TestedRatio::rounds)
                .max()
                .orElse(0);
        int needed = Holm.fewestRounds(together.size());
        return rounds < needed ? OptionalInt.of(needed) : OptionalInt.empty();
    }

    private static Optional<Standing> standing(
            List<Row> rows, Predicate<RowTraits> isAmong, RatioTests.Decided decided) {
        List<Row> sockets = rows.stream()
                .filter(row -> isAmong.test(row.traits()))
                .sorted(Row.bestFirst())
                .toList();
        if (sockets.size() < 2) {
            return Optional.empty();
        }
        Row best = sockets.get(0);
        List<Row> others = sockets.subList(1, sockets.size());
        Map<Row, Decision> decisions = new LinkedHashMap<>();
        others.forEach(row -> decisions.put(row, decision(row, sockets, decided)));
        List<Row> unknown = having(decisions, Decision.UNKNOWN);
        return Optional.of(new Standing(
                best,
                having(decisions, Decision.SLOWER),
                having(decisions, Decision.NOT_SHOWN),
                having(decisions, Decision.NOT_CLEAR),
                unknown,
                unknown.stream().findFirst().map(row -> obstacle(row, best, decided))));
    }

    /** How a row stands to the first of the sockets. */
    private static Decision decision(Row row, List<Row> sockets, RatioTests.Decided decided) {
        Decision toBest = decided.withInterval(row, sockets.get(0))
                .map(TestedRatio::decision)
                .orElse(Decision.UNKNOWN);
        return switch (toBest) {
            case SLOWER, NOT_CLEAR, UNKNOWN -> toBest;
            // that the rounds may show the opposite of what all latencies together do is no claim either
            case FASTER, NOT_SHOWN -> isSlowerThanAny(row, sockets, decided) ? Decision.NOT_CLEAR : Decision.NOT_SHOWN;
        };
    }

    private static boolean isSlowerThanAny(Row row, List<Row> sockets, RatioTests.Decided decided) {
        return sockets.stream()
                .flatMap(other -> decided.of(row, other).stream())
                .anyMatch(tested -> tested.decision() == Decision.SLOWER);
    }

    private static DoubleStream costsNs(Row row) {
        return Ratios.good(row.rounds()).mapToDouble(Ratios::costNs);
    }

    private static List<Row> having(Map<Row, Decision> decisions, Decision decision) {
        return decisions.keySet().stream()
                .filter(row -> decisions.get(row) == decision)
                .toList();
    }

    private static List<Choice> choices(List<Row> rows, RatioTests.Decided decided) {
        List<Choice> choices = new ArrayList<>();
        for (Row row : rows) {
            for (Alternative alternative : row.traits().insteadOf()) {
                rows.stream()
                        .filter(other -> other.key().row().equals(alternative.row()))
                        .findFirst()
                        .flatMap(other -> decided.withInterval(row, other))
                        .ifPresent(tested -> choices.add(new Choice(alternative, tested)));
            }
        }
        return choices;
    }

    private static Obstacle obstacle(Row row, Row other, RatioTests.Decided decided) {
        return decided.of(row, other).flatMap(TestedRatio::obstacle).orElse(Obstacle.TOO_FEW);
    }
}
