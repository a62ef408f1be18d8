package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.NodeChoice;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.cluster.request.PodOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What a run leaves behind that is killed. */
final class Killed {

    private Killed() {}

    /** Leaves a Lease, servers and their pods; the Lease was renewed so long ago, and will not be again. */
    static void leave(FakeCluster cluster, RunName run, Duration ago) throws ClusterFailure {
        TimeLimits never = new TimeLimits(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(1),
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        Clock clock = Clock.offset(Clock.systemUTC(), ago.negated());
        RunLease lease = RunLease.acquire(cluster.client, FakeCluster.NAMESPACE, run, "ada@workstation", never, clock);
        Lease owner = lease.owner();
        lease.close();
        ClusterRequest request = new ClusterRequest(
                FakeCluster.NAMESPACE,
                NodeChoice.ALL,
                List.of(PodNetwork.POD),
                List.of("tcp"),
                List.of(),
                new PodOptions("ipc-demo:local", "Never", List.of(), "1", "1Gi"),
                7000,
                Long.MAX_VALUE,
                1,
                Duration.ofMinutes(1));
        cluster.client
                .apps()
                .daemonSets()
                .inNamespace(FakeCluster.NAMESPACE)
                .resource(new Manifests(request, run, owner).servers(PodNetwork.POD, List.of("a")))
                .create();
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> cluster.pods().stream()
                        .map(pod -> pod.getMetadata().getLabels())
                        .anyMatch(labels -> labels.entrySet()
                                .containsAll(Map.of(RunName.RUN, run.id()).entrySet())));
    }
}
