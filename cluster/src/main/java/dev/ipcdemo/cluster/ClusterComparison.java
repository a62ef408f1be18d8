package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.compare.matrix.MatrixBuilder;
import dev.ipcdemo.compare.matrix.NodePair;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures pairs of nodes in a cluster.
 *
 * <pre>{@code
 * try (ClusterComparison comparison = ClusterComparison.open(Optional.empty(), request, listener)) {
 *     ClusterResult result = comparison.run();
 * }
 * }</pre>
 *
 * <p>For one thread; only {@link #stop} may be called by any. {@link #run} removes everything before it returns; what a
 * killed one leaves behind is removed by the next in the same namespace.
 */
public final class ClusterComparison implements AutoCloseable {

    private final KubernetesClient client;
    private final ClusterRequest request;
    private final ClusterListener listener;
    private final TimeLimits limits;
    private final Clock clock;
    private final RunName run = RunName.random();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Instant started;
    private MatrixBuilder matrix;
    private long failedPairs;
    private boolean complete;
    private volatile Optional<PodWatch> watch = Optional.empty();
    private volatile boolean stopped;
    private int jobs;

    ClusterComparison(
            KubernetesClient client, ClusterRequest request, ClusterListener listener, TimeLimits limits, Clock clock) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.limits = limits;
        this.clock = clock;
        started = clock.instant();
        matrix = new MatrixBuilder(List.of(), started);
    }

    /**
     * Opens a client of the cluster that the kubeconfig names. Nothing is asked of it yet.
     *
     * @param context of the kubeconfig; empty for the current one
     * @param request what is to be measured
     * @param listener is told of progress
     * @return a comparison that is ready to run
     * @throws ClusterFailure if there is no kubeconfig, or it has no such context
     */
    public static ClusterComparison open(Optional<String> context, ClusterRequest request, ClusterListener listener)
            throws ClusterFailure {
        return new ClusterComparison(Connections.open(context), request, listener, TimeLimits.USUAL, Clock.systemUTC());
    }

    /**
     * Measures, to the end or until it is stopped. A pair that fails is told in the result.
     *
     * @return what was measured
     * @throws ClusterFailure if nothing can be measured, or the cluster is lost; what was measured until then is in
     *     {@link #resultSoFar}
     */
    public ClusterResult run() throws ClusterFailure {
        ParticipatingNodes nodes = ParticipatingNodes.choose(
                client, request.nodes(), Tolerations.of(request.pods().tolerations()));
        // what cannot be measured should be said before anything is created
        RunSchedule schedule = RunSchedule.of(nodes.names(), request);
        matrix = matrixOf(nodes.names(), schedule);
        leftOut.putAll(nodes.leftOut());
        listener.chosen(nodes.names(), leftOut);
        OtherRuns others = new OtherRuns(client, request.namespace(), limits, clock, listener, () -> stopped);
        others.requireNone();
        if (stopped) {
            return resultSoFar();
        }
        RunLease lease = RunLease.acquire(client, request.namespace(), run, holder(), limits, clock);
        try (PodWatch pods = watch(lease, others)) {
            watch = Optional.of(pods);
            try {
                measure(nodes.names(), schedule, lease, pods);
            } finally {
                lease.close(); // a renewal would find it removed
                remove(pods);
            }
        } catch (KubernetesClientException e) {
            throw ApiFailure.of("go on", e);
        }
        return resultSoFar();
    }

    /**
     * What has been measured until now.
     *
     * @return what there is; empty matrices before the first pair
     */
    public ClusterResult resultSoFar() {
        return new ClusterResult(matrix.build(complete), Map.copyOf(leftOut), failedPairs);
    }

    /** Ends a run soon, with what was measured until then. May be called by any thread, and more than once. */
    public void stop() {
        stopped = true;
        watch.ifPresent(PodWatch::wake);
    }

    /** Who runs this, for another one who finds it running. */
    private static String holder() {
        String user = System.getProperty("user.name", "somebody");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }

    private PodWatch watch(RunLease lease, OtherRuns others) throws ClusterFailure {
        try {
            others.requireFirst(lease.owner());
            return PodWatch.start(client, request.namespace(), run, limits, listener);
        } catch (ClusterFailure e) {
            lease.close();
            askForRemoval();
            throw e;
        }
    }

    private void measure(List<String> nodes, RunSchedule all, RunLease lease, PodWatch pods) throws ClusterFailure {
        Manifests manifests = new Manifests(request, run, lease.owner());
        List<NodeServers> servers = new ArrayList<>();
        List<String> ready = nodes;
        for (PodNetwork network : request.networks()) {
            NodeServers ofNetwork = new NodeServers(network, limits);
            servers.add(ofNetwork);
            if (!request.acrossNodes().isEmpty() && !stopped) {
                createServers(manifests, network, ready, pods);
                ready = awaitServers(ofNetwork, ready, pods);
            }
        }
        if (!stopped) {
            RunSchedule schedule = ready.size() == nodes.size() ? all : leaveOut(nodes, all, ready);
            measureRounds(schedule, servers, manifests, pods, lease);
            complete = !stopped;
        }
    }

    /** Schedules the pairs of the nodes that are left. Those that were to be measured with the others are failures. */
    private RunSchedule leaveOut(List<String> nodes, RunSchedule all, List<String> ready) {
        RunSchedule schedule = RunSchedule.ofRemaining(ready, request);
        matrix = matrixOf(nodes, schedule);
        for (int round = 0; round < all.rounds(); round++) {
            for (NodePair pair : all.round(round)) {
                Stream.of(pair.from(), pair.to())
                        .filter(leftOut::containsKey)
                        .findFirst()
                        .ifPresent(lost -> failOverAll(pair, leftOut.get(lost)));
            }
        }
        return schedule;
    }

    private void failOverAll(NodePair pair, String why) {
        for (PodNetwork network : request.networks()) {
            matrix.fail(pair, PairResult.path(pair, network), why);
            failedPairs++;
        }
    }

    /** While the API server is away, this tries again. */
    private void createServers(Manifests manifests, PodNetwork network, List<String> nodes, PodWatch pods)
            throws ClusterFailure {
        String attempt = "create the DaemonSet of the servers";
        Optional<Deadline> away = Optional.empty();
        while (!stopped) {
            try {
                client.resource(manifests.servers(network, nodes)).create();
                return;
            } catch (KubernetesClientException e) {
                if (ApiFailure.isAlreadyThere(e)) {
                    return;
                }
                if (!ApiFailure.isPassing(e) || away.filter(Deadline::isOver).isPresent()) {
                    throw ApiFailure.ofCreation(attempt, e);
                }
                if (away.isEmpty()) {
                    listener.waitingForApiServer(ApiFailure.creationSentence(attempt, e));
                    away = Optional.of(Deadline.after(limits.api()));
                }
            }
            pods.awaitChange(limits.lookAgain());
        }
    }

    /** Waits for the servers of all nodes; those of which none comes are left out. */
    private List<String> awaitServers(NodeServers servers, List<String> nodes, PodWatch pods) throws ClusterFailure {
        Deadline deadline = Deadline.after(limits.server());
        Deadline firstEvent = Deadline.after(limits.firstEvent());
        int shown = -1;
        while (!stopped) {
            servers.update(pods.pods());
            int ready = (int) nodes.stream().filter(servers::isReady).count();
            if (ready != shown) {
                listener.serversReady(servers.network(), ready, nodes.size());
                shown = ready;
            }
            boolean isDecided = nodes.stream()
                    .allMatch(
                            node -> servers.isReady(node) || servers.fatal(node).isPresent());
            if (isDecided || deadline.isOver()) {
                return readyOnes(servers, nodes);
            }
            if (firstEvent.isOver() && servers.areNone()) {
                requireServersAllowed(servers, pods);
            }
            pods.awaitChange(limits.lookAgain());
        }
        return List.of();
    }

    private void requireServersAllowed(NodeServers servers, PodWatch pods) throws ClusterFailure {
        Optional<String> refusal = refusal(servers.network());
        if (refusal.isPresent()) {
            pods.doubt();
            servers.update(pods.pods()); // some may have been created since the last look
            if (servers.areNone() && pods.isAnswered()) {
                throw new ClusterFailure(
                        "the servers over the " + servers.network() + " network were refused: " + refusal.get());
            }
        }
    }

    /** A quota, or the namespace's rules, may keep the DaemonSet's controller from creating pods, or some of them. */
    private Optional<String> refusal(PodNetwork network) {
        return new WarningEvents(client, request.namespace()).refusal("DaemonSet", run.servers(network));
    }

    private List<String> readyOnes(NodeServers servers, List<String> nodes) throws ClusterFailure {
        List<String> ready = nodes.stream().filter(servers::isReady).toList();
        Optional<String> refusal =
                nodes.stream().allMatch(servers::hasPod) ? Optional.empty() : refusal(servers.network());
        for (String node : nodes) {
            if (!servers.isReady(node)) {
                String why = ApiFailure.oneLine(refusal.filter(each -> !servers.hasPod(node))
                        .map(each -> "its server over the " + servers.network() + " network was refused: " + each)
                        .orElseGet(() -> servers.problem(node)));
                leftOut.put(node, why);
                listener.leftOut(node, why);
            }
        }
        if (ready.isEmpty()) {
            String first = nodes.get(0);
            throw new ClusterFailure(
                    "no node has a server that is ready; of node " + first + ", " + leftOut.get(first));
        }
        return ready;
    }

    private void measureRounds(
            RunSchedule schedule, List<NodeServers> servers, Manifests manifests, PodWatch pods, RunLease lease)
            throws ClusterFailure {
        for (int round = 0; round < schedule.rounds() && !stopped; round++) {
            List<NodePair> pairs = schedule.round(round);
            for (NodeServers ofNetwork : servers) {
                if (!stopped) {
                    listener.roundBegins(round, schedule.rounds(), ofNetwork.network(), pairs.size());
                    PairRound now = new PairRound(pods, ofNetwork, lease, limits, () -> stopped, this::add);
                    ofNetwork.update(pods.pods());
                    pairs.forEach(pair -> begin(pair, now, ofNetwork, manifests));
                    now.measure();
                }
            }
        }
    }

    /** A matrix of some nodes that knows what is to come. */
    private MatrixBuilder matrixOf(List<String> nodes, RunSchedule schedule) {
        MatrixBuilder all = new MatrixBuilder(nodes, started);
        for (int round = 0; round < schedule.rounds(); round++) {
            List<NodePair> pairs = schedule.round(round);
            for (PodNetwork network : request.networks()) {
                all.expect(PairResult.path(pairs.get(0), network), pairs);
            }
        }
        return all;
    }

    private void begin(NodePair pair, PairRound round, NodeServers servers, Manifests manifests) {
        boolean isAlone = request.acrossNodes().isEmpty();
        Optional<String> away = Stream.of(pair.from(), pair.to())
                .filter(node -> !isAlone && !servers.isReady(node))
                .findFirst();
        if (away.isPresent()) {
            String node = away.get();
            add(PairResult.failed(pair, servers.network(), "node " + node + " is not there: " + servers.problem(node)));
            return;
        }
        String address = isAlone ? "" : servers.address(pair.to());
        round.add(new PairJob(
                client,
                request,
                listener,
                limits,
                manifests.pair(run.job(jobs++), pair, servers.network(), address),
                pair,
                servers.network()));
    }

    private void add(PairResult result) {
        if (result.failure().isPresent()) {
            failedPairs++;
        }
        if (result.report().isPresent()) {
            matrix.add(result.pair(), result.path(), result.report().get());
        } else {
            matrix.fail(result.pair(), result.path(), result.failure().orElse("nothing was measured"));
        }
        listener.measured(result);
    }

    /** Asks for the removal of everything, and unless it was stopped, waits until the pods are gone. */
    private void remove(PodWatch pods) {
        listener.removing();
        if (!askForRemoval()) {
            return;
        }
        Deadline deadline = Deadline.after(limits.removal());
        try {
            int left = pods.pods().size();
            while (left > 0 && !deadline.isOver() && !stopped) {
                pods.awaitChange(limits.lookAgain());
                left = pods.pods().size();
            }
            if (left > 0 && !stopped) {
                listener.notRemoved(left + " pods are still ending; if they stay: "
                        + removal().byHand());
            }
        } catch (ClusterFailure e) {
            listener.notRemoved("it is not known whether the pods have ended (" + e.getMessage() + "); if they stay: "
                    + removal().byHand());
        }
    }

    /**
     * Asks again while the API server is away, but not if the run was stopped: somebody waits for its end.
     *
     * @return whether it could be asked for
     */
    private boolean askForRemoval() {
        Deadline deadline = Deadline.after(limits.removal());
        Optional<KubernetesClientException> failure = tryToRemove();
        while (failure.filter(ApiFailure::isPassing).isPresent() && !deadline.isOver() && !stopped) {
            LockSupport.parkNanos(limits.lookAgain().toNanos());
            failure = tryToRemove();
        }
        failure.ifPresent(e -> listener.notRemoved(ApiFailure.sentence("remove what belongs to this run", e)
                + "; the next run will remove it, or: " + removal().byHand()));
        return failure.isEmpty();
    }

    private Optional<KubernetesClientException> tryToRemove() {
        try {
            removal().run();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(e);
        }
    }

    private Removal removal() {
        return new Removal(client, request.namespace(), run);
    }

    /** Closes the client. */
    @Override
    public void close() {
        client.close();
    }
}
