package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.http.AnswerTimeout;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Opens clients of the API server that the kubeconfig names. */
final class Connections {

    /** The client waits 0.1 s after the first failure, and twice as long after each further one: 3 s in all. */
    private static final int REQUEST_RETRIES = 5;

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration REQUEST = Duration.ofSeconds(20);

    /** Where a pod finds its own credentials. */
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private Connections() {}

    /**
     * Opens a client.
     *
     * @param context of the kubeconfig; empty for the current one
     * @throws ClusterFailure if there is no kubeconfig, or not such a context
     */
    static KubernetesClient open(Optional<String> context) throws ClusterFailure {
        Config found;
        try {
            found = Config.autoConfigure(context.orElse(null));
        } catch (RuntimeException e) {
            throw new ClusterFailure(
                    "the kubeconfig " + String.join(", ", Config.getKubeconfigFilenames()) + " cannot be read: "
                            + ApiFailure.oneLine(e.toString()),
                    e);
        }
        requireKubeconfig(found, context);
        return open(found);
    }

    /** Opens a client that repeats a request which failed, or was not answered in time. */
    static KubernetesClient open(Config found) {
        return open(found, REQUEST);
    }

    /**
     * Opens a client.
     *
     * @param request for an answer to begin, and for each piece of it to follow
     */
    static KubernetesClient open(Config found, Duration request) {
        Config config = new ConfigBuilder(found)
                .withRequestRetryBackoffLimit(REQUEST_RETRIES)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout((int) request.toMillis())
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(
                        builder -> builder.addOrReplaceInterceptor("answer-timeout", new AnswerTimeout()))
                .build();
    }

    /** Without one, the client would try the address that only a pod can resolve. */
    private static void requireKubeconfig(Config config, Optional<String> context) throws ClusterFailure {
        boolean hasFile = Config.getKubeconfigFilenames().stream().map(Path::of).anyMatch(Files::isReadable);
        if (!hasFile && !Files.isReadable(SERVICE_ACCOUNT)) {
            throw new ClusterFailure(
                    "there is no kubeconfig: neither a file that KUBECONFIG names, nor ~/.kube/config; "
                            + "copy it from whoever runs the cluster");
        }
        if (context.isPresent()
                && config.getContexts().stream()
                        .noneMatch(each -> each.getName().equals(context.get()))) {
            throw new ClusterFailure("the kubeconfig has no context '" + context.get() + "'");
        }
        if (hasFile && config.getCurrentContext() == null) {
            throw new ClusterFailure(
                    "the kubeconfig has no current context: name one with --context, or set it with kubectl config use-context");
        }
    }
}
