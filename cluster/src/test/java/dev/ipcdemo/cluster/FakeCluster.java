package dev.ipcdemo.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcdemo.compare.matrix.NodePair;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The controllers, the scheduler and the kubelets of a cluster that is not there: what the mock of the API server is told
 * to create gets pods, and these have the fate that a test chooses.
 */
final class FakeCluster implements AutoCloseable {

    static final String NAMESPACE = "measuring";

    /** What becomes of the pod of a Job: how it is, and what its log says. */
    record Fate(PodStatus status, String log) {}

    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Function<Pod, PodStatus>> servers = new ConcurrentHashMap<>();
    private final Map<NodePair, Fate> fates = new ConcurrentHashMap<>();
    private final Set<NodePair> neverEnding = ConcurrentHashMap.newKeySet();
    private final Map<String, NodePair> running = new ConcurrentHashMap<>();
    private final List<NodePair> measured = Collections.synchronizedList(new ArrayList<>());
    private final List<String> overlaps = Collections.synchronizedList(new ArrayList<>());
    private final List<Job> jobs = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable onJob = () -> {};
    private volatile String refusal = "";
    private volatile String refusalOfServers = "";
    private final Set<String> nodesWithoutServer = ConcurrentHashMap.newKeySet();
    private volatile Duration podsEnd = Duration.ZERO;

    final KubernetesMockServer server;
    final KubernetesClient client;

    FakeCluster(String... nodes) {
        Map<ServerRequest, Queue<ServerResponse>> expectations = new ConcurrentHashMap<>();
        server = new KubernetesMockServer(
                new Context(new ObjectMapper()),
                new MockWebServer(),
                expectations,
                new KubernetesMixedDispatcher(expectations),
                false);
        server.init();
        client = server.createClient();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        for (String node : nodes) {
            addresses.put(node, "10.0.0." + (addresses.size() + 1));
            addNode(node, "True", List.of());
        }
        client.apps().daemonSets().inNamespace(NAMESPACE).inform(new Controller<DaemonSet>(this::startServers));
        client.batch().v1().jobs().inNamespace(NAMESPACE).inform(new Controller<Job>(this::startPair) {
            @Override
            public void onDelete(Job job, boolean isUnknown) {
                String name = job.getMetadata().getName();
                boolean isMeasuring = running.containsKey(name) && neverEnding.contains(running.get(name));
                Executor then = isMeasuring
                        ? CompletableFuture.delayedExecutor(podsEnd.toMillis(), TimeUnit.MILLISECONDS)
                        : Runnable::run;
                then.execute(() -> {
                    running.remove(name);
                    super.onDelete(job, isUnknown);
                });
            }
        });
    }

    /** Removes pods with what owns them. */
    private class Controller<T extends HasMetadata> implements ResourceEventHandler<T> {
        private final Consumer<T> start;

        Controller(Consumer<T> start) {
            this.start = start;
        }

        @Override
        public void onAdd(T object) {
            start.accept(object);
        }

        @Override
        public void onUpdate(T before, T now) {}

        @Override
        public void onDelete(T object, boolean isUnknown) {
            pods().stream()
                    .filter(pod -> pod.getMetadata()
                            .getName()
                            .startsWith(object.getMetadata().getName() + "-"))
                    .forEach(pod -> client.resource(pod).delete());
        }
    }

    void addNode(String name, String ready, List<Taint> taints) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("kubernetes.io/hostname", name)
                        .endMetadata()
                        .withNewSpec()
                        .withTaints(taints)
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }

    /** Lets the servers of a node be so. */
    void server(String node, PodStatus status) {
        servers.put(node, pod -> status);
    }

    /** Lets the Job of a pair end so. */
    void pair(String from, String to, Fate fate) {
        fates.put(new NodePair(from, to), fate);
    }

    /** Lets the pods of the Jobs of a pair run, and run. */
    void neverEnds(String from, String to) {
        neverEnding.add(new NodePair(from, to));
    }

    /** Has the Jobs' controller be refused pods. */
    void refusePods(String why) {
        refusal = why;
    }

    /** Has the DaemonSets' controller be refused pods of some nodes, or once and not again. */
    void refuseServers(String why, String... nodes) {
        refusalOfServers = why;
        nodesWithoutServer.addAll(List.of(nodes));
    }

    /** Lets the pods that run, and run, end so long after their Jobs have been deleted. */
    void podsEndAfter(Duration time) {
        podsEnd = time;
    }

    /** Is called when a Job has been created, and before its pod. */
    void onJob(Runnable action) {
        onJob = action;
    }

    List<NodePair> measured() {
        return List.copyOf(measured);
    }

    /** Nodes that were in two pairs at a time. */
    List<String> overlaps() {
        return List.copyOf(overlaps);
    }

    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    List<Pod> pods() {
        return client.pods().inNamespace(NAMESPACE).list().getItems();
    }

    /** All that a run may leave behind. */
    List<HasMetadata> leftovers() {
        List<HasMetadata> all = new ArrayList<>(pods());
        all.addAll(client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems());
        all.addAll(client.apps().daemonSets().inNamespace(NAMESPACE).list().getItems());
        all.addAll(client.leases().inNamespace(NAMESPACE).list().getItems());
        return all;
    }

    private void startServers(DaemonSet set) {
        if (!refusal.isEmpty()) {
            refuse("DaemonSet", set.getMetadata().getName(), refusal);
            return;
        }
        PodTemplateSpec template = set.getSpec().getTemplate();
        nodes(template.getSpec())
                .filter(addresses::containsKey)
                .filter(node -> !nodesWithoutServer.contains(node))
                .forEach(node -> {
                    Pod pod = pod(set.getMetadata().getName() + "-" + node, template, node);
                    PodStatus status = servers.getOrDefault(node, each -> ready(addresses.get(node), each))
                            .apply(pod);
                    create(pod, status);
                });
        if (!refusalOfServers.isEmpty()) {
            refuse("DaemonSet", set.getMetadata().getName(), refusalOfServers);
        }
    }

    private void startPair(Job job) {
        jobs.add(job);
        onJob.run();
        if (!refusal.isEmpty()) {
            refuse("Job", job.getMetadata().getName(), refusal);
            return;
        }
        PodTemplateSpec template = job.getSpec().getTemplate();
        String from = nodes(template.getSpec()).findFirst().orElseThrow();
        NodePair pair = new NodePair(from, serverNode(template.getSpec()));
        note(job.getMetadata().getName(), pair);
        Pod pod = pod(job.getMetadata().getName() + "-x", template, from);
        if (neverEnding.contains(pair)) {
            create(pod, ready("10.1.0.1", pod));
            return;
        }
        Fate fate = fates.getOrDefault(pair, succeeded());
        server.expect().get().withPath(logPath(job)).andReturn(200, fate.log()).always();
        create(pod, fate.status());
    }

    /** Where the log of a Job's pod is. */
    static String logPath(Job job) {
        return "/api/v1/namespaces/" + NAMESPACE + "/pods/" + job.getMetadata().getName()
                + "-x/log?pretty=false&container=compare&limitBytes=16777216";
    }

    private void note(String job, NodePair pair) {
        Set<String> busy = new HashSet<>();
        running.values()
                .forEach(each -> busy.addAll(
                        Set.of(each.from()).equals(Set.of(each.to()))
                                ? Set.of(each.from())
                                : Set.of(each.from(), each.to())));
        Stream.of(pair.from(), pair.to()).filter(busy::contains).forEach(overlaps::add);
        running.put(job, pair);
        measured.add(pair);
    }

    private static Stream<String> nodes(PodSpec spec) {
        return spec
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms()
                .stream()
                .flatMap(term -> term.getMatchFields().stream())
                .flatMap(field -> field.getValues().stream());
    }

    /** That of the address in the client's arguments. */
    private String serverNode(PodSpec spec) {
        Container client = spec.getContainers().get(spec.getContainers().size() - 1);
        String peers = client.getArgs().get(client.getArgs().indexOf("--peer") + 1);
        return addresses.entrySet().stream()
                .filter(node -> peers.contains("//" + node.getValue() + ":"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> nodes(spec).findFirst().orElseThrow());
    }

    /** The mock does not select by the field for which events are asked. */
    private void refuse(String kind, String name, String why) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/events?fieldSelector=involvedObject.name%3D" + name)
                .andReturn(
                        200,
                        new EventListBuilder()
                                .addNewItem()
                                .withType("Warning")
                                .withReason("FailedCreate")
                                .withMessage(why)
                                .withNewInvolvedObject()
                                .withKind(kind)
                                .withName(name)
                                .endInvolvedObject()
                                .endItem()
                                .build())
                .always();
    }

    private static Pod pod(String name, PodTemplateSpec template, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withNodeName(node)
                .endSpec()
                .build();
    }

    /**
     * There may be such a pod: the mock's event loop waits for itself, up to half a minute, where a watch is closed to which
     * something is just told. By then the client has repeated the request that made the pod.
     */
    void create(Pod pod, PodStatus status) {
        client.resource(new PodBuilder(pod).withStatus(status).build()).createOr(NonDeletingOperation::update);
    }

    /** Changes a pod that there is. */
    void update(Pod pod, PodStatus status) {
        Pod now = client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod.getMetadata().getName())
                .get();
        client.resource(new PodBuilder(now).withStatus(status).build()).updateStatus();
    }

    static PodStatus ready(String address, Pod pod) {
        return new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .withContainerStatuses(pod.getSpec().getContainers().stream()
                        .map(container -> new ContainerStatusBuilder()
                                .withName(container.getName())
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .build())
                        .toList())
                .build();
    }

    static PodStatus notReady() {
        return new PodStatusBuilder()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition()
                .build();
    }

    static PodStatus waiting(String container, String reason, String message) {
        return pending(new ContainerStatusBuilder()
                .withName(container)
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .endState()
                .build());
    }

    private static PodStatus pending(ContainerStatus container) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .withContainerStatuses(container)
                .build();
    }

    static PodStatus unschedulable(String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .build();
    }

    static PodStatus ended(int exitCode, String reason) {
        return new PodStatusBuilder()
                .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                .addNewContainerStatus()
                .withName("compare")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build();
    }

    static Fate succeeded() {
        return new Fate(ended(0, "Completed"), report());
    }

    static String report() {
        try (InputStream in = FakeCluster.class.getResourceAsStream("report.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            server.destroy();
        } catch (IllegalStateException e) {
            // It waits up to a minute for a watch that it lost, but says so after ten seconds.
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
        }
    }
}
