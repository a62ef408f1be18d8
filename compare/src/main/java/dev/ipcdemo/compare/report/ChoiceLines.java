package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.statistics.Answer;
import dev.ipcdemo.compare.statistics.Answer.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a report says to choose, a line each. What was decided alike in several groups is said once. */
final class ChoiceLines {

    /** Further claims are only named. */
    private static final int MOST_CLAIMS = 8;

    /** If more sets of rows have no winner among them, only the groups are counted. */
    private static final int MOST_SETS = 3;

    private final List<Answer> answers;
    private final Places places;
    private final List<String> names;
    private final Set<Cell> rates;
    private final Bars marks;
    private final List<TestedRatio> tested;

    /** @param isClaim whether it is beyond doubt */
    record Line(String text, boolean isClaim) {}

    /** Two rows and what was decided about them; rates are not said in one breath with latencies. */
    private record Pair(String row, String other, Decision decision, boolean isRate) {

        static Pair of(TestedRatio tested, boolean isRate) {
            return new Pair(tested.row().name(), tested.other().name(), tested.decision(), isRate);
        }
    }

    private ChoiceLines(Report report, List<Answer> answers, Bars marks) {
        this.answers = answers;
        this.marks = marks;
        places = new Places(answers.stream().map(Answer::group).collect(Collectors.toCollection(LinkedHashSet::new)));
        names = report.rows().stream().map(row -> row.key().name()).distinct().toList();
        rates = report.rows().stream()
                .filter(row -> row.hasFigures() && !row.isLatency())
                .map(row -> row.key().group())
                .collect(Collectors.toSet());
        tested = report.tested();
    }

    /** Nothing of a group with one socket only. */
    static List<Line> of(Report report, Bars marks) {
        List<Answer> answers = Answer.of(report).stream()
                .filter(answer ->
                        answer.standing().isPresent() || answer.withFrameworks().isPresent())
                .toList();
        return new ChoiceLines(report, answers, marks).all();
    }

    private List<Line> all() {
        // of a claim, the better row first
        Map<Pair, List<TestedRatio>> pairs = answers.stream()
                .flatMap(answer -> answer.choices().stream())
                .map(choice -> choice.tested().decision() == Decision.SLOWER
                        ? choice.tested().inverse()
                        : choice.tested())
                .collect(Collectors.groupingBy(
                        tested -> Pair.of(tested, rates.contains(tested.row().group())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Line> lines = new ArrayList<>(winners(Answer::standing, ""));
        lines.addAll(winners(Answer::withFrameworks, " with frameworks"));
        lines.addAll(claims(pairs));
        lines.addAll(undecided(pairs, Decision.NOT_SHOWN, marks.same()));
        lines.addAll(undecided(pairs, Decision.NOT_CLEAR, "?"));
        return lines;
    }

    /** What may be called the fastest, and where nothing may. */
    private List<Line> winners(Function<Answer, Optional<Standing>> standings, String among) {
        Map<String, List<Cell>> fastest = new LinkedHashMap<>();
        Map<String, List<Cell>> alike = new LinkedHashMap<>();
        Map<String, List<Cell>> bestSoFar = new LinkedHashMap<>();
        Map<String, List<Cell>> unknown = new LinkedHashMap<>();
        for (Answer answer : answers) {
            standings.apply(answer).ifPresent(standing -> {
                String best = standing.best().key().name();
                if (standing.hasWinner()) {
                    add(fastest, best, answer.group());
                } else if (!standing.within().isEmpty()) {
                    add(alike, alike(standing), answer.group());
                } else if (standing.isCompared()) {
                    add(bestSoFar, best, answer.group());
                } else {
                    add(unknown, standing.obstacle().orElse(Obstacle.TOO_FEW).toString(), answer.group());
                }
            });
        }
        return Stream.of(
                        said(marks.claim() + " fastest" + among, fastest, true),
                        said(marks.same() + " no clear winner" + among, alike, false),
                        said("? no winner beyond doubt" + among + ", best so far", bestSoFar, false),
                        said("? no winner can be named" + among, unknown, false))
                .flatMap(List::stream)
                .toList();
    }

    private static <K> void add(Map<K, List<Cell>> map, K key, Cell group) {
        map.computeIfAbsent(key, each -> new ArrayList<>()).add(group);
    }

    private String alike(Standing standing) {
        Set<String> best = Stream.concat(Stream.of(standing.best()), standing.within().stream())
                .map(row -> row.key().name())
                .collect(Collectors.toSet());
        return names.stream().filter(best::contains).collect(Collectors.joining(", "));
    }

    private List<Line> said(String what, Map<String, List<Cell>> found, boolean isClaim) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<Cell> groups = found.values().stream().flatMap(List::stream).toList();
        return List.of(new Line(
                found.size() > MOST_SETS && !isClaim
                        ? what.replaceFirst(",.*", "") + ": " + places.words(groups, places.all())
                        : found.entrySet().stream()
                                .map(each -> each.getKey() + inParentheses(places.words(each.getValue(), places.all())))
                                .collect(Collectors.joining("; ", what + ": ", "")),
                isClaim));
    }

    private List<Line> claims(Map<Pair, List<TestedRatio>> pairs) {
        List<Pair> claimed = pairs.keySet().stream()
                .filter(pair -> pair.decision().isClaim())
                .toList();
        List<Line> lines = new ArrayList<>();
        claimed.stream()
                .limit(MOST_CLAIMS)
                .forEach(pair -> lines.add(new Line(
                        marks.claim() + " " + pair.row() + " over " + pair.other() + place(pair, pairs) + ": "
                                + amount(pair, pairs.get(pair)),
                        true)));
        if (claimed.size() > MOST_CLAIMS) {
            lines.add(new Line(
                    claimed.stream()
                            .skip(MOST_CLAIMS)
                            .map(pair -> pair.row() + " over " + pair.other())
                            .distinct()
                            .collect(Collectors.joining(", ", marks.claim() + " also ", ": --details")),
                    true));
        }
        return lines;
    }

    private String place(Pair pair, Map<Pair, List<TestedRatio>> pairs) {
        String words = places.words(groups(pairs.get(pair)), among(pair, pairs));
        return words.isEmpty() ? "" : ", " + words;
    }

    private static List<Cell> groups(List<TestedRatio> tested) {
        return tested.stream().map(each -> each.row().group()).toList();
    }

    /** Where these two rows were compared, whatever was decided. */
    private static List<Cell> among(Pair pair, Map<Pair, List<TestedRatio>> pairs) {
        Set<String> rows = Set.of(pair.row(), pair.other());
        return pairs.entrySet().stream()
                .filter(each ->
                        Set.of(each.getKey().row(), each.getKey().other()).equals(rows))
                .flatMap(each -> groups(each.getValue()).stream())
                .toList();
    }

    private static String amount(Pair pair, List<TestedRatio> tested) {
        List<Interval> ratios = tested.stream()
                .flatMap(each -> each.ratio().stream())
                .map(cost -> pair.isRate() ? cost.inverse() : cost)
                .toList();
        List<String> shares = ratios.stream()
                .map(ratio -> Math.abs(ratio.ratio() - 1) * 100)
                .sorted()
                .map(share -> String.format(Locale.ROOT, share < 0.95 ? "%.1f" : "%.0f", share))
                .toList();
        String least = shares.get(0);
        String most = shares.get(shares.size() - 1);
        return (least.equals(most) ? least : least + "–" + most)
                + (pair.isRate() ? " % more messages/s, " : " % less time, ")
                + Interval.brief(ratios);
    }

    /** All pairs in one line, for there is nothing to choose between them. */
    private List<Line> undecided(Map<Pair, List<TestedRatio>> pairs, Decision decision, String mark) {
        Map<String, List<Pair>> some = pairs.keySet().stream()
                .filter(pair -> pair.decision() == decision)
                .collect(Collectors.groupingBy(
                        pair -> pair.row() + "/" + pair.other(), LinkedHashMap::new, Collectors.toList()));
        return some.isEmpty()
                ? List.of()
                : List.of(new Line(
                        some.entrySet().stream()
                                .map(each -> each.getKey() + where(each.getValue(), pairs))
                                .collect(Collectors.joining(
                                        ", ", mark + " ", ": " + decision + roundsNeeded(some, pairs))),
                        false));
    }

    /** Why none of some pairs could be claimed, whatever the rounds showed; empty if that was not the reason. */
    private String roundsNeeded(Map<String, List<Pair>> some, Map<Pair, List<TestedRatio>> pairs) {
        OptionalInt needed = some.values().stream()
                .flatMap(List::stream)
                .filter(pair -> pair.decision() == Decision.NOT_CLEAR)
                .flatMap(pair -> pairs.get(pair).stream())
                .map(TestedRatio::family)
                .distinct()
                .flatMapToInt(family -> Answer.roundsNeeded(tested, family).stream())
                .max();
        return needed.isPresent() ? " (a claim needs " + needed.getAsInt() + " rounds here)" : "";
    }

    private String where(List<Pair> some, Map<Pair, List<TestedRatio>> pairs) {
        List<Cell> groups =
                some.stream().flatMap(pair -> groups(pairs.get(pair)).stream()).toList();
        return inParentheses(places.briefly(groups, among(some.get(0), pairs)));
    }

    private static String inParentheses(String words) {
        return words.isEmpty() ? "" : " (" + words + ")";
    }
}
