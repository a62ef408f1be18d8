package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.NodeChoice;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nodes of a run.
 *
 * @param names in the order in which they were named, else by name
 * @param leftOut those that match the selector and are of no use, with the reason
 */
record ParticipatingNodes(List<String> names, Map<String, String> leftOut) {

    static ParticipatingNodes choose(KubernetesClient client, NodeChoice choice, Tolerations tolerations)
            throws ClusterFailure {
        return choice.names().isEmpty()
                ? matching(client, choice.selector(), tolerations)
                : named(client, choice.names());
    }

    /** Whoever may not look at nodes may still name them: one that is missing gets no server. */
    private static ParticipatingNodes named(KubernetesClient client, List<String> names) throws ClusterFailure {
        for (String name : names) {
            try {
                if (client.nodes().withName(name).get() == null) {
                    throw new ClusterFailure("the cluster has no node '" + name + "'");
                }
            } catch (KubernetesClientException e) {
                if (ApiFailure.isForbidden(e)) {
                    break;
                }
                throw ApiFailure.of("look for the node " + name, e);
            }
        }
        return new ParticipatingNodes(names, Map.of());
    }

    private static ParticipatingNodes matching(KubernetesClient client, String selector, Tolerations tolerations)
            throws ClusterFailure {
        List<Node> nodes;
        try {
            nodes = selector.isEmpty()
                    ? client.nodes().list().getItems()
                    : client.nodes().withLabelSelector(selector).list().getItems();
        } catch (KubernetesClientException e) {
            throw ApiFailure.isForbidden(e)
                    ? new ClusterFailure(
                            "the nodes may not be listed (" + ApiFailure.said(e)
                                    + "); name them with --nodes, or get the ClusterRole of docs/deploy/cluster-rbac.yaml",
                            e)
                    : ApiFailure.of("list the nodes", e);
        }
        List<String> names = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (Node node : nodes) {
            String name = node.getMetadata().getName();
            obstacle(node, tolerations).ifPresentOrElse(why -> leftOut.put(name, why), () -> names.add(name));
        }
        names.sort(null);
        if (names.isEmpty()) {
            throw new ClusterFailure(
                    nodes.isEmpty()
                            ? "no node matches the selector '" + selector + "'"
                            : leftOut.entrySet().stream()
                                    .map(node -> node.getKey() + ": " + node.getValue())
                                    .collect(Collectors.joining("; ", "none of the nodes can take part: ", "")));
        }
        return new ParticipatingNodes(names, leftOut);
    }

    private static Optional<String> obstacle(Node node, Tolerations tolerations) {
        boolean isReady = node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
        if (!isReady) {
            return Optional.of("it is not ready");
        }
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return Optional.of("it takes no new pods (cordoned)");
        }
        return node.getSpec().getTaints().stream()
                .filter(taint -> !tolerations.tolerate(taint))
                .findFirst()
                .map(taint -> "it has the taint " + words(taint) + ", which --tolerate would ignore");
    }

    private static String words(Taint taint) {
        String value = taint.getValue() == null || taint.getValue().isEmpty() ? "" : "=" + taint.getValue();
        return taint.getKey() + value + ":" + taint.getEffect();
    }
}
