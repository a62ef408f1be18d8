package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The pods of a run, as they are now. They are watched; while the watch is broken they are listed instead, and if that fails
 * too, what was known last holds for a while. Now and then they are listed anyway: a connection may be dead without a sign,
 * and a watch that knows something else then is begun anew.
 */
final class PodWatch implements AutoCloseable {

    private final FilterWatchListDeletable<Pod, PodList, PodResource> selected;
    private SharedIndexInformer<Pod> informer;
    private final TimeLimits limits;
    private final ClusterListener listener;
    private final Semaphore changes = new Semaphore(0);
    private List<Pod> known = List.of();
    private Deadline relist;
    private Optional<Deadline> apiDeadline = Optional.empty();

    private PodWatch(
            FilterWatchListDeletable<Pod, PodList, PodResource> selected, TimeLimits limits, ClusterListener listener) {
        this.selected = selected;
        this.limits = limits;
        this.listener = listener;
        informer = newInformer();
        relist = Deadline.after(limits.relist());
    }

    private SharedIndexInformer<Pod> newInformer() {
        return selected.runnableInformer(0).addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                changes.release();
            }

            @Override
            public void onUpdate(Pod before, Pod now) {
                changes.release();
            }

            @Override
            public void onDelete(Pod pod, boolean isFinalStateUnknown) {
                changes.release();
            }
        });
    }

    /** Begins to watch. */
    static PodWatch start(
            KubernetesClient client, String namespace, RunName run, TimeLimits limits, ClusterListener listener)
            throws ClusterFailure {
        PodWatch watch =
                new PodWatch(client.pods().inNamespace(namespace).withLabel(RunName.RUN, run.id()), limits, listener);
        try {
            watch.informer.run();
            return watch;
        } catch (KubernetesClientException e) {
            watch.close();
            throw ApiFailure.of("watch the pods of namespace " + namespace, e);
        }
    }

    /** Waits until something has changed since the last call, or for so long. */
    void awaitChange(Duration most) {
        try {
            if (changes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a wait. */
    void wake() {
        changes.release();
    }

    /** The pods, with what is known of them. */
    List<Pod> pods() throws ClusterFailure {
        if (informer.isWatching() && !relist.isOver()) {
            apiDeadline = Optional.empty();
            known = informer.getStore().list();
            return known;
        }
        try {
            known = selected.list().getItems();
            apiDeadline = Optional.empty();
            relist = Deadline.after(limits.relist());
            if (!versions(known).equals(versions(informer.getStore().list()))) {
                informer.close();
                informer = newInformer();
                informer.run();
            }
        } catch (KubernetesClientException e) {
            if (!ApiFailure.isPassing(e)) {
                throw ApiFailure.of("list the pods of the run", e);
            }
            if (apiDeadline.isEmpty()) {
                listener.waitingForApiServer(ApiFailure.sentence("list the pods of the run", e));
                apiDeadline = Optional.of(Deadline.after(limits.api()));
            }
            if (apiDeadline.get().isOver()) {
                throw ApiFailure.of("list the pods of the run", e);
            }
        }
        return known;
    }

    /** Whether the API server answered when it was last asked for the pods. */
    boolean isAnswered() {
        return apiDeadline.isEmpty();
    }

    /** Has the pods listed at the next look: something else was not answered, so the watch may be dead, too. */
    void doubt() {
        relist = Deadline.after(Duration.ZERO);
    }

    private static Map<String, String> versions(List<Pod> pods) {
        return pods.stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getUid(),
                        pod -> pod.getMetadata().getResourceVersion()));
    }

    @Override
    public void close() {
        informer.close();
    }
}
