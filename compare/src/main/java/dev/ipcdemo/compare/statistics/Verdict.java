package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Finding;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Place;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.Report.Sides;
import dev.ipcdemo.compare.result.RowTraits.Alternative;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures of a report say, and no more than they say. */
final class Verdict {

    private static final double SMALL = 0.02;

    /** The least that Java allocates at a time; a smaller mean is not of each message. */
    private static final double LEAST_BYTES = 16;

    private final Report report;
    private final List<Row> good;
    private final List<Dimension<?>> varying;
    private final List<Finding> findings = new ArrayList<>();

    private Verdict(Report report) {
        this.report = report;
        good = report.rows().stream().filter(Row::hasFigures).toList();
        varying = Cell.DIMENSIONS.stream()
                .filter(dimension -> good.stream()
                                .map(row -> dimension.of(row.key()))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    /** All findings on a report. */
    static List<Finding> on(Report report) {
        Verdict verdict = new Verdict(report);
        verdict.good.stream()
                .collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()))
                .forEach(verdict::sayWhatIsFastest);
        verdict.sayWhatTheApiCosts();
        verdict.sayWhatIsAllocated();
        verdict.sayWhatCrossingCosts();
        Cell.DIMENSIONS.forEach(verdict::sayWhatChanges);
        return List.copyOf(verdict.findings);
    }

    /** What rows must have in common to be compared: besides what was asked for, where they really ran. */
    private record Alike(Cell group, Place client, Place server) {

        static Alike of(Row row) {
            return new Alike(row.key().group(), row.clientPlace(), row.serverPlace());
        }

        String words() {
            return group.words() + " (client " + client + ", server " + server + ")";
        }
    }

    private void sayWhatIsFastest(Alike group, List<Row> rows) {
        List<Row> sockets = rows.stream()
                .filter(row -> row.traits().isChoice())
                .sorted(Comparator.comparingDouble(Row::costNs))
                .toList();
        if (sockets.size() < 2) {
            return;
        }
        findings.add(new Finding(
                group.words(),
                ranking(sockets),
                Stream.of(
                                Finding.of("Which to choose", choices(rows)),
                                Finding.of("For scale", aboveFloors(sockets.get(0), rows)))
                        .filter(detail -> !detail.texts().isEmpty())
                        .toList()));
    }

    /** @param sockets the fastest first */
    private static List<String> ranking(List<Row> sockets) {
        Row best = sockets.get(0);
        List<Row> others = sockets.subList(1, sockets.size());
        Map<Row, Interval> ratios = new LinkedHashMap<>();
        others.forEach(row -> Ratios.paired(row, best).ifPresent(ratio -> ratios.put(row, ratio)));
        if (ratios.isEmpty()) {
            return List.of("fewer than " + MedianInterval.FEWEST_VALUES
                    + " good rounds, so no winner can be named (best so far: " + named(best) + ")");
        }
        List<String> texts = new ArrayList<>();
        List<Row> within = others.stream()
                .filter(row -> ratios.containsKey(row) && !ratios.get(row).isAbove(1))
                .toList();
        texts.add(
                within.isEmpty()
                        ? "the fastest socket is " + best.key().row() + " (" + figure(best) + ")"
                        : "no clear winner: " + enumerated(Stream.concat(Stream.of(best), within.stream()))
                                + " are within noise (best: " + named(best) + ")");
        Row worst = sockets.get(sockets.size() - 1);
        if (ratios.containsKey(worst) && ratios.get(worst).isAbove(1)) {
            texts.add("the slowest is " + worst.key().row() + " (" + figure(worst) + ", "
                    + ratios.get(worst).words() + ")");
        }
        List<Row> unknown =
                others.stream().filter(row -> !ratios.containsKey(row)).toList();
        if (!unknown.isEmpty()) {
            texts.add("too few good rounds to compare " + enumerated(unknown.stream()));
        }
        return texts;
    }

    private static List<String> choices(List<Row> rows) {
        List<String> answers = new ArrayList<>();
        for (Row row : rows) {
            for (Alternative alternative : row.traits().insteadOf()) {
                rows.stream()
                        .filter(other -> other.key().row().equals(alternative.row()))
                        .findFirst()
                        .flatMap(other -> Ratios.paired(row, other))
                        .ifPresent(ratio -> answers.add(choice(row.key().row(), alternative, ratio)));
            }
        }
        return answers;
    }

    private static String choice(String row, Alternative alternative, Interval ratio) {
        String other = alternative.row();
        String share = String.format(Locale.ROOT, "%.0f %%", Math.abs(ratio.ratio() - 1) * 100);
        if (ratio.holdsOne()) {
            return row + " vs " + other + ": no measurable difference (" + ratio.words() + ")";
        }
        return ratio.isAbove(1)
                ? "use " + other + " rather than " + row + ", which takes " + share + " more time (" + ratio.words()
                        + ")"
                : "use " + row + " instead of " + other
                        + alternative
                                .when()
                                .map(condition -> " when " + condition)
                                .orElse("") + ": " + share
                        + " less time (" + ratio.words() + ")";
    }

    private static List<String> aboveFloors(Row best, List<Row> rows) {
        List<String> texts = new ArrayList<>();
        for (Row floor : rows) {
            if (floor.traits().isFloor()) {
                Ratios.paired(best, floor)
                        .ifPresent(ratio -> texts.add(best.key().row() + " vs "
                                + floor.key().row() + " (" + figure(floor)
                                + (floor.traits().polled() ? ", always polled" : "") + "): " + ratio.words()));
            }
        }
        return texts;
    }

    private void sayWhatTheApiCosts() {
        Map<Row, Interval> ratios = new LinkedHashMap<>();
        good.forEach(row -> row.overRaw().ifPresent(ratio -> ratios.put(row, ratio)));
        if (ratios.isEmpty()) {
            return;
        }
        List<String> small = new ArrayList<>();
        List<String> more = new ArrayList<>();
        ratios.forEach((row, ratio) -> {
            if (!ratio.holdsOne()) {
                (ratio.isWithin(SMALL) ? small : more).add(named(row, ratio));
            }
        });
        int none = ratios.size() - small.size() - more.size();
        findings.add(Finding.of(
                "This project's API over the bare channel (" + rows(ratios.size()) + ")",
                texts(
                        none == 0 ? "" : "no measurable difference in " + none,
                        listed("at most 2 %: ", small),
                        listed("measurable difference: ", more))));
    }

    private static String rows(int count) {
        return count + (count == 1 ? " row" : " rows");
    }

    /** Opening a socket allocates, of course. */
    private void sayWhatIsAllocated() {
        List<Row> known = good.stream()
                .filter(row ->
                        row.allocatedBytesPerMessage().isPresent() && row.key().pattern() != Pattern.CONNECT)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        List<String> allocating = names(known.stream()
                .filter(row -> allocates(row.allocatedBytesPerMessage().get())));
        findings.add(Finding.of(
                "",
                List.of(
                        allocating.isEmpty()
                                ? "No row allocates memory per message"
                                : "Memory is allocated per message by " + String.join(", ", allocating)
                                        + " and no other row")));
        Map<Row, Row> bare = new LinkedHashMap<>();
        known.forEach(row -> bareOf(row).ifPresent(raw -> bare.put(row, raw)));
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

    private Optional<Row> bareOf(Row row) {
        return good.stream()
                .filter(other -> other.key().group().equals(row.key().group()))
                .filter(other ->
                        other.traits().bareOf().equals(Optional.of(row.key().row())))
                .findFirst();
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
        List<String> slower = new ArrayList<>();
        List<String> faster = new ArrayList<>();
        List<String> alike = new ArrayList<>();
        for (Row row : rows) {
            find(row.key().with(Cell.SCOPE, Scope.INTER_PROCESS))
                    .filter(other -> other.clientPlace().equals(row.clientPlace())
                            && other.serverPlace().equals(row.serverPlace()))
                    .flatMap(other -> Ratios.paired(row, other))
                    .ifPresent(ratio -> (ratio.holdsOne() ? alike : ratio.isAbove(1) ? slower : faster)
                            .add(row.key().row() + " " + ratio.brief()));
        }
        List<String> texts = texts(
                listed("slower: ", slower), listed("faster: ", faster), listed("no measurable difference: ", alike));
        if (!texts.isEmpty()) {
            findings.add(Finding.of("Between containers vs inter-process, " + group.words(Cell.SCOPE), texts));
        }
    }

    /** What it costs to have another value of a dimension than the usual one. */
    private <T> void sayWhatChanges(Dimension<T> dimension) {
        dimension
                .reference()
                .ifPresent(usual -> dimension.values().stream()
                        .filter(value -> !value.equals(usual))
                        .forEach(value -> sayWhatChanges(dimension, value, usual)));
    }

    private <T> void sayWhatChanges(Dimension<T> dimension, T value, T usual) {
        List<String> changes = new ArrayList<>();
        for (Row row : good) {
            if (dimension.of(row.key()).equals(value) && !row.traits().isBare()) {
                find(row.key().with(dimension, usual))
                        .flatMap(other -> Ratios.paired(row, other))
                        .ifPresent(ratio -> changes.add(named(row, ratio, dimension)));
            }
        }
        if (!changes.isEmpty()) {
            findings.add(Finding.of(
                    dimension.words(value) + " instead of " + dimension.text(usual),
                    List.of(String.join(", ", changes))));
        }
    }

    private Optional<Row> find(Cell key) {
        return good.stream().filter(row -> row.key().equals(key)).findFirst();
    }

    private static List<String> texts(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).toList();
    }

    private static String listed(String what, List<String> rows) {
        return rows.isEmpty() ? "" : what + String.join(", ", rows);
    }

    private static List<String> names(Stream<Row> rows) {
        return rows.map(row -> row.key().row()).distinct().toList();
    }

    private static String enumerated(Stream<Row> rows) {
        List<String> names = names(rows);
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String named(Row row) {
        return row.key().row() + ", " + figure(row);
    }

    /** The row with what tells it from the others of this report. */
    private String named(Row row, Interval ratio, Dimension<?>... without) {
        Function<Dimension<?>, Boolean> isSaid = dimension -> dimension == Cell.ROW || varying.contains(dimension);
        Dimension<?>[] unsaid = Stream.concat(
                        Stream.of(without), Cell.DIMENSIONS.stream().filter(dimension -> !isSaid.apply(dimension)))
                .distinct()
                .toArray(Dimension<?>[]::new);
        return row.key().words(unsaid).replace(", ", " ") + " " + ratio.brief();
    }

    private static String figure(Row row) {
        return row.isLatency()
                ? String.format(Locale.ROOT, "p50 %.1f µs", row.costNs() / 1e3)
                : String.format(Locale.ROOT, "%,.0f messages/s", row.perSecond());
    }
}
