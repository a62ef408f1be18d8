package dev.ipcdemo.cluster.request;

import java.util.HashSet;
import java.util.List;

/**
 * Which nodes take part.
 *
 * @param names their names; empty to take all that match the selector, are ready, and take the pods
 * @param selector a label selector such as {@code pool=fast,zone!=b}; empty for any node
 */
public record NodeChoice(List<String> names, String selector) {

    /** Every node that is ready and takes the pods. */
    public static final NodeChoice ALL = new NodeChoice(List.of(), "");

    /**
     * Checks that it is one of both.
     *
     * @param names their names; empty to take all that match the selector, are ready, and take the pods
     * @param selector a label selector such as {@code pool=fast,zone!=b}; empty for any node
     */
    public NodeChoice {
        names = List.copyOf(names);
        if (!names.isEmpty() && !selector.isEmpty()) {
            throw new IllegalArgumentException("nodes are chosen by their names or by a selector, not by both");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("a node is named twice in " + String.join(",", names));
        }
    }
}
