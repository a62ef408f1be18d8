package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.Report;
import dev.ipcdemo.compare.result.row.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What cells have in common, which is said once and not of each. */
public final class Common {

    private Common() {}

    /**
     * The dimensions in which no two cells differ, besides what names a row.
     *
     * @param cells the cells
     * @return the dimensions
     */
    public static Dimension<?>[] dimensions(Collection<Cell> cells) {
        return Cell.DIMENSIONS.stream()
                .filter(dimension -> !Cell.NAMING.contains(dimension)
                        && cells.stream().map(dimension::of).distinct().count() <= 1)
                .toArray(Dimension<?>[]::new);
    }

    /**
     * What a cell has of some dimensions, in words.
     *
     * @param cell the cell
     * @param said the dimensions
     * @return a phrase
     */
    public static String words(Cell cell, Dimension<?>... said) {
        return cell.words(others(said));
    }

    /**
     * What tells a cell from others, in words. That it does without a dimension which others have is said, too: one client,
     * or a depth of 1.
     *
     * @param cell the cell
     * @param common the dimensions in which it does not differ from them
     * @return a phrase
     */
    static String differences(Cell cell, Dimension<?>... common) {
        return Stream.of(others(common))
                .filter(dimension -> !Cell.NAMING.contains(dimension))
                .map(dimension -> wordsEvenOfNone(dimension, cell))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static <T> String wordsEvenOfNone(Dimension<T> dimension, Cell cell) {
        T value = dimension.of(cell);
        return dimension.text(value).isEmpty() ? "" : dimension.words(value);
    }

    /**
     * What words and figures of some rows mean that are not usual ones.
     *
     * @param report the report
     * @return a sentence for each, without its period
     */
    static List<String> explanations(Report report) {
        List<Cell> cells = report.rows().stream().map(Row::key).toList();
        Stream<String> sizes = cells.stream()
                .flatMap(cell -> Stream.of(cell.requestMix(), cell.replyMix()))
                .filter(mix -> !mix.isNone())
                .distinct()
                .map(mix -> mix + ": " + meaning(mix, report));
        Stream<String> directions = cells.stream()
                .filter(Cell.DIRECTIONS::isIn)
                .limit(1)
                .map(cell -> cell.directions()
                        + ": client and server send at once, and messages/s is what both receive together");
        return Stream.concat(sizes, directions).toList();
    }

    private static String meaning(SizeMix mix, Report report) {
        return mix.isOfFile()
                ? report.conditions()
                        .flatMap(conditions ->
                                Optional.ofNullable(conditions.facts().get("sizes of " + mix)))
                        .orElse("the sizes of a file, in its order")
                : mix.meaning();
    }

    /** All other dimensions. */
    static Dimension<?>[] others(Dimension<?>... some) {
        List<Dimension<?>> left = List.of(some);
        return Cell.DIMENSIONS.stream()
                .filter(dimension -> !left.contains(dimension))
                .toArray(Dimension<?>[]::new);
    }

    /** These dimensions and more. */
    static Dimension<?>[] and(Dimension<?>[] some, Dimension<?>... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).distinct().toArray(Dimension<?>[]::new);
    }
}
