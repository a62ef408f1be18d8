package dev.ipcdemo.cluster.request;

import java.util.List;

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

    /**
     * Copies the list.
     *
     * @param image the image of ipc-demo, by a name that the nodes know
     * @param pullPolicy Always, IfNotPresent or Never
     * @param tolerations taints that do not keep the pods away, as {@code KEY}, {@code KEY=VALUE}, {@code KEY:EFFECT} or
     *     {@code KEY=VALUE:EFFECT}
     * @param cpu what each container requests, such as 500m; there is no limit, because a limit would stop it in the middle of a
     *     measurement
     * @param memory what each container requests, and its limit, such as 512Mi
     */
    public PodOptions {
        tolerations = List.copyOf(tolerations);
    }
}
