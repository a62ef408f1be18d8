package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.Matrix.Figure;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.report.Emphasis;
import dev.ipcdemo.compare.report.WordWrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A heat map as lines of text: with figures where they fit a width, else with a mark for each pair, else not at all. Nodes are
 * numbered, because their names are too long to stand above a column.
 */
final class MapLines {

    /** More lines than that nobody reads. */
    private static final int MOST_NODES = 60;

    /** What is left of a name is still of use. */
    private static final int SHORTEST_NAME = 4;

    private static final int LONGEST_NAME = 24;

    /** Stands where a node would be paired with itself, or a pair is not in the sample. */
    private static final String NOTHING = "·";

    private static final String LACKING = HeatMap.MISSING + " no result, or too few messages for a p99";

    private final List<String> names;
    private final HeatMap map;
    private final Figure figure;
    private final Emphasis emphasis;

    MapLines(MatrixReport report, Matrix matrix, Figure figure, Emphasis emphasis) {
        names = report.names();
        map = new HeatMap(report, matrix, figure);
        this.figure = figure;
        this.emphasis = emphasis;
    }

    Optional<List<String>> lines(int width) {
        if (names.isEmpty() || names.size() > MOST_NODES) {
            return Optional.empty();
        }
        return withFigures(width, 1).or(() -> withFigures(width, 0)).or(() -> withMarks(width));
    }

    private Optional<List<String>> withFigures(int width, int digits) {
        List<List<String>> texts = names.stream()
                .map(from -> names.stream()
                        .map(to -> map.text(from, to, digits))
                        .map(text -> text.isEmpty() ? NOTHING : text)
                        .toList())
                .toList();
        int cell = 1
                + Math.max(
                        numberWidth(),
                        texts.stream()
                                .flatMap(List::stream)
                                .mapToInt(String::length)
                                .max()
                                .orElse(1));
        return labels(width - cell * names.size()).map(labels -> {
            List<String> lines = new ArrayList<>();
            lines.add(" ".repeat(labels.get(0).length())
                    + IntStream.rangeClosed(1, names.size())
                            .mapToObj(number -> right(Integer.toString(number), cell))
                            .collect(Collectors.joining()));
            for (int from = 0; from < names.size(); from++) {
                StringBuilder line = new StringBuilder(labels.get(from));
                for (int to = 0; to < names.size(); to++) {
                    line.append(shown(right(texts.get(from).get(to), cell), from, to));
                }
                lines.add(line.toString());
            }
            if (map.lacksFigures()) {
                addKey(LACKING, width, lines);
            }
            return lines;
        });
    }

    private Optional<List<String>> withMarks(int width) {
        return labels(width - 1 - names.size()).map(labels -> {
            List<String> lines = new ArrayList<>();
            for (int from = 0; from < names.size(); from++) {
                StringBuilder line = new StringBuilder(labels.get(from)).append(' ');
                for (int to = 0; to < names.size(); to++) {
                    line.append(shown(mark(from, to), from, to));
                }
                lines.add(line.toString().stripTrailing());
            }
            addKey(
                    Heat.key(figure)
                            + (map.hasLossOfMost() ? " or most lost" : "")
                            + (map.lacksFigures() ? ", " + LACKING : ""),
                    width,
                    lines);
            return lines;
        });
    }

    private void addKey(String key, int width, List<String> lines) {
        WordWrap.wrap(key, width, "  ").forEach(line -> lines.add(emphasis.faint(line)));
    }

    private String mark(int from, int to) {
        return heat(from, to).map(heat -> String.valueOf(heat.mark())).orElseGet(() -> {
            String text = map.text(names.get(from), names.get(to), 0);
            return text.isEmpty() ? " " : text.equals(HeatMap.FAILED) ? "x" : text.substring(0, 1);
        });
    }

    private String shown(String text, int from, int to) {
        return heat(from, to)
                .map(heat -> emphasis.heat(text, heat.ordinal()))
                .orElseGet(() -> text.strip().equals(HeatMap.FAILED) ? emphasis.bad(text) : text);
    }

    private Optional<Heat> heat(int from, int to) {
        return map.heat(names.get(from), names.get(to));
    }

    /** A number and as much of the end of each name as there is room for, because ends differ more often than beginnings. */
    private Optional<List<String>> labels(int room) {
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        int length = Math.min(Math.min(longest, LONGEST_NAME), room - numberWidth() - 1);
        if (length < Math.min(SHORTEST_NAME, longest)) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, names.size())
                .mapToObj(node -> right(Integer.toString(node + 1), numberWidth()) + " "
                        + left(shortened(names.get(node), length), length))
                .toList());
    }

    private static String shortened(String name, int length) {
        return name.length() <= length ? name : "…" + name.substring(name.length() - length + 1);
    }

    private int numberWidth() {
        return Integer.toString(names.size()).length();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
