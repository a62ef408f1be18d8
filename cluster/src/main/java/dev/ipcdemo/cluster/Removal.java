package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes all that belongs to a run: the Lease, whose deletion has the cluster remove what it owns, and each of these by
 * itself, because somebody may have deleted the Lease before they were created.
 */
final class Removal {

    private final KubernetesClient client;
    private final String namespace;
    private final RunName run;

    Removal(KubernetesClient client, String namespace, RunName run) {
        this.client = client;
        this.namespace = namespace;
        this.run = run;
    }

    /**
     * Asks for it. The pods end a moment later.
     *
     * @throws KubernetesClientException the first failure; the other objects were tried nevertheless, unless the API
     *     server did not answer
     */
    void run() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.addAll(client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(RunName.RUN, run.id())
                .list()
                .getItems());
        objects.addAll(client.apps()
                .daemonSets()
                .inNamespace(namespace)
                .withLabel(RunName.RUN, run.id())
                .list()
                .getItems());
        objects.addAll(client.leases()
                .inNamespace(namespace)
                .withLabel(RunName.RUN, run.id())
                .list()
                .getItems());
        deleteAll(objects);
    }

    private void deleteAll(List<HasMetadata> objects) {
        List<KubernetesClientException> failures = new ArrayList<>();
        for (HasMetadata object : objects) {
            try {
                delete(client, object);
            } catch (KubernetesClientException e) {
                failures.add(e);
                if (ApiFailure.isUnanswered(e)) {
                    break; // each of the others would wait for an answer, too
                }
            }
        }
        if (!failures.isEmpty()) {
            KubernetesClientException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Deletes an object, and what it owns; one that is gone already is no failure. */
    static void delete(KubernetesClient client, HasMetadata object) {
        client.resource(object)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    /** What a person would do. */
    String byHand() {
        return "kubectl --namespace " + namespace + " delete leases,daemonsets,jobs,pods --selector " + RunName.RUN
                + "=" + run.id();
    }
}
