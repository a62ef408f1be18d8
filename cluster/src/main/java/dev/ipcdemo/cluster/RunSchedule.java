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
            return of(PairSchedule.of(nodes), request.mostPairs(), request);
        } catch (IllegalArgumentException e) {
            throw new ClusterFailure(e.getMessage(), e);
        }
    }

    /**
     * Schedules the pairs of those nodes that are left when some had to be left out. These may need a few more pairs than the
     * request allows: of an odd number of nodes, each meets two others at least.
     */
    static RunSchedule ofRemaining(List<String> nodes, ClusterRequest request) {
        PairSchedule all = PairSchedule.of(nodes);
        return of(all, Math.max(request.mostPairs(), all.fewestPairs()), request);
    }

    private static RunSchedule of(PairSchedule all, long mostPairs, ClusterRequest request) {
        boolean isBetween = !request.acrossNodes().isEmpty();
        PairSchedule sample = isBetween && all.partners() > 0 ? all.atMost(mostPairs, SAMPLE_SEED) : all;
        return new RunSchedule(sample.atOnce(request.atOnce()), isBetween, request.atOnce());
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
