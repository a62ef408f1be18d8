package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What an API server that refused something, or was not reached, said: in one sentence. */
final class ApiFailure {

    private static final int TOO_MANY_REQUESTS = 429;

    /** The reason of a conflict with other writers; that with an object of the same name is AlreadyExists. */
    private static final String CONTENTION = "Conflict";

    private static final String RIGHTS = "; docs/deploy/cluster-rbac.yaml has the rights that are needed";

    private ApiFailure() {}

    /** Why an attempt failed, such as "create the DaemonSet a". */
    static ClusterFailure of(String attempt, KubernetesClientException e) {
        return new ClusterFailure(sentence(attempt, e), e);
    }

    static String sentence(String attempt, KubernetesClientException e) {
        if (isUnanswered(e)) {
            Throwable root = root(e);
            return "cannot " + attempt
                    + (root instanceof TimeoutException
                            ? ": the API server did not end its answer; check the network"
                            : ": the API server is not reached (" + words(root)
                                    + "); check the kubeconfig and the network");
        }
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "cannot " + attempt + ": the API server does not accept the credentials of the kubeconfig; log in anew";
            case HttpURLConnection.HTTP_FORBIDDEN -> "cannot " + attempt + ": " + said(e) + RIGHTS;
            default -> "cannot " + attempt + ": the API server said " + e.getCode() + ", " + said(e);
        };
    }

    /** Why something was not created, such as "create the Lease a". */
    static ClusterFailure ofCreation(String attempt, KubernetesClientException e) {
        return new ClusterFailure(creationSentence(attempt, e), e);
    }

    static String creationSentence(String attempt, KubernetesClientException e) {
        return wasAdmissionRefused(e)
                ? "cannot " + attempt + ": " + said(e)
                        + "; if that is a quota, ask for less with --cpu and --memory, or" + " for a larger quota"
                : sentence(attempt, e);
    }

    /**
     * Whether a creation was allowed to this user, but not what it would create, as by a quota: the status is the same, code
     * 403 and reason Forbidden, but only then is what was refused known by its name. Rights are looked at before the name
     * is, because the request for a creation does not have it in its path.
     */
    private static boolean wasAdmissionRefused(KubernetesClientException e) {
        return isForbidden(e)
                && Optional.ofNullable(e.getStatus())
                        .flatMap(status -> Optional.ofNullable(status.getDetails()))
                        .flatMap(details -> Optional.ofNullable(details.getName()))
                        .filter(name -> !name.isEmpty())
                        .isPresent();
    }

    /** The client has no status then, but 0 or -1. */
    static boolean isUnanswered(KubernetesClientException e) {
        return e.getCode() <= 0;
    }

    /** Whether it may go away by itself. */
    static boolean isPassing(KubernetesClientException e) {
        return isUnanswered(e)
                || isContention(e)
                || e.getCode() == TOO_MANY_REQUESTS
                || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    static boolean isMissing(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    static boolean isForbidden(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }

    static boolean isConflict(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** Of something that is created: the client repeats a request whose answer was lost. */
    static boolean isAlreadyThere(KubernetesClientException e) {
        return isConflict(e) && !isContention(e);
    }

    /** Others changed the same object at the same time, such as a quota, and nothing was done. */
    private static boolean isContention(KubernetesClientException e) {
        return isConflict(e)
                && Optional.ofNullable(e.getStatus())
                        .filter(status -> CONTENTION.equals(status.getReason()))
                        .isPresent();
    }

    /** What the API server said itself, without the client's words around it. */
    static String said(KubernetesClientException e) {
        return oneLine(Optional.ofNullable(e.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getMessage()))
                .orElse(String.valueOf(e.getMessage())));
    }

    /** What is at the bottom of a failure. */
    private static Throwable root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Such as "Connection refused". */
    private static String words(Throwable e) {
        return oneLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    /** Text from elsewhere, fit for a terminal. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
