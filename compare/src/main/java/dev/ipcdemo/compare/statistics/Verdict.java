package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Decision;
import dev.ipcdemo.compare.result.Family;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.TestedRatio;
import dev.ipcdemo.compare.result.row.Interval;
import dev.ipcdemo.compare.result.row.Obstacle;
import dev.ipcdemo.compare.result.row.Row;
import dev.ipcdemo.compare.result.row.Sides;
import dev.ipcdemo.compare.statistics.Answer.Choice;
import dev.ipcdemo.compare.statistics.Answer.Standing;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures of a report say, and no more than they say. */
final class Verdict {

    /** The least that Java allocates at a time; a smaller mean is not of each message. */
    private static final double LEAST_BYTES = 16;

    private final Report report;
    private final RatioTests tests;
    private final RatioTests.Decided decided;
    private final List<Row> good;
    private final List<Dimension<?>> varying;
    private final List<Finding> findings = new ArrayList<>();

    private Verdict(Report report, List<TestedRatio> tested) {
        this.report = report;
        tests = new RatioTests(report);
        decided = new RatioTests.Decided(tested);
        good = report.rows().stream().filter(Row::hasFigures).toList();
        varying = Cell.DIMENSIONS.stream()
                .filter(dimension -> good.stream()
                                .map(row -> dimension.of(row.key()))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    /** All findings on a report, of whose ratios has been decided what they show. */
    static List<Finding> on(Report report, List<TestedRatio> tested) {
        Verdict verdict = new Verdict(report, tested);
        verdict.good.stream()
                .collect(Collectors.groupingBy(RatioTests.Alike::of, LinkedHashMap::new, Collectors.toList()))
                .forEach(verdict::sayWhatIsFastest);
        verdict.sayWhatTheApiCosts();
        verdict.sayWhatIsAllocated();
        verdict.sayWhatCrossingCosts();
        Cell.DIMENSIONS.forEach(verdict::sayWhatChanges);
        howSure(tested).ifPresent(verdict.findings::add);
        return List.copyOf(verdict.findings);
    }

    private void sayWhatIsFastest(RatioTests.Alike group, List<Row> rows) {
        Answer answer = Answer.of(group, rows, decided);
        Optional<Standing> sockets = answer.standing();
        Optional<Standing> all = answer.withFrameworks();
        List<String> choices = choices(answer.choices(), rows);
        sockets.ifPresent(standing -> findings.add(new Finding(
                group.words(),
                ranking(standing, "socket "),
                details(all.isPresent() ? List.of() : choices, aboveFloors(standing.best(), rows)))));
        Optional<Row> told = sockets.map(Standing::best);
        all.ifPresent(standing -> findings.add(new Finding(
                "Frameworks included, " + group.words(),
                ranking(standing, ""),
                details(
                        choices,
                        told.equals(Optional.of(standing.best())) ? List.of() : aboveFloors(standing.best(), rows)))));
    }

    private static List<Finding> details(List<String> choices, List<String> aboveFloors) {
        return Stream.of(Finding.of("Which to choose", choices), Finding.of("For scale", aboveFloors))
                .filter(detail -> !detail.texts().isEmpty())
                .toList();
    }

    /** @param what is ranked, in words; empty for all that there is */
    private List<String> ranking(Standing standing, String what) {
        Row best = standing.best();
        List<Row> unknown = standing.unknown();
        if (!standing.isCompared()) {
            return List.of(standing.obstacle().orElse(Obstacle.TOO_FEW) + ", so no winner can be named (best so far: "
                    + named(best) + ")");
        }
        List<String> texts = new ArrayList<>();
        if (!standing.within().isEmpty()) {
            texts.add("no clear winner: "
                    + enumerated(Stream.concat(Stream.of(best), standing.within().stream()))
                    + " are within noise (best: " + named(best) + ")");
        } else if (!standing.unclear().isEmpty() || standing.bestMayBeUnknown()) {
            texts.add("no winner beyond doubt (best so far: " + named(best) + ")");
        } else {
            texts.add("the fastest " + what + "is " + best.key().name() + " (" + figure(best) + ")");
        }
        if (!standing.unclear().isEmpty()) {
            texts.add("not clear: "
                    + standing.unclear().stream()
                            .map(row ->
                                    row.key().name() + " " + shown(row, best).brief())
                            .collect(Collectors.joining(", ")));
        }
        slowest(standing)
                .ifPresent(worst -> texts.add("the slowest is " + worst.key().name() + " (" + figure(worst) + ", "
                        + shown(worst, best).words() + ")"));
        standing.obstacle().ifPresent(why -> texts.add(why + " to compare " + enumerated(unknown.stream())));
        return texts;
    }

    /** The one with the worst figure, if it is slower beyond doubt. */
    private static Optional<Row> slowest(Standing standing) {
        return Stream.of(standing.slower(), standing.within(), standing.unclear(), standing.unknown())
                .flatMap(List::stream)
                .max(Comparator.comparingDouble(Row::costNs))
                .filter(standing.slower()::contains);
    }

    /** What was decided about two rows, if their rounds carry an interval. */
    private Optional<TestedRatio> ratio(Row row, Row other) {
        return decided.withInterval(row, other);
    }

    private static Interval interval(TestedRatio ratio) {
        return ratio.ratio().orElseThrow();
    }

    private Interval shown(Row row, Row other) {
        return shown(row, interval(ratio(row, other).orElseThrow()));
    }

    /** What a row costs, as people say it: in time for a latency, in messages a second for a rate. */
    private static Interval shown(Row row, Interval cost) {
        return row.isLatency() ? cost : cost.inverse();
    }

    /** The same where nothing before it has said what it is of. */
    private static String brief(Row row, Interval cost) {
        return shown(row, cost).brief() + (row.isLatency() ? "" : " in messages/s");
    }

    private static List<String> choices(List<Choice> choices, List<Row> rows) {
        boolean isLatency = rows.get(0).isLatency();
        return choices.stream().map(choice -> choice(choice, isLatency)).toList();
    }

    private static String choice(Choice choice, boolean isLatency) {
        String row = choice.tested().row().name();
        String other = choice.alternative().row();
        Interval ratio = isLatency
                ? interval(choice.tested())
                : interval(choice.tested()).inverse();
        String amount = String.format(
                Locale.ROOT,
                "%.0f %% %s",
                Math.abs(ratio.ratio() - 1) * 100,
                (ratio.ratio() < 1 ? "less" : "more") + (isLatency ? " time" : " messages/s"));
        return switch (choice.tested().decision()) {
            case SLOWER ->
                "use " + other + " rather than " + row + ", which " + (isLatency ? "takes " : "carries ") + amount
                        + " (" + ratio.words() + ")";
            case FASTER ->
                "use " + row + " instead of " + other
                        + choice.alternative()
                                .when()
                                .map(condition -> " when " + condition)
                                .orElse("") + ": " + amount
                        + " (" + ratio.words() + ")";
            default -> row + " vs " + other + ": " + choice.tested().decision() + " (" + ratio.words() + ")";
        };
    }

    private static List<String> aboveFloors(Row best, List<Row> rows) {
        List<String> texts = new ArrayList<>();
        for (Row floor : rows) {
            if (floor.traits().isFloor()) {
                Ratios.of(best, floor)
                        .interval()
                        .ifPresent(ratio -> texts.add(best.key().name() + " vs "
                                + floor.key().name() + " (" + figure(floor)
                                + (floor.traits().polled() ? ", always polled" : "") + "): "
                                + shown(best, ratio).words()));
            }
        }
        return texts;
    }

    private void sayWhatTheApiCosts() {
        sayWhatIsAdded("This project's API over the bare channel", row -> !isFramework(row));
        sayWhatIsAdded("A framework over the socket beneath it", Verdict::isFramework);
    }

    private static boolean isFramework(Row row) {
        return row.traits().isFramework();
    }

    private void sayWhatIsAdded(String what, Predicate<Row> rows) {
        List<String> none = new ArrayList<>();
        List<String> small = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        List<String> more = new ArrayList<>();
        Map<Obstacle, List<String>> unknown = new TreeMap<>();
        for (Row row : good.stream().filter(rows).toList()) {
            tests.bareOf(row)
                    .flatMap(bare -> obstacle(row, bare))
                    .ifPresent(why -> unknown.computeIfAbsent(why, obstacle -> new ArrayList<>())
                            .add(row.key().name()));
            tests.bareOf(row).flatMap(bare -> ratio(row, bare)).ifPresent(ratio -> {
                boolean isSmall = interval(ratio).isWithin(SecondLook.SMALL);
                List<String> kind = switch (ratio.decision()) {
                    case SLOWER, FASTER -> isSmall ? small : more;
                    case NOT_CLEAR -> isSmall ? small : unclear;
                    default -> none;
                };
                kind.add(named(row, brief(row, interval(ratio))));
            });
        }
        int all = none.size()
                + small.size()
                + unclear.size()
                + more.size()
                + unknown.values().stream().mapToInt(List::size).sum();
        List<String> texts = new ArrayList<>(texts(
                none.isEmpty() ? "" : Decision.NOT_SHOWN + " in " + none.size(),
                listed("at most 2 %: ", small),
                listed("not clear: ", unclear),
                listed("measurable difference: ", more)));
        unknown.forEach((why, names) -> texts.add(listed(why + ": ", names)));
        if (!texts.isEmpty()) {
            findings.add(Finding.of(what + " (" + rows(all) + ")", texts));
        }
    }

    /** Why two rows carry no interval together, unless one of them alone has it, which a warning says then. */
    private Optional<Obstacle> obstacle(Row row, Row other) {
        return decided.of(row, other)
                .flatMap(TestedRatio::obstacle)
                .filter(why -> Stream.of(row, other)
                        .noneMatch(each -> each.intervals().obstacle().equals(Optional.of(why))));
    }

    private static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }

    /** Opening a socket allocates, of course. */
    private void sayWhatIsAllocated() {
        List<Row> known = good.stream()
                .filter(row -> row.costs().allocatedBytesPerMessage().isPresent()
                        && row.key().pattern() != Pattern.CONNECT)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        List<String> allocating = names(known.stream()
                .filter(row -> allocates(row.costs().allocatedBytesPerMessage().get())));
        findings.add(Finding.of(
                "",
                List.of(
                        allocating.isEmpty()
                                ? "No row allocates memory per message"
                                : "Memory is allocated per message by " + String.join(", ", allocating)
                                        + " and no other row")));
        Map<Row, Row> bare = new LinkedHashMap<>();
        known.stream()
                .filter(row -> !isFramework(row))
                .forEach(row -> tests.bareOf(row).ifPresent(raw -> bare.put(row, raw)));
        if (bare.isEmpty()) {
            return;
        }
        List<String> beyond = names(bare.keySet().stream()
                .filter(row -> leastAllocated(row) >= leastAllocated(bare.get(row)) + LEAST_BYTES));
        findings.add(Finding.of(
                "",
                List.of(
                        beyond.isEmpty()
                                ? "The API itself allocates nothing extra per message (best round of each)"
                                : "The API itself allocates extra memory per message (best round of each) in "
                                        + String.join(", ", beyond))));
    }

    private static boolean allocates(Sides bytes) {
        return bytes.client() >= LEAST_BYTES || bytes.server() >= LEAST_BYTES;
    }

    /** Of all rounds, because what the compiler has got to, and spares, differs from one to the next. */
    private static double leastAllocated(Row row) {
        return row.rounds().stream()
                .flatMap(round -> round.allocatedBytesPerMessage().stream())
                .mapToDouble(bytes -> bytes.client() + bytes.server())
                .min()
                .orElse(0);
    }

    /** Only what ran in the same places on the same kernel differs in the crossing alone. */
    private void sayWhatCrossingCosts() {
        if (good.stream().noneMatch(row -> row.key().scope() == Scope.INTER_PROCESS)) {
            return;
        }
        Optional<String> kernel = Optional.of(report.environment().kernel());
        if (report.elsewhere().stream().anyMatch(other -> !other.kernel().equals(kernel))) {
            findings.add(Finding.of(
                    "",
                    List.of("The other side runs on another kernel, perhaps on another machine, so the cost of crossing"
                            + " cannot be told from the other differences between cross-host and inter-process")));
            return;
        }
        good.stream()
                .filter(row ->
                        row.key().scope() == Scope.CROSS_HOST && !row.traits().isBare())
                .collect(Collectors.groupingBy(row -> row.key().group(), LinkedHashMap::new, Collectors.toList()))
                .forEach(this::sayWhatCrossingCosts);
    }

    private void sayWhatCrossingCosts(Cell group, List<Row> rows) {
        Map<Decision, List<String>> found = new EnumMap<>(Decision.class);
        for (Row row : rows) {
            tests.crossed(row)
                    .flatMap(other -> ratio(row, other))
                    .ifPresent(ratio -> found.computeIfAbsent(ratio.decision(), decision -> new ArrayList<>())
                            .add(row.key().name() + " " + brief(row, interval(ratio))));
        }
        if (!found.isEmpty()) {
            findings.add(Finding.of(
                    "Between containers vs inter-process, " + group.words(Cell.SCOPE),
                    found.entrySet().stream()
                            .map(each -> listed(each.getKey() + ": ", each.getValue()))
                            .toList()));
        }
    }

    /** What it costs to have another value of a dimension than the usual one. */
    private <T> void sayWhatChanges(Dimension<T> dimension) {
        dimension
                .reference()
                .ifPresent(usual -> values(dimension).stream()
                        .filter(value -> !value.equals(usual))
                        .forEach(value -> sayWhatChanges(dimension, value, usual)));
    }

    /** Those that there can be; of a number, those that were measured. */
    private <T> List<T> values(Dimension<T> dimension) {
        return dimension.values().isEmpty()
                ? good.stream().map(row -> dimension.of(row.key())).distinct().toList()
                : dimension.values();
    }

    private <T> void sayWhatChanges(Dimension<T> dimension, T value, T usual) {
        List<String> claimed = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        List<String> none = new ArrayList<>();
        boolean isOfRates = isOfRates(dimension);
        for (Row row : good) {
            if (dimension.of(row.key()).equals(value) && !row.traits().isBare()) {
                tests.usual(row, dimension).flatMap(other -> ratio(row, other)).ifPresent(ratio -> {
                    List<String> kind = ratio.decision().isClaim()
                            ? claimed
                            : ratio.decision() == Decision.NOT_CLEAR ? unclear : none;
                    Interval cost = interval(ratio);
                    kind.add(named(row, isOfRates ? shown(row, cost).brief() : brief(row, cost), dimension));
                });
            }
        }
        List<String> texts =
                texts(listed("", claimed), listed("not clear: ", unclear), listed(Decision.NOT_SHOWN + ": ", none));
        if (!texts.isEmpty()) {
            findings.add(Finding.of(
                    dimension.words(value) + " instead of " + dimension.text(usual)
                            + (isOfRates ? ", in messages/s" : ""),
                    texts));
        }
    }

    /** Whether only patterns have it that measure how much is carried, of which more is better. */
    private static boolean isOfRates(Dimension<?> dimension) {
        return Stream.of(Pattern.values()).filter(dimension::appliesTo).allMatch(Pattern::countsAtServer);
    }

    /** What a claim means, and why there may be none. */
    static Optional<Finding> howSure(List<TestedRatio> tested) {
        List<TestedRatio> known =
                tested.stream().filter(ratio -> ratio.ratio().isPresent()).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Map<Family, Long> sizes = tested.stream()
                .collect(Collectors.groupingBy(
                        TestedRatio::family, () -> new EnumMap<>(Family.class), Collectors.counting()));
        int rounds = known.stream().mapToInt(TestedRatio::rounds).max().orElse(0);
        List<String> texts = new ArrayList<>();
        texts.add(enumerated(sizes.entrySet().stream()
                        .map(each -> each.getKey().counted(each.getValue()))
                        .toList())
                + " tested, each kind together, in up to " + rounds + " rounds");
        texts.add("at most one run in 20 makes any false claim of a kind");
        sizes.keySet()
                .forEach(family -> Answer.roundsNeeded(tested, family)
                        .ifPresent(needed -> texts.add(
                                "a claim on a " + family.one() + " needs at least " + needed + " rounds here")));
        return Optional.of(Finding.of("How sure that is", texts));
    }

    private static List<String> texts(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).toList();
    }

    private static String listed(String what, List<String> rows) {
        return rows.isEmpty() ? "" : what + String.join(", ", rows);
    }

    private static List<String> names(Stream<Row> rows) {
        return rows.map(row -> row.key().name()).distinct().toList();
    }

    private static String enumerated(Stream<Row> rows) {
        return enumerated(names(rows));
    }

    private static String enumerated(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String named(Row row) {
        return row.key().name() + ", " + figure(row);
    }

    /** The row with what tells it from the others of this report. */
    private String named(Row row, String ratio, Dimension<?>... without) {
        Function<Dimension<?>, Boolean> isSaid =
                dimension -> Cell.NAMING.contains(dimension) || varying.contains(dimension);
        Dimension<?>[] unsaid = Stream.concat(
                        Stream.of(without), Cell.DIMENSIONS.stream().filter(dimension -> !isSaid.apply(dimension)))
                .distinct()
                .toArray(Dimension<?>[]::new);
        return row.key().words(unsaid).replace(", ", " ") + " " + ratio;
    }

    private static String figure(Row row) {
        return row.isLatency()
                ? String.format(Locale.ROOT, "p50 %.1f µs", row.costNs() / 1e3)
                : String.format(Locale.ROOT, "%,.0f messages/s", row.rates().perSecond());
    }
}
