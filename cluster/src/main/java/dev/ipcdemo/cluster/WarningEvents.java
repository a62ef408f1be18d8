package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.Optional;

/** What the cluster's controllers say of an object for which they cannot create a pod. */
final class WarningEvents {

    /** A controller was refused a pod, by a quota or by what the namespace admits. */
    private static final String REFUSED = "FailedCreate";

    private final KubernetesClient client;
    private final String namespace;

    WarningEvents(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The last refusal; empty if there is none, or events may not be read. */
    Optional<String> refusal(String kind, String name) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.name", name)
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> REFUSED.equals(event.getReason()))
                    .filter(event -> kind.equals(event.getInvolvedObject().getKind())
                            && name.equals(event.getInvolvedObject().getName()))
                    .max(Comparator.comparing(WarningEvents::time))
                    .map(event -> ApiFailure.oneLine(String.valueOf(event.getMessage())));
        } catch (KubernetesClientException e) {
            return Optional.empty(); // they only make a sentence better
        }
    }

    private static String time(Event event) {
        return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
    }
}
