package dev.ipcdemo.cluster;

import dev.ipcdemo.compare.matrix.MatrixReport;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param matrix what was measured between the nodes that took part
 * @param leftOut nodes that were asked for, or match the selector, and took no part, with the reason
 */
public record ClusterResult(MatrixReport matrix, Map<String, String> leftOut) {

    /**
     * Whether everything that was asked for was measured.
     *
     * @return false if it was stopped, a node was left out for which a server was started, or a pair failed
     */
    public boolean isWhole() {
        return matrix.complete() && matrix.failures().isEmpty() && matrix.missingCount() == 0;
    }
}
