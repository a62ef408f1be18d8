package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.matrix.PairSchedule;
import java.util.List;

/**
 * The rounds of a run: first within each node, then between nodes. No node is in two pairs of a round.
 *
 * @param between the pairs of different nodes
 * @param isBetween whether these are measured at all
 * @param atOnce how many pairs within nodes are measured at once at most
 */
record RunSchedule(PairSchedule between, boolean isBetween, int atOnce) {

    /** The same nodes are sampled in the same way. */
    private static final long SAMPLE_SEED = 1;

    /**
     * Schedules the pairs of some nodes.
     *
     * @throws ClusterFailure if the request allows too few pairs
     */
    static RunSchedule of(List<String> nodes, ClusterRequest request) throws ClusterFailure {
        try {
            PairSchedule all = PairSchedule.of(nodes);
            boolean isBetween = !request.acrossNodes().isEmpty();
            PairSchedule sample = isBetween && nodes.size() > 1 ? all.atMost(request.mostPairs(), SAMPLE_SEED) : all;
            return new RunSchedule(sample.atOnce(request.atOnce()), isBetween, request.atOnce());
        } catch (IllegalArgumentException e) {
            throw new ClusterFailure(e.getMessage(), e);
        }
    }

    private int roundsWithin() {
        return (between.sameNode().size() + atOnce - 1) / atOnce;
    }

    int rounds() {
        return roundsWithin() + (isBetween ? between.rounds() : 0);
    }

    List<NodePair> round(int number) {
        int within = roundsWithin();
        return number < within
                ? between.sameNode().stream()
                        .skip((long) number * atOnce)
                        .limit(atOnce)
                        .toList()
                : between.round(number - within);
    }
}
