package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.cluster.ClusterListener;
import dev.ipcdemo.cluster.PairResult;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.sockets.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Says how a run in a cluster gets on, a line for each step and each pair that failed. */
public final class ClusterProgress implements ClusterListener {

    private static final int MOST_NAMES = 10;

    private final PrintWriter err;

    /**
     * Prepares to print.
     *
     * @param err where
     */
    public ClusterProgress(PrintWriter err) {
        this.err = err;
    }

    /** What it repeats of a pod, or of the cluster, may be anything. */
    private void say(String sentence) {
        err.println(Printable.text(sentence));
        err.flush();
    }

    @Override
    public void checkingAnotherRun(String holder, long seconds) {
        say("Is the run of " + holder + " in this namespace alive? Known in " + seconds + " s at most.");
    }

    @Override
    public void removedLeftovers(String holder) {
        say("Removed what a killed run of " + holder + " left behind.");
    }

    @Override
    public void chosen(List<String> nodes, Map<String, String> leftOut) {
        String more = nodes.size() > MOST_NAMES ? ", …" : "";
        say(nodes.size()
                + (nodes.size() == 1 ? " node: " : " nodes: ")
                + String.join(", ", nodes.subList(0, Math.min(MOST_NAMES, nodes.size())))
                + more);
        leftOut.forEach(this::leftOut);
    }

    @Override
    public void serversReady(PodNetwork network, int ready, int all) {
        say("Servers over the " + network + " network: " + ready + " of " + all + " ready");
    }

    @Override
    public void leftOut(String node, String why) {
        say("Without node " + node + ": " + why);
    }

    @Override
    public void roundBegins(int round, int rounds, PodNetwork network, int pairs) {
        say("Round " + (round + 1) + " of " + rounds + " over the " + network + " network: " + pairs
                + (pairs == 1 ? " pair" : " pairs at once"));
    }

    @Override
    public void measured(PairResult result) {
        result.failure().ifPresent(why -> say("failed: " + result.pair() + ", " + result.path() + ": " + why));
    }

    @Override
    public void waitingForApiServer(String why) {
        say("Waiting: " + why);
    }

    @Override
    public void removing() {
        say("Removing everything of this run");
    }

    @Override
    public void notRemoved(String what) {
        say("ipc-demo: " + what);
    }
}
