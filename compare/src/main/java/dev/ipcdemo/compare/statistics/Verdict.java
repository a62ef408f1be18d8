package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Interval;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.Report.Key;
import dev.ipcdemo.compare.result.Report.Row;
import dev.ipcdemo.compare.result.Report.Sides;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures of a document say, in sentences, and no more than they say. */
public final class Verdict {

    private static final String INTER_PROCESS = "inter-process";
    private static final String CROSS_HOST = "cross-host";
    private static final double SMALL = 0.02;
    private static final double LEAST_BYTES = 16;

    /** Questions that people ask, as pairs of rows: what the first takes, in terms of the second. */
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("unix", "tcp"),
            List.of("junix", "unix"),
            List.of("unixgram", "udp"),
            List.of("unixpacket", "junix"),
            List.of("tcp6", "tcp"),
            List.of("udp6", "udp"));

    private final Report document;
    private final List<Row> good;
    private final List<String> sentences = new ArrayList<>();

    private Verdict(Report document) {
        this.document = document;
        good = document.rows().stream().filter(Row::hasFigures).toList();
    }

    /** All sentences on a document. */
    static List<String> on(Report document) {
        Verdict verdict = new Verdict(document);
        Map<Alike, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : verdict.good) {
            groups.computeIfAbsent(Alike.of(row), key -> new ArrayList<>()).add(row);
        }
        groups.forEach(verdict::sayWhatIsFastest);
        verdict.sayWhatTheLayerCosts();
        verdict.sayWhatIsAllocated();
        verdict.sayWhatCrossingCosts();
        verdict.sayWhatChanges(
                "cpus split instead of same", row -> row.cpus().equals("split"), key -> key.withCpus("same"));
        verdict.sayWhatChanges(
                "cpus free instead of same", row -> row.cpus().equals("free"), key -> key.withCpus("same"));
        verdict.sayWhatChanges(
                "spinning instead of blocking", row -> row.waiting().equals("spin"), key -> key.withWaiting("block"));
        return List.copyOf(verdict.sentences);
    }

    /** What rows must have in common to be compared: beside what was asked for, where they really ran. */
    private record Alike(Key group, String clientPlace, String serverPlace) {

        static Alike of(Row row) {
            return new Alike(row.key().group(), row.clientPlace(), row.serverPlace());
        }

        public String words() {
            return Verdict.words(group) + " (client " + clientPlace + ", server " + serverPlace + ")";
        }
    }

    private void sayWhatIsFastest(Alike group, List<Row> rows) {
        List<Row> layers = rows.stream()
                .filter(row -> !row.key().row().startsWith(Cell.RAW))
                .sorted(Comparator.comparingDouble(Row::costNs))
                .toList();
        List<Row> sockets = layers.stream().filter(row -> !isFloor(row)).toList();
        if (sockets.size() < 2) {
            return;
        }
        Row best = sockets.get(0);
        StringBuilder text = new StringBuilder(group.words() + ": the fastest socket is " + named(best));
        List<String> alike = names(sockets.stream()
                .skip(1)
                .filter(row -> Ratios.paired(row, best).map(Interval::holdsOne).orElse(false)));
        if (!alike.isEmpty()) {
            text.append(", from which ").append(String.join(", ", alike)).append(" cannot be told apart");
        }
        Row worst = sockets.get(sockets.size() - 1);
        Ratios.paired(worst, best)
                .filter(ratio -> !ratio.holdsOne())
                .ifPresent(ratio -> text.append("; the slowest is ")
                        .append(named(worst))
                        .append(", ")
                        .append(ratio)
                        .append(" times as long"));
        if (Ratios.paired(worst, best).isEmpty()) {
            text.append("; with fewer than ")
                    .append(Bootstrap.FEWEST_ROUNDS)
                    .append(" good rounds nothing is said about differences");
        }
        sentences.add(text.append('.').toString());
        sayWhichToPick(rows);
        sayHowFarFromTheFloor(layers, best);
    }

    private void sayWhichToPick(List<Row> rows) {
        List<String> answers = new ArrayList<>();
        for (List<String> question : QUESTIONS) {
            Optional<Row> one = find(rows, question.get(0));
            Optional<Row> other = find(rows, question.get(1));
            if (one.isPresent() && other.isPresent()) {
                Ratios.paired(one.get(), other.get())
                        .ifPresent(ratio -> answers.add(answer(question.get(0), question.get(1), ratio)));
            }
        }
        if (!answers.isEmpty()) {
            sentences.add("  To pick: " + String.join("; ", answers) + ".");
        }
    }

    private static String answer(String one, String other, Interval ratio) {
        if (ratio.holdsOne()) {
            return one + " and " + other + " differ in nothing that can be shown (" + ratio + ")";
        }
        return ratio.ratio() < 1
                ? one + " where it will do instead of " + other + ", at " + ratio + " of its time"
                : other + " rather than " + one + ", which takes " + ratio + " of its time";
    }

    private void sayHowFarFromTheFloor(List<Row> layers, Row best) {
        List<String> floors = new ArrayList<>();
        for (Row row : layers) {
            if (isFloor(row)) {
                Ratios.paired(best, row)
                        .ifPresent(ratio -> floors.add(ratio + " times as long as " + named(row)
                                + (row.key().row().equals("shm") ? ", which is polled" : "")));
            }
        }
        if (!floors.isEmpty()) {
            sentences.add("  For scale: " + best.key().row() + " takes " + String.join("; and ", floors) + ".");
        }
    }

    private void sayWhatTheLayerCosts() {
        List<Row> compared =
                good.stream().filter(row -> row.overRaw().isPresent()).toList();
        if (compared.isEmpty()) {
            return;
        }
        List<String> none = compared.stream()
                .filter(row -> row.overRaw().get().holdsOne())
                .map(Verdict::place)
                .toList();
        List<String> small = compared.stream()
                .filter(row ->
                        !row.overRaw().get().holdsOne() && row.overRaw().get().isWithin(SMALL))
                .map(row -> place(row) + " " + row.overRaw().get())
                .toList();
        List<String> more = compared.stream()
                .filter(row ->
                        !row.overRaw().get().holdsOne() && !row.overRaw().get().isWithin(SMALL))
                .map(row -> place(row) + " " + row.overRaw().get())
                .toList();
        sentences.add("This project's layer over the bare channel, " + compared.size() + " rows: "
                + Stream.of(
                                clause(none.size() + " with no difference that can be shown", none, false),
                                clause("within 2 %", small, true),
                                clause("different", more, true))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; "))
                + ".");
    }

    private static String clause(String what, List<String> rows, boolean listed) {
        return rows.isEmpty() ? "" : listed ? what + ": " + String.join(", ", rows) : what;
    }

    private void sayWhatIsAllocated() {
        List<Row> known = good.stream()
                .filter(row -> row.allocatedBytesPerMessage().isPresent()
                        && !row.key().pattern().equals("connect"))
                .toList();
        List<String> allocating = known.stream()
                .filter(row -> allocates(row.allocatedBytesPerMessage().get()))
                .map(row -> row.key().row())
                .distinct()
                .toList();
        if (known.isEmpty()) {
            return;
        }
        List<String> layersFault = known.stream()
                .filter(row -> allocatesBeyondRaw(row))
                .map(row -> row.key().row())
                .distinct()
                .toList();
        sentences.add((allocating.isEmpty()
                        ? "No row allocates anything for each message."
                        : "Memory is allocated for each message by " + String.join(", ", allocating)
                                + ", and by no other row.")
                + (layersFault.isEmpty()
                        ? " None allocates more than its bare channel does, in the round of each in which it is least."
                        : " More than the bare channel by " + String.join(", ", layersFault) + "."));
    }

    /** The least that Java allocates at a time is 16 bytes; a smaller mean is not of each message. */
    private static boolean allocates(Sides bytes) {
        return bytes.client() >= LEAST_BYTES || bytes.server() >= LEAST_BYTES;
    }

    private boolean allocatesBeyondRaw(Row row) {
        return good.stream()
                .filter(other -> other.key()
                        .equals(row.key().withRow(Cell.RAW + row.key().row())))
                .anyMatch(raw -> leastAllocated(row) >= leastAllocated(raw) + LEAST_BYTES);
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
        if (good.stream().noneMatch(row -> row.key().scope().equals(INTER_PROCESS))) {
            return;
        }
        String kernel = document.environment().kernel();
        if (document.elsewhere().stream().anyMatch(other -> !other.environment().startsWith(kernel + ","))) {
            sentences.add("What is elsewhere runs on another kernel than this host, perhaps on another machine; so what"
                    + " crossing costs, against inter-process, cannot be told from the rest of the difference.");
            return;
        }
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : good) {
            if (row.key().scope().equals(CROSS_HOST) && !row.key().row().startsWith(Cell.RAW)) {
                groups.computeIfAbsent(row.key().group(), key -> new ArrayList<>())
                        .add(row);
            }
        }
        groups.forEach(this::sayWhatCrossingCosts);
    }

    private void sayWhatCrossingCosts(Key group, List<Row> rows) {
        List<String> slower = new ArrayList<>();
        List<String> faster = new ArrayList<>();
        List<String> alike = new ArrayList<>();
        for (Row row : rows) {
            good.stream()
                    .filter(other -> other.key().equals(row.key().withScope(INTER_PROCESS))
                            && other.clientPlace().equals(row.clientPlace())
                            && other.serverPlace().equals(row.serverPlace()))
                    .findFirst()
                    .flatMap(other -> Ratios.paired(row, other))
                    .ifPresent(ratio -> (ratio.holdsOne() ? alike : ratio.ratio() > 1 ? slower : faster)
                            .add(row.key().row() + " " + ratio));
        }
        String text = Stream.of(
                        listed("takes longer: ", slower),
                        listed("takes less: ", faster),
                        listed("no difference can be shown: ", alike))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        if (!text.isEmpty()) {
            sentences.add("Crossing between containers, in terms of the same row inter-process, " + words(group) + ": "
                    + text + ".");
        }
    }

    private static String listed(String what, List<String> rows) {
        return rows.isEmpty() ? "" : what + String.join(", ", rows);
    }

    private void sayWhatChanges(String what, Predicate<Key> isChanged, Function<Key, Key> unchanged) {
        List<String> changes = new ArrayList<>();
        for (Row row : good) {
            if (isChanged.test(row.key()) && !row.key().row().startsWith(Cell.RAW)) {
                good.stream()
                        .filter(other -> Objects.equals(other.key(), unchanged.apply(row.key())))
                        .findFirst()
                        .flatMap(other -> Ratios.paired(row, other))
                        .ifPresent(ratio -> changes.add(place(row) + " " + ratio));
            }
        }
        if (!changes.isEmpty()) {
            sentences.add("With " + what + ", times as long: " + String.join(", ", changes) + ".");
        }
    }

    private static boolean isFloor(Row row) {
        return row.key().row().equals("pipe") || row.key().row().equals("shm");
    }

    private static Optional<Row> find(List<Row> rows, String name) {
        return rows.stream().filter(row -> row.key().row().equals(name)).findFirst();
    }

    private static List<String> names(Stream<Row> rows) {
        return rows.map(row -> row.key().row()).toList();
    }

    private static String named(Row row) {
        return row.key().row() + " (" + figure(row) + ")";
    }

    private static String figure(Row row) {
        return row.isLatency()
                ? String.format(Locale.ROOT, "p50 %.1f µs", row.costNs() / 1e3)
                : String.format(Locale.ROOT, "%.0f messages a second", row.perSecond());
    }

    private static String place(Row row) {
        return row.key().row() + " " + row.key().scope();
    }

    /** A group, or a row, in words. */
    public static String words(Key key) {
        return (key.row().isEmpty() ? "" : key.row() + " in ")
                + key.pattern() + ", " + key.messageBytes() + " B, " + key.scope() + ", " + key.waiting() + ", cpus "
                + key.cpus()
                + (key.ratePerSecond() > 0 ? ", " + key.ratePerSecond() + "/s" : "")
                + (key.clients() > 1 ? ", " + key.clients() + " clients" : "");
    }
}
