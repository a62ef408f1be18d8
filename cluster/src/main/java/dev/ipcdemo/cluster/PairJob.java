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
    private final ClusterListener listener;
    private final TimeLimits limits;
    private final Job job;
    private final NodePair pair;
    private final PodNetwork network;
    private boolean isCreated;

    /** Both are counted from the creation. */
    private Deadline start;

    private Deadline firstEvent;
    private Optional<Deadline> end = Optional.empty();
    private Optional<Deadline> log = Optional.empty();

    /** Until which the API server may be away, or say that something is wrong with it. */
    private Optional<Deadline> api = Optional.empty();

    /** Creates nothing yet: the first look does. */
    PairJob(
            KubernetesClient client,
            ClusterRequest request,
            ClusterListener listener,
            TimeLimits limits,
            Job job,
            NodePair pair,
            PodNetwork network) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.limits = limits;
        this.job = job;
        this.pair = pair;
        this.network = network;
        startTimes();
    }

    private void startTimes() {
        start = Deadline.after(limits.podStart());
        firstEvent = Deadline.after(limits.firstEvent());
    }

    /**
     * Deletes the Job and its pod.
     *
     * @return false if the API server was away, so that it must be asked again
     * @throws KubernetesClientException if it refuses
     */
    boolean remove() {
        try {
            Removal.delete(client, job);
            return true;
        } catch (KubernetesClientException e) {
            if (ApiFailure.isPassing(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether its pod has not ended, as far as is known. */
    boolean isMeasuring(List<Pod> pods) {
        return pod(pods).filter(pod -> pod.end(Manifests.CLIENT).isEmpty()).isPresent();
    }

    private Optional<PodCondition> pod(List<Pod> pods) {
        return pods.stream()
                .filter(each -> name().equals(each.getMetadata().getLabels().get(RunName.JOB)))
                .map(PodCondition::new)
                .findFirst();
    }

    /**
     * Creates the Job, or looks at how it is now.
     *
     * @param pods all pods of the run
     * @param servers of the network
     * @return what came of it; empty if it is still under way
     * @throws KubernetesClientException if the API server was not reached; it has not been away for long, and the next look
     *     tries again
     */
    Optional<PairResult> look(List<Pod> pods, NodeServers servers) {
        if (!isCreated) {
            return create();
        }
        Optional<PodCondition> pod = pod(pods);
        Optional<ContainerStateTerminated> ended = pod.flatMap(each -> each.end(Manifests.CLIENT));
        return ended.isPresent()
                ? readLog(pod.get(), ended.get(), servers)
                        .or(() -> lossOfServer(servers).map(this::failed))
                : failure(pod, servers).map(this::failed);
    }

    private PairResult failed(String why) {
        return PairResult.failed(pair, network, why);
    }

    private Optional<PairResult> create() {
        try {
            client.resource(job).create();
        } catch (KubernetesClientException e) {
            if (!ApiFailure.isAlreadyThere(e)) {
                String sentence = ApiFailure.creationSentence("create its Job", e);
                return ApiFailure.isPassing(e) && !isAwayForLong(sentence)
                        ? tryAgain(e)
                        : Optional.of(failed(sentence));
            }
        }
        isCreated = true;
        api = Optional.empty();
        startTimes();
        return Optional.empty();
    }

    /** Counts from the first failure on, which a look may have waited for. */
    private boolean isAwayForLong(String sentence) {
        if (api.isEmpty()) {
            listener.waitingForApiServer(pair + ", " + PairResult.path(pair, network) + ": " + sentence);
            api = Optional.of(Deadline.after(limits.api()));
        }
        return api.get().isOver();
    }

    /** Nothing yet. If the API server was not reached, the caller should not ask it for other pairs either. */
    private static Optional<PairResult> tryAgain(KubernetesClientException e) {
        if (ApiFailure.isUnanswered(e)) {
            throw e;
        }
        return Optional.empty();
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

    /** The log is on the node. Of one that is lost it is not asked for again, because that may take minutes. */
    private Optional<PairResult> readLog(PodCondition pod, ContainerStateTerminated ended, NodeServers servers) {
        Optional<String> loss = api.flatMap(away -> lossOfServer(servers));
        if (loss.isPresent()) {
            return loss.map(this::failed);
        }
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
            String sentence = ApiFailure.sentence("read its log", e);
            if (ApiFailure.isPassing(e) && !isAwayForLong(sentence)) {
                log = Optional.empty();
                return lossOfServer(servers).map(this::failed).or(() -> tryAgain(e));
            }
            return ApiFailure.isPassing(e) || log.get().isOver() ? Optional.of(failed(sentence)) : Optional.empty();
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
            return failed(unsuccessful.orElse("its log has no report"));
        }
        try {
            Report report = text.report("the log of pod " + name());
            return new PairResult(pair, network, Optional.of(report), unsuccessful.map(why -> lack(report, why)));
        } catch (IOException e) {
            return failed(e.getMessage());
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
