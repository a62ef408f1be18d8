/**
 * The comparison between the nodes of a Kubernetes cluster: a {@link dev.ipcdemo.cluster.request.ClusterRequest} in, a
 * {@link dev.ipcdemo.cluster.ClusterResult} out, progress through one {@link dev.ipcdemo.cluster.ClusterListener}.
 *
 * <p>On each node a pod of a DaemonSet serves; for each ordered pair of nodes a Job runs {@code ipc-demo compare} against the
 * other node's server, and its log holds the report. Everything of a run has the run's label, and an owner: a Lease that the
 * run renews. When the Lease is deleted, the cluster removes the rest; when it is not renewed any more, the next run deletes
 * it.
 *
 * <p>Only API groups that Kubernetes 1.20 has are used: core, apps, batch and coordination.k8s.io, each in version v1.
 */
package dev.ipcdemo.cluster;
