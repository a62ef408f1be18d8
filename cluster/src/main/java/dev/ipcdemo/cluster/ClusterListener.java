package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.PodNetwork;
import java.util.List;
import java.util.Map;

/** Is told how a run gets on. Called by the thread that runs it, which waits for each call to return. */
public interface ClusterListener {

    /**
     * A run may have been killed, and it takes a moment to be sure.
     *
     * @param holder who started it, such as {@code ada@workstation}
     * @param seconds how long it takes at most
     */
    default void checkingAnotherRun(String holder, long seconds) {}

    /**
     * What a run left behind that was killed has been removed.
     *
     * @param holder who started it
     */
    default void removedLeftovers(String holder) {}

    /**
     * It is known which nodes take part.
     *
     * @param nodes their names
     * @param leftOut those that do not, with the reason
     */
    default void chosen(List<String> nodes, Map<String, String> leftOut) {}

    /**
     * How many servers are ready has changed.
     *
     * @param network where they listen
     * @param ready so many are ready
     * @param all so many are awaited
     */
    default void serversReady(PodNetwork network, int ready, int all) {}

    /**
     * A server did not become ready in time, and the node takes no part: its pairs are failures.
     *
     * @param node its name
     * @param why what is wrong
     */
    default void leftOut(String node, String why) {}

    /**
     * The pairs of a round begin.
     *
     * @param round which, from 0
     * @param rounds how many there are, those within nodes included
     * @param network over which the pairs are measured
     * @param pairs how many are measured at once
     */
    default void roundBegins(int round, int rounds, PodNetwork network, int pairs) {}

    /**
     * A pair has been tried.
     *
     * @param result what came of it
     */
    default void measured(PairResult result) {}

    /**
     * The API server was not reached, or could not do something at the moment, and the run tries again.
     *
     * @param why what was said
     */
    default void waitingForApiServer(String why) {}

    /** Everything of the run is being removed. */
    default void removing() {}

    /**
     * Something of the run is still there.
     *
     * @param what what it is, and how it can be removed
     */
    default void notRemoved(String what) {}
}
