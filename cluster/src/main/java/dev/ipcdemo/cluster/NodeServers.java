package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.PodNetwork;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers of one network: which nodes have one that is ready, and since when one is not. */
final class NodeServers {

    private final PodNetwork network;
    private final TimeLimits limits;
    private final Map<String, Deadline> lost = new HashMap<>();
    private Map<String, PodCondition> byNode = Map.of();

    NodeServers(PodNetwork network, TimeLimits limits) {
        this.network = network;
        this.limits = limits;
    }

    PodNetwork network() {
        return network;
    }

    /** Takes note of how the pods of the run are now. One that is being removed may have a successor. */
    void update(List<Pod> pods) {
        Map<String, PodCondition> now = new LinkedHashMap<>();
        for (Pod pod : pods) {
            PodCondition condition = new PodCondition(pod);
            if (network.toString().equals(pod.getMetadata().getLabels().get(RunName.SERVES))) {
                now.merge(node(pod), condition, (one, other) -> one.isBeingRemoved() ? other : one);
            }
        }
        byNode = now;
        lost.keySet().removeIf(node -> isReady(node));
    }

    /** A pod of a DaemonSet that is not scheduled yet says by its affinity where it will be. */
    private static String node(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getNodeName()).orElseGet(() -> wantedNode(pod));
    }

    private static String wantedNode(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .stream()
                .flatMap(required -> required.getNodeSelectorTerms().stream())
                .flatMap(term -> term.getMatchFields().stream())
                .flatMap(field -> field.getValues().stream())
                .findFirst()
                .orElse("");
    }

    /** Whether the cluster has created a pod for a node. */
    boolean hasPod(String node) {
        return byNode.containsKey(node);
    }

    /** Whether the cluster has created no pod at all. */
    boolean areNone() {
        return byNode.isEmpty();
    }

    boolean isReady(String node) {
        return byNode.containsKey(node) && byNode.get(node).isReady();
    }

    /** The address of a server that is ready. */
    String address(String node) {
        return byNode.get(node).pod().getStatus().getPodIP();
    }

    /** What is wrong with a server and will not go away by waiting. */
    Optional<String> fatal(String node) {
        return Optional.ofNullable(byNode.get(node)).flatMap(PodCondition::fatal);
    }

    /** Why a node has no server that is ready. */
    String problem(String node) {
        return Optional.ofNullable(byNode.get(node))
                .map(pod -> "its server over the " + network + " network is not ready"
                        + pod.hindrance().map(why -> ": " + why).orElse(""))
                .orElse("it has no server over the " + network + " network; does the node exist, and is it alive?");
    }

    /** Why a server must be given up that was ready before; empty if it is ready, or has not been away for long. */
    Optional<String> loss(String node) {
        if (isReady(node)) {
            return Optional.empty();
        }
        Deadline deadline = lost.computeIfAbsent(node, name -> Deadline.after(limits.lostServer()));
        return deadline.isOver() ? Optional.of("node " + node + " was lost: " + problem(node)) : Optional.empty();
    }
}
