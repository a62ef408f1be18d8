package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Dimension;
import java.util.Collection;
import java.util.List;
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
