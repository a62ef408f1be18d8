package dev.ipcdemo.cluster.request;

import java.util.Locale;

/** Where a pod's sockets are. */
public enum PodNetwork {
    /** In a network namespace of the pod, which the cluster's network plugin connects to the others. */
    POD,
    /** In the node's own network namespace: what the pod network costs is the difference to this. */
    HOST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
