package dev.ipcdemo.compare.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of a table. What does not fit a width is left out, beginning with what matters least. */
public final class Columns {

    /** Of what is never left out. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final List<Column> columns = new ArrayList<>();

    /** A table without columns. */
    public Columns() {}

    /**
     * A column.
     *
     * @param head what stands above it
     * @param cells one for each row
     * @param leastWidth how wide it is at least, with the space before it
     * @param importance of two columns, the one with the smaller importance is left out first
     * @param isText whether its cells begin at the left, as words do
     */
    private record Column(String head, List<String> cells, int leastWidth, int importance, boolean isText) {

        /** With the space before it. */
        int width() {
            return Math.max(
                    leastWidth,
                    1
                            + Stream.concat(Stream.of(head), cells.stream())
                                    .mapToInt(String::length)
                                    .max()
                                    .orElse(0));
        }

        String padded(String cell) {
            String space = " ".repeat(width() - 1 - cell.length());
            return " " + (isText ? cell + space : space + cell);
        }
    }

    /**
     * Adds a column whose cells begin at the left, as words do.
     *
     * @param head what stands above it
     * @param cells one for each row
     * @param leastWidth how wide it is at least, with the space before it
     * @param importance of two columns, the one with the smaller importance is left out first
     * @return this
     */
    public Columns text(String head, List<String> cells, int leastWidth, int importance) {
        columns.add(new Column(head, cells, leastWidth, importance, true));
        return this;
    }

    /**
     * Adds a column whose cells end at the right, as numbers do.
     *
     * @param head what stands above it
     * @param cells one for each row
     * @param leastWidth how wide it is at least, with the space before it
     * @param importance of two columns, the one with the smaller importance is left out first
     * @return this
     */
    public Columns numbers(String head, List<String> cells, int leastWidth, int importance) {
        columns.add(new Column(head, cells, leastWidth, importance, false));
        return this;
    }

    /** How narrow the table can be with each row on one line. */
    int leastWidth() {
        return width(
                columns.stream().filter(column -> column.importance() == ALWAYS).toList());
    }

    /** How wide it is with all columns. */
    int width() {
        return width(columns);
    }

    /**
     * The head and a line for each row, without a space before the first column. If the first column is too wide even when
     * nothing else is left to leave out, what does not fit into it stands on a line of its own.
     *
     * @param width how many characters a line may have
     * @return the lines
     */
    public List<String> lines(int width) {
        List<Column> shown = new ArrayList<>(columns);
        while (width(shown) > width) {
            Optional<Column> least = shown.stream()
                    .filter(column -> column.importance() < ALWAYS)
                    .min(Comparator.comparingInt(Column::importance));
            if (least.isEmpty()) {
                break;
            }
            shown.remove(least.get());
        }
        Column first = shown.get(0);
        List<Column> others = shown.subList(1, shown.size());
        int firstWidth = Math.min(first.width() - 1, width - 1 - width(others));
        List<String> lines = new ArrayList<>();
        lines.addAll(lines(first.head(), firstWidth, others, Column::head));
        for (int row = 0; row < first.cells().size(); row++) {
            int number = row;
            lines.addAll(lines(
                    first.cells().get(row),
                    firstWidth,
                    others,
                    column -> column.cells().get(number)));
        }
        return lines;
    }

    /** Without the space before the first. */
    private static int width(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum() - 1;
    }

    private static List<String> lines(
            String first, int firstWidth, List<Column> others, Function<Column, String> cell) {
        String rest = others.stream()
                .map(column -> column.padded(cell.apply(column)))
                .collect(Collectors.joining())
                .stripTrailing();
        return first.length() <= firstWidth
                ? List.of((first + " ".repeat(firstWidth - first.length()) + rest).stripTrailing())
                : List.of(first, " ".repeat(Math.max(0, firstWidth)) + rest);
    }
}
