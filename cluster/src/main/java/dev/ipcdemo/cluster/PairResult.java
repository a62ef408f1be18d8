package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.result.Report;
import java.util.Optional;

/**
 * What came of one pair over one network.
 *
 * @param pair the nodes
 * @param network between them
 * @param report what was measured; empty if nothing was
 * @param failure why nothing was measured, or why the report does not have everything; empty if all went well
 */
public record PairResult(NodePair pair, PodNetwork network, Optional<Report> report, Optional<String> failure) {

    /**
     * Makes a failure one line, without control characters: most of it comes from the log of a pod.
     *
     * @param pair the nodes
     * @param network between them
     * @param report what was measured; empty if nothing was
     * @param failure why nothing was measured, or why the report does not have everything; empty if all went well
     */
    public PairResult {
        failure = failure.map(ApiFailure::oneLine);
    }

    /**
     * The way between the nodes, as a matrix calls it.
     *
     * @return such as {@code pod network}
     */
    public String path() {
        return path(pair, network);
    }

    static String path(NodePair pair, PodNetwork network) {
        return (pair.isSameNode() ? "same node, " : "") + network + " network";
    }

    static PairResult failed(NodePair pair, PodNetwork network, String why) {
        return new PairResult(pair, network, Optional.empty(), Optional.of(why));
    }
}
