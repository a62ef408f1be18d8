package dev.ipcdemo.cluster;

import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param complete whether it came to its end, and was not stopped before
 * @param nodes those that took part
 * @param leftOut nodes that were asked for, or match the selector, and took no part, with the reason
 * @param results one for each pair and network that was tried, in this order
 */
public record ClusterResult(
        boolean complete, List<String> nodes, Map<String, String> leftOut, List<PairResult> results) {

    /**
     * Whether everything that was asked for was measured.
     *
     * @return false if a node was left out, or a pair failed
     */
    public boolean isWhole() {
        return complete
                && leftOut.isEmpty()
                && results.stream().allMatch(result -> result.failure().isEmpty());
    }
}
