package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The pairs of a round over one network, all at once: each has a Job until there is a result. */
final class PairRound {

    private final PodWatch pods;
    private final NodeServers servers;
    private final RunLease lease;
    private final TimeLimits limits;
    private final BooleanSupplier stopped;
    private final Consumer<PairResult> results;

    /** Those without a result. */
    private final List<PairJob> running = new ArrayList<>();

    private final List<PairJob> ended = new ArrayList<>();

    /** Those that have ended, and whose Job is still there. */
    private final Queue<PairJob> unremoved = new ArrayDeque<>();

    PairRound(
            PodWatch pods,
            NodeServers servers,
            RunLease lease,
            TimeLimits limits,
            BooleanSupplier stopped,
            Consumer<PairResult> results) {
        this.pods = pods;
        this.servers = servers;
        this.lease = lease;
        this.limits = limits;
        this.stopped = stopped;
        this.results = results;
    }

    void add(PairJob job) {
        running.add(job);
    }

    /** Measures, until there is a result of each, and no pod is left that could disturb the next round. */
    void measure() throws ClusterFailure {
        while (!running.isEmpty() && !stopped.getAsBoolean()) {
            lookAtAll();
            if (!running.isEmpty()) {
                pods.awaitChange(limits.lookAgain());
            }
        }
        Deadline deadline = Deadline.after(limits.removal());
        while (!stopped.getAsBoolean() && isAnyLeft() && !deadline.isOver()) {
            pods.awaitChange(limits.lookAgain());
        }
    }

    private void lookAtAll() throws ClusterFailure {
        if (lease.loss().isPresent()) {
            throw new ClusterFailure(lease.loss().get());
        }
        List<Pod> now = pods.pods();
        servers.update(now);
        if (!pods.isAnswered()) {
            return; // what is known of the pods is old, and nothing else would be answered either
        }
        for (PairJob job : List.copyOf(running)) {
            if (!stopped.getAsBoolean() && !isAnswered(job, now)) {
                pods.doubt();
                return; // each of the others would wait for an answer, too
            }
        }
        remove();
    }

    /** Whether a look at a job was answered. If not, the others come first: its kubelet alone may be silent. */
    private boolean isAnswered(PairJob job, List<Pod> now) {
        try {
            job.look(now, servers).ifPresent(result -> end(job, result));
            return true;
        } catch (KubernetesClientException e) {
            running.remove(job);
            running.add(job);
            return false;
        }
    }

    private void end(PairJob job, PairResult result) {
        running.remove(job);
        ended.add(job);
        unremoved.add(job);
        results.accept(result);
    }

    /** As far as the API server is there. What a run that was stopped leaves is removed with all the rest. */
    private void remove() {
        while (!stopped.getAsBoolean()
                && !unremoved.isEmpty()
                && unremoved.peek().remove()) {
            unremoved.remove();
        }
    }

    /** Whether a Job has not been removed, or the pod of one that was given up has not ended. */
    private boolean isAnyLeft() throws ClusterFailure {
        List<Pod> now = pods.pods();
        if (pods.isAnswered()) {
            remove();
        }
        return !unremoved.isEmpty() || ended.stream().anyMatch(job -> job.isMeasuring(now));
    }
}
