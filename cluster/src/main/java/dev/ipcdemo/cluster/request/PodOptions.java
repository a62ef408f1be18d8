package dev.ipcdemo.cluster.request;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the pods of a run are made of.
 *
 * @param image the image of ipc-demo, by a name that the nodes know
 * @param pullPolicy Always, IfNotPresent or Never
 * @param tolerations taints that do not keep the pods away, as {@code KEY}, {@code KEY=VALUE}, {@code KEY:EFFECT} or
 *     {@code KEY=VALUE:EFFECT}
 * @param cpu what each container requests, such as 500m; there is no limit, because a limit would stop it in the middle of a
 *     measurement
 * @param memory what each container requests, and its limit, such as 512Mi
 */
public record PodOptions(String image, String pullPolicy, List<String> tolerations, String cpu, String memory) {

    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");

    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    /** A quantity of Kubernetes, such as 0.5, 500m, 1Gi or 1e3, and more than nothing. */
    private static final Pattern AMOUNT =
            Pattern.compile("(?=[0.]*[1-9])(\\d+\\.?\\d*|\\.\\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d+)?");

    /**
     * Checks what the API server would refuse.
     *
     * @param image the image of ipc-demo, by a name that the nodes know
     * @param pullPolicy Always, IfNotPresent or Never
     * @param tolerations taints that do not keep the pods away, as {@code KEY}, {@code KEY=VALUE}, {@code KEY:EFFECT} or
     *     {@code KEY=VALUE:EFFECT}
     * @param cpu what each container requests, such as 500m; there is no limit, because a limit would stop it in the middle of a
     *     measurement
     * @param memory what each container requests, and its limit, such as 512Mi
     * @throws IllegalArgumentException if the policy, an amount or the effect of a taint is none
     */
    public PodOptions {
        tolerations = List.copyOf(tolerations);
        requireOneOf("a pull policy", pullPolicy, PULL_POLICIES);
        tolerations.stream()
                .filter(taint -> taint.contains(":"))
                .forEach(taint ->
                        requireOneOf("an effect of a taint", taint.substring(taint.lastIndexOf(':') + 1), EFFECTS));
        requireAmount("CPU", cpu);
        requireAmount("memory", memory);
    }

    private static void requireOneOf(String what, String word, List<String> words) {
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    "'" + word + "' is not " + what + "; choose from " + String.join(", ", words));
        }
    }

    private static void requireAmount(String what, String amount) {
        if (!AMOUNT.matcher(amount).matches()) {
            throw new IllegalArgumentException(
                    "'" + amount + "' is not an amount of " + what + "; write one like 500m, 2 or 512Mi");
        }
    }
}
