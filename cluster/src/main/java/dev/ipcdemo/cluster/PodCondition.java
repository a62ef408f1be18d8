package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with a pod, and how far it is.
 *
 * @param pod as the API server has it
 */
record PodCondition(Pod pod) {

    /** Reasons for which a container waits that do not go away. The first failure to pull may be a hiccup. */
    private static final Set<String> FATAL = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ErrImageInspect",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "CrashLoopBackOff");

    private static final Map<String, String> WHAT_TO_DO = Map.of(
            "ImagePullBackOff", "; is the image in a registry that the node reaches, or on the node?",
            "ErrImageNeverPull", "; load the image on the node first",
            "CreateContainerConfigError", "",
            "InvalidImageName", "; see --image");

    private Stream<ContainerStatus> containers() {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? Stream.empty()
                : pod.getStatus().getContainerStatuses().stream();
    }

    /** The pod's phase, such as Pending. */
    private boolean isIn(String phase) {
        return pod.getStatus() != null && phase.equals(pod.getStatus().getPhase());
    }

    boolean isReady() {
        return hasCondition("Ready", "True") && pod.getMetadata().getDeletionTimestamp() == null;
    }

    boolean isBeingRemoved() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    boolean hasStarted() {
        return isIn("Running") || isIn("Succeeded") || isIn("Failed");
    }

    private boolean hasCondition(String type, String status) {
        return pod.getStatus() != null
                && Optional.ofNullable(pod.getStatus().getConditions()).orElse(List.of()).stream()
                        .anyMatch(condition -> condition.getType().equals(type)
                                && condition.getStatus().equals(status));
    }

    /** How a container ended; empty if it has not. */
    Optional<ContainerStateTerminated> end(String container) {
        return containers()
                .filter(status -> status.getName().equals(container))
                .flatMap(status -> status.getState() == null
                        ? Stream.empty()
                        : Stream.ofNullable(status.getState().getTerminated()))
                .findFirst();
    }

    /** What will not go away by waiting. */
    Optional<String> fatal() {
        return containers()
                .flatMap(status -> fatal(status).stream())
                .findFirst()
                .or(() -> isIn("Failed") ? failed() : Optional.empty());
    }

    /** Evicted, or over a deadline: only then is there a reason beside the containers'. */
    private Optional<String> failed() {
        return Optional.ofNullable(pod.getStatus().getReason())
                .map(reason -> reason + said(pod.getStatus().getMessage()));
    }

    private static Optional<String> fatal(ContainerStatus status) {
        if (status.getState() == null || status.getState().getWaiting() == null) {
            return Optional.empty();
        }
        ContainerStateWaiting waiting = status.getState().getWaiting();
        if (!FATAL.contains(String.valueOf(waiting.getReason()))) {
            return Optional.empty();
        }
        Optional<String> death = Optional.ofNullable(status.getLastState())
                .flatMap(last -> Optional.ofNullable(last.getTerminated()))
                .map(PodCondition::death);
        return Optional.of("container " + status.getName() + ": " + waiting.getReason() + said(waiting.getMessage())
                + death.map(how -> ", and before: " + how).orElse("")
                + WHAT_TO_DO.getOrDefault(waiting.getReason(), ""));
    }

    /** Why it does not run yet, if that is known. */
    Optional<String> hindrance() {
        return fatal().or(() -> pod.getStatus() == null
                        ? Optional.empty()
                        : Optional.ofNullable(pod.getStatus().getConditions()).orElse(List.of()).stream()
                                .filter(condition -> condition.getType().equals("PodScheduled")
                                        && condition.getStatus().equals("False"))
                                .map(condition -> condition.getReason() + said(condition.getMessage()))
                                .findFirst())
                .or(() -> containers()
                        .filter(status ->
                                status.getState() != null && status.getState().getWaiting() != null)
                        .map(status -> status.getState().getWaiting())
                        .map(waiting -> waiting.getReason() + said(waiting.getMessage()))
                        .findFirst());
    }

    /** How a container ended that should not have. */
    static String death(ContainerStateTerminated end) {
        if ("OOMKilled".equals(end.getReason())) {
            return "it needed more memory than it may have; --memory grants more";
        }
        return "exit status " + end.getExitCode() + said(end.getMessage());
    }

    private static String said(String message) {
        return message == null || message.isBlank() ? "" : " (" + ApiFailure.oneLine(message) + ")";
    }
}
