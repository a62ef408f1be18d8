package dev.ipcdemo.cluster;

import dev.ipcdemo.compare.matrix.MatrixReport;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param matrix what was measured between the nodes that were chosen; if one of them had no server that became ready, its
 *     pairs are failures
 * @param leftOut nodes that were asked for, or match the selector, and took no part, with the reason
 * @param failedPairs how many results have a failure, those included of which there are figures nevertheless
 */
public record ClusterResult(MatrixReport matrix, Map<String, String> leftOut, long failedPairs) {

    /**
     * Whether everything that was asked for was measured.
     *
     * @return false if it was stopped, a node was left out for which a server was started, or a pair failed
     */
    public boolean isWhole() {
        return matrix.complete() && failedPairs == 0 && matrix.failures().isEmpty() && matrix.missingCount() == 0;
    }
}
