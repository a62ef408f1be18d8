package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
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

    /** Asks for it. The pods end a moment later. */
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
        objects.forEach(object -> delete(client, object));
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
