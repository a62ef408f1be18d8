package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.result.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a group to choose by: the sockets, the best first, with two figures each. */
final class HeadlineTable {

    private static final int BAR_WIDTH = 7;

    private final String title;
    private final List<Row> rows;
    private final List<Row> floors;
    private final boolean areLatencies;
    private final Bars bars;

    /**
     * Makes the table of a group.
     *
     * @param title what tells the group from others
     * @param group all its rows
     * @param bars which the terminal can show
     */
    HeadlineTable(String title, List<Row> group, Bars bars) {
        this.title = title;
        this.bars = bars;
        List<Row> choices = inOrder(group.stream().filter(row -> isShown(row, group)));
        rows = choices.isEmpty() ? inOrder(group.stream()) : choices;
        floors = choices.isEmpty()
                ? List.of()
                : inOrder(group.stream().filter(row -> row.traits().isFloor() && row.hasFigures()));
        areLatencies = !group.get(0).key().pattern().countsAtServer();
    }

    /** A bare channel stands aside for the transport on it. */
    private static boolean isShown(Row row, List<Row> group) {
        return !row.traits().isFloor()
                && group.stream()
                        .noneMatch(other -> row.traits()
                                .bareOf()
                                .filter(other.key().row()::equals)
                                .isPresent());
    }

    private static List<Row> inOrder(Stream<Row> rows) {
        return rows.sorted(Row.bestFirst()).toList();
    }

    /** How narrow it can be. */
    int leastWidth() {
        return Math.max(title.length(), columns("", rows).leastWidth());
    }

    /** Whether the title fits beside the other heads, with nothing left out. */
    boolean hasRoomForTitle(int width) {
        return columns(title, rows).width() <= width;
    }

    /**
     * The head, and a line for each row.
     *
     * @param width how many characters a line may have
     * @param most of more rows, the rest is only mentioned
     * @param isTitleApart whether the title has a line of its own
     */
    List<String> lines(int width, int most, boolean isTitleApart) {
        int shown = rows.size() <= most + 1 ? rows.size() : most;
        List<String> lines = new ArrayList<>();
        if (isTitleApart) {
            lines.add(title);
        }
        lines.addAll(columns(isTitleApart ? "" : title, rows.subList(0, shown)).lines(width));
        if (shown < rows.size()) {
            Row last = rows.get(rows.size() - 1);
            String more = "+ " + (rows.size() - shown) + " more";
            String worst = ", to " + last.key().name() + " " + figure(last);
            lines.add(more.length() + worst.length() <= width ? more + worst : more);
        }
        return lines;
    }

    /** What is no socket, for scale; empty if nothing was measured. */
    String scale() {
        return floors.isEmpty()
                ? ""
                : floors.stream()
                        .map(row -> row.key().name() + " " + figure(row))
                        .collect(Collectors.joining(", ", "for scale: ", ""));
    }

    private Columns columns(String head, List<Row> shown) {
        List<String> names = cells(shown, row -> row.key().name());
        double most = shown.stream()
                .filter(Row::hasFigures)
                .mapToDouble(this::length)
                .max()
                .orElse(0);
        List<String> drawn = cells(shown, row -> bars.draw(row.hasFigures() ? length(row) / most : 0, BAR_WIDTH));
        Columns columns = new Columns().text(head, names, 12, Columns.ALWAYS);
        return areLatencies
                ? columns.numbers("p50 µs", cells(shown, this::figure), 7, Columns.ALWAYS)
                        .text("", drawn, 8, 1)
                        .numbers("p99", cells(shown, row -> Figures.micros(row, "p99")), 7, Columns.ALWAYS)
                : columns.numbers("messages/s", cells(shown, this::figure), 11, Columns.ALWAYS)
                        .text("", drawn, 8, 1)
                        .numbers("MB/s", cells(shown, HeadlineTable::megabytes), 7, Columns.ALWAYS);
    }

    private static List<String> cells(List<Row> rows, Function<Row, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private double length(Row row) {
        return areLatencies ? row.latency().ns("p50").orElse(0L) : row.rates().perSecond();
    }

    private String figure(Row row) {
        return !row.hasFigures()
                ? "failed"
                : areLatencies
                        ? Figures.micros(row, "p50")
                        : Figures.number(row.rates().perSecond(), 0);
    }

    private static String megabytes(Row row) {
        return row.hasFigures() ? Figures.number(row.rates().bytesPerSecond() / 1e6, 1) : Figures.NONE;
    }
}
