package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says briefly in which groups of a report something is so: {@code in both}, {@code in-process}, or
 * {@code round-trip 64 B, connect}.
 *
 * @param all the groups of the report
 */
record Places(Set<Cell> all) {

    /** Of more phrases, nobody would read the last. */
    private static final int MOST_PHRASES = 3;

    private static final int MOST_COUNTS = 5;

    /**
     * Names some groups.
     *
     * @param some of all
     * @param among those where it could have been so
     * @return a phrase; empty if there is only one group
     */
    String words(Collection<Cell> some, Collection<Cell> among) {
        Set<Cell> meant = new LinkedHashSet<>(some);
        if (all.size() == 1) {
            return "";
        }
        if (meant.size() == all.size()) {
            return all.size() == 2 ? "in both" : "in all " + all.size();
        }
        List<String> phrases = phrases(meant, all);
        Set<Cell> possible = new LinkedHashSet<>(among);
        return phrases.size() <= MOST_PHRASES
                ? String.join(", ", phrases)
                : varying(all).stream()
                        .map(dimension -> counts(dimension, meant, possible))
                        .filter(counts -> counts.size() <= MOST_COUNTS)
                        .findFirst()
                        .map(counts -> String.join(", ", counts))
                        .orElse(total(meant, possible));
    }

    /**
     * Names some groups in a few characters.
     *
     * @param some of all
     * @param among those where it could have been so
     * @return a phrase, or how many they are; empty if these are all
     */
    String briefly(Collection<Cell> some, Collection<Cell> among) {
        Set<Cell> meant = new LinkedHashSet<>(some);
        Set<Cell> possible = new LinkedHashSet<>(among);
        List<String> phrases = phrases(meant, all);
        return meant.size() == possible.size() ? "" : phrases.size() == 1 ? phrases.get(0) : total(meant, possible);
    }

    private static String total(Set<Cell> some, Set<Cell> among) {
        return "in " + some.size() + " of " + among.size();
    }

    /** Each pattern, or other value, with how many of its groups these are unless they are all. */
    private static <T> List<String> counts(Dimension<T> dimension, Set<Cell> some, Set<Cell> among) {
        return values(dimension, some).stream()
                .map(value -> {
                    int count = having(dimension, value, some).size();
                    int all = having(dimension, value, among).size();
                    return dimension.words(value) + (count == all ? "" : " " + count + " of " + all);
                })
                .toList();
    }

    /** The fewest phrases that name these groups and no others. */
    private static List<String> phrases(Set<Cell> some, Set<Cell> all) {
        if (some.size() == all.size()) {
            return List.of("");
        }
        return varying(all).stream()
                .map(dimension -> phrases(dimension, some, all))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of(""));
    }

    private static <T> List<String> phrases(Dimension<T> dimension, Set<Cell> some, Set<Cell> all) {
        List<String> phrases = new ArrayList<>();
        for (T value : values(dimension, some)) {
            for (String rest : phrases(having(dimension, value, some), having(dimension, value, all))) {
                phrases.add(dimension.words(value) + (rest.isEmpty() ? "" : " " + rest));
            }
        }
        return phrases;
    }

    /** The dimensions in which groups differ. */
    private static List<Dimension<?>> varying(Set<Cell> groups) {
        return List.of(Common.others(Common.dimensions(groups))).stream()
                .filter(dimension -> !Cell.NAMING.contains(dimension))
                .collect(Collectors.toList());
    }

    private static <T> Set<T> values(Dimension<T> dimension, Set<Cell> groups) {
        return groups.stream().map(dimension::of).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <T> Set<Cell> having(Dimension<T> dimension, T value, Set<Cell> groups) {
        return groups.stream()
                .filter(group -> dimension.of(group).equals(value))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
