package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.cluster.request.PodOptions;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a run. Their pods are as confined as those of docs/deploy: a user without rights, no capability, a root
 * file system that cannot be written, and no token of the API server.
 *
 * <p>A transport of AF_UNIX has its server in the pod of the pair's own Job, so that the two share a directory of that pod.
 * Two pods could share only a directory of the node (hostPath), which careful clusters do not allow.
 */
final class Manifests {

    /** The container of a Job whose log holds the report. */
    static final String CLIENT = "compare";

    /** In a pod that has the sockets of AF_UNIX. */
    private static final String SHARED = "/shared";

    private static final String SHARED_SIZE = "64Mi";
    private static final String TEMPORARY_SIZE = "64Mi";
    private static final long USER = 65_532;
    private static final long GRACE_SECONDS = 5;
    private static final int PROBE_SECONDS = 10;

    /** A client may come before the server in its own pod. */
    private static final String PEER_WAIT = "30s";

    private final ClusterRequest request;
    private final Tolerations tolerations;
    private final RunName run;
    private final Lease owner;

    Manifests(ClusterRequest request, RunName run, Lease owner) {
        this.request = request;
        this.tolerations = Tolerations.of(request.pods().tolerations());
        this.run = run;
        this.owner = owner;
    }

    /** A server on each node. */
    DaemonSet servers(PodNetwork network, List<String> nodes) {
        String name = run.servers(network);
        Map<String, String> labels = new HashMap<>(run.labels());
        labels.put(RunName.SERVES, network.toString());
        List<Container> containers =
                request.acrossNodes().stream().map(this::serverAcross).toList();
        return new DaemonSetBuilder()
                .withMetadata(run.ownedBy(owner, name))
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withTemplate(pod(network, "Always", nodes, labels, containers, List.of()))
                .endSpec()
                .build();
    }

    /** The client of a pair, and the servers with which it shares a directory. */
    Job pair(String name, NodePair pair, PodNetwork network, String serverAddress) {
        Map<String, String> labels = new HashMap<>(run.labels());
        labels.put(RunName.JOB, name);
        // what crosses no network is measured once
        List<String> shared =
                pair.isSameNode() && network == request.networks().get(0) ? request.withinNode() : List.of();
        List<Container> containers = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        if (!shared.isEmpty()) {
            volumes.add(inMemory("shared", SHARED_SIZE));
        }
        for (String scheme : shared) {
            containers.add(server(scheme, unixEndpoint(scheme), "--shared-directory")
                    .addNewVolumeMount()
                    .withName("shared")
                    .withMountPath(SHARED)
                    .endVolumeMount()
                    .build());
        }
        containers.add(client(peers(serverAddress, shared), !shared.isEmpty()));
        return new JobBuilder()
                .withMetadata(run.ownedBy(owner, name))
                .withNewSpec()
                .withBackoffLimit(0)
                .withTemplate(pod(network, "Never", List.of(pair.from()), labels, containers, volumes))
                .endSpec()
                .build();
    }

    private String peers(String serverAddress, List<String> shared) {
        String host = serverAddress.contains(":") ? "[" + serverAddress + "]" : serverAddress;
        return Stream.concat(
                        request.acrossNodes().stream()
                                .map(scheme -> scheme + "://" + host + ":" + request.port(scheme)),
                        shared.stream().map(Manifests::unixEndpoint))
                .collect(Collectors.joining(","));
    }

    private static String unixEndpoint(String scheme) {
        return scheme + ":" + SHARED + "/" + scheme.replace('+', '-') + ".sock";
    }

    private Container client(String peers, boolean sharesDirectory) {
        List<String> arguments = new ArrayList<>(
                List.of("compare", "--peer", peers, "--peer-wait", PEER_WAIT, "--quiet", "--json", "-"));
        arguments.addAll(request.compareOptions());
        ContainerBuilder client = container(CLIENT, arguments);
        if (sharesDirectory) { // a datagram finds its way back to a socket that the server sees, too
            client.addNewEnv()
                    .withName("JAVA_TOOL_OPTIONS")
                    .withValue("-Djava.io.tmpdir=" + SHARED)
                    .endEnv()
                    .addNewVolumeMount()
                    .withName("shared")
                    .withMountPath(SHARED)
                    .endVolumeMount();
        }
        return client.build();
    }

    private ContainerBuilder server(String scheme, String endpoint, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("serve", endpoint, "--service", "measure", "--idle-timeout", "0"));
        arguments.addAll(List.of(options));
        return container(containerName(scheme), arguments);
    }

    private static String containerName(String scheme) {
        return "serve-" + scheme.replace('+', '-');
    }

    /** A datagram server cannot be asked whether it listens: it does as soon as its container runs, or ends. */
    private Container serverAcross(String scheme) {
        int port = request.port(scheme);
        ContainerBuilder server = server(scheme, scheme + "://:" + port);
        if (Transports.byScheme(scheme) instanceof StreamTransport) {
            server.withNewReadinessProbe()
                    .withNewTcpSocket()
                    .withNewPort(port)
                    .endTcpSocket()
                    .withPeriodSeconds(PROBE_SECONDS)
                    .endReadinessProbe();
        }
        return server.build();
    }

    private ContainerBuilder container(String name, List<String> arguments) {
        PodOptions pods = request.pods();
        return new ContainerBuilder()
                .withName(name)
                .withImage(pods.image())
                .withImagePullPolicy(pods.pullPolicy())
                .withArgs(arguments)
                .withEnv(field("NODE_NAME", "spec.nodeName"), field("POD_NAME", "metadata.name"))
                .withNewSecurityContext()
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .addToRequests("cpu", new Quantity(pods.cpu()))
                .addToRequests("memory", new Quantity(pods.memory()))
                .addToLimits("memory", new Quantity(pods.memory()))
                .endResources()
                .addNewVolumeMount()
                .withName(temporary(name))
                .withMountPath("/tmp")
                .endVolumeMount();
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    /** Each container has its own: in each the JVM is process 1, and its files are named after that. */
    private static String temporary(String container) {
        return container + "-tmp";
    }

    private static Volume inMemory(String name, String size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity(size))
                .endEmptyDir()
                .build();
    }

    private PodTemplateSpec pod(
            PodNetwork network,
            String restartPolicy,
            List<String> nodes,
            Map<String, String> labels,
            List<Container> containers,
            List<Volume> volumes) {
        List<Volume> all = new ArrayList<>(volumes);
        containers.forEach(each -> all.add(inMemory(temporary(each.getName()), TEMPORARY_SIZE)));
        boolean isHost = network == PodNetwork.HOST;
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(restartPolicy)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withHostNetwork(isHost ? Boolean.TRUE : null)
                .withDnsPolicy(isHost ? "ClusterFirstWithHostNet" : null)
                .withTolerations(tolerations.all())
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(nodes.stream().map(Manifests::onNode).toList())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(containers)
                .withVolumes(all)
                .endSpec()
                .build();
    }

    /** By the node's name, as its label kubernetes.io/hostname may be another. A term may have one name only. */
    private static NodeSelectorTerm onNode(String node) {
        return new NodeSelectorTermBuilder()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .build();
    }
}
