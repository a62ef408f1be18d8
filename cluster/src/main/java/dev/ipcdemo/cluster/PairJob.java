package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.ClusterRequest;
import dev.ipcdemo.cluster.request.PodNetwork;
import dev.ipcdemo.compare.matrix.NodePair;
import dev.ipcdemo.compare.result.Report;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One pair that is being measured: a Job, its pod, and what comes of it. */
final class PairJob {

    /** A report is some 100 kB. */
    private static final int MOST_LOG_BYTES = 16 << 20;

    private final KubernetesClient client;
    private final ClusterRequest request;
    private final TimeLimits limits;
    private final Job job;
    private final NodePair pair;
    private final PodNetwork network;
    private final Deadline start;
    private final Deadline firstEvent;
    private Optional<Deadline> end = Optional.empty();
    private Optional<Deadline> log = Optional.empty();

    private PairJob(
            KubernetesClient client,
            ClusterRequest request,
            TimeLimits limits,
            Job job,
            NodePair pair,
            PodNetwork network) {
        this.client = client;
        this.request = request;
        this.limits = limits;
        this.job = job;
        this.pair = pair;
        this.network = network;
        start = Deadline.after(limits.podStart());
        firstEvent = Deadline.after(limits.firstEvent());
    }

    /**
     * Creates the Job.
     *
     * @throws KubernetesClientException if the API server refuses it
     */
    static PairJob start(
            KubernetesClient client,
            ClusterRequest request,
            TimeLimits limits,
            Job manifest,
            NodePair pair,
            PodNetwork network) {
        try {
            client.resource(manifest).create();
        } catch (KubernetesClientException e) {
            if (!ApiFailure.isConflict(e)) {
                throw e;
            }
        }
        return new PairJob(client, request, limits, manifest, pair, network);
    }

    /** Deletes the Job and its pod. */
    void remove() {
        Removal.delete(client, job);
    }

    /**
     * Looks at how it is now.
     *
     * @param pods all pods of the run
     * @param servers of the network
     * @return what came of it; empty if it is still under way
     */
    Optional<PairResult> look(List<Pod> pods, NodeServers servers) {
        Optional<PodCondition> pod = pods.stream()
                .filter(each -> name().equals(each.getMetadata().getLabels().get(RunName.JOB)))
                .map(PodCondition::new)
                .findFirst();
        Optional<ContainerStateTerminated> ended = pod.flatMap(each -> each.end(Manifests.CLIENT));
        if (ended.isPresent()) {
            return readLog(pod.get(), ended.get());
        }
        return failure(pod, servers).map(why -> PairResult.failed(pair, network, why));
    }

    private String name() {
        return job.getMetadata().getName();
    }

    private Optional<String> failure(Optional<PodCondition> pod, NodeServers servers) {
        Optional<String> fatal = pod.flatMap(PodCondition::fatal).or(() -> lossOfServer(servers));
        if (fatal.isPresent()) {
            return fatal;
        }
        if (pod.isEmpty()) {
            return end.isPresent() ? Optional.of("its pod was removed in the middle of the measurement") : noPod();
        }
        if (pod.get().hasStarted()) {
            if (end.isEmpty()) {
                end = Optional.of(Deadline.after(request.pairTimeout()));
            }
            return end.get().isOver()
                    ? Optional.of("it was not measured within "
                            + request.pairTimeout().toSeconds() + " s; --pair-timeout grants more")
                    : Optional.empty();
        }
        return start.isOver()
                ? Optional.of(
                        "its pod did not start within " + limits.podStart().toSeconds() + " s"
                                + pod.get().hindrance().map(why -> ": " + why).orElse(""))
                : Optional.empty();
    }

    private Optional<String> lossOfServer(NodeServers servers) {
        return request.acrossNodes().isEmpty()
                ? Optional.empty()
                : servers.loss(pair.from()).or(() -> servers.loss(pair.to()));
    }

    /** A quota, or the namespace's rules, may keep the Job's controller from creating one. */
    private Optional<String> noPod() {
        if (!firstEvent.isOver()) {
            return Optional.empty();
        }
        Optional<String> refusal = new WarningEvents(client, request.namespace()).refusal("Job", name());
        return refusal.map(why -> "its pod was refused: " + why)
                .or(() -> start.isOver()
                        ? Optional.of("the cluster made no pod for it within "
                                + limits.podStart().toSeconds() + " s")
                        : Optional.empty());
    }

    private Optional<PairResult> readLog(PodCondition pod, ContainerStateTerminated ended) {
        if (log.isEmpty()) {
            log = Optional.of(Deadline.after(limits.log()));
        }
        ReportLog text;
        try {
            text = ReportLog.of(client.pods()
                    .inNamespace(request.namespace())
                    .withName(pod.pod().getMetadata().getName())
                    .inContainer(Manifests.CLIENT)
                    .withReadyWaitTimeout(0) // it has ended, and will not be ready
                    .limitBytes(MOST_LOG_BYTES)
                    .getLog());
        } catch (KubernetesClientException e) {
            return log.get().isOver()
                    ? Optional.of(PairResult.failed(pair, network, ApiFailure.sentence("read its log", e)))
                    : Optional.empty();
        }
        if (!text.hasReport() && ended.getExitCode() == 0 && !log.get().isOver()) {
            return Optional.empty(); // the container's engine may still be writing
        }
        return Optional.of(result(text, ended));
    }

    private PairResult result(ReportLog text, ContainerStateTerminated ended) {
        Optional<String> unsuccessful = ended.getExitCode() == 0
                ? Optional.empty()
                : Optional.of(
                        "OOMKilled".equals(ended.getReason())
                                ? PodCondition.death(ended)
                                : text.lastWords().orElse(PodCondition.death(ended)));
        if (!text.hasReport()) {
            return PairResult.failed(pair, network, unsuccessful.orElse("its log has no report"));
        }
        try {
            Report report = text.report("the log of pod " + name());
            return new PairResult(pair, network, Optional.of(report), unsuccessful.map(why -> lack(report, why)));
        } catch (IOException e) {
            return PairResult.failed(pair, network, e.getMessage());
        }
    }

    /** Why a client failed although there is its report. */
    private static String lack(Report report, String lastWords) {
        if (report.hasRowsWithoutFigures()) {
            return String.join("; ", report.withoutFigures());
        }
        return report.elsewhere().stream()
                .filter(peer -> !peer.hasAnsweredToTheEnd())
                .map(peer -> "its server did not answer to the end: " + peer.lost())
                .findFirst()
                .orElse(lastWords);
    }
}
