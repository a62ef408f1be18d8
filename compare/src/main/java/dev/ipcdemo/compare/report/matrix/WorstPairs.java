package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Asymmetry;
import dev.ipcdemo.compare.matrix.Matrix;
import dev.ipcdemo.compare.matrix.MatrixReport;
import dev.ipcdemo.compare.matrix.PairFigures;
import java.util.Comparator;
import java.util.List;

/** What is worst in all matrices of a report together. */
final class WorstPairs {

    private WorstPairs() {}

    /**
     * A pair and its matrix.
     *
     * @param matrix where it is
     * @param pair its figures
     */
    record Ranked(Matrix matrix, PairFigures pair) {

        /** How its cost compares with the median of its matrix; it says little of a pair that lost most of its messages. */
        double ratio() {
            return pair.costNs() / matrix.costNs();
        }
    }

    /**
     * Directions that differ, and their matrix.
     *
     * @param matrix where they are
     * @param asymmetry how they differ
     */
    record Lopsided(Matrix matrix, Asymmetry asymmetry) {}

    /** The pairs that lost most of their messages, then those that take longest relative to the median of their matrix. */
    static List<Ranked> of(MatrixReport report, int most) {
        return report.matrices().stream()
                .flatMap(matrix -> matrix.worstFirst(Matrix.Figure.MEDIAN).stream()
                        .limit(most)
                        .map(pair -> new Ranked(matrix, pair)))
                .sorted(Comparator.comparing((Ranked each) -> !each.pair().lostMost())
                        .thenComparing(Ranked::ratio, Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }

    /** The directions that differ beyond doubt, most first. */
    static List<Lopsided> directions(MatrixReport report, int most) {
        return report.matrices().stream()
                .flatMap(matrix -> matrix.asymmetries().stream()
                        .filter(asymmetry -> asymmetry.decision().isClaim())
                        .limit(most)
                        .map(asymmetry -> new Lopsided(matrix, asymmetry)))
                .sorted(Comparator.comparing((Lopsided each) -> each.asymmetry().estimate())
                        .reversed())
                .limit(most)
                .toList();
    }
}
