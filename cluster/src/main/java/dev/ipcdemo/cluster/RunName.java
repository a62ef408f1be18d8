package dev.ipcdemo.cluster;

import dev.ipcdemo.cluster.request.PodNetwork;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells a run's objects from those of other runs, by name and by label.
 *
 * @param id a few hexadecimal digits
 */
record RunName(String id) {

    /** On every object of every run. */
    static final String TOOL = "app.kubernetes.io/managed-by";

    static final String TOOL_VALUE = "ipc-demo-cluster";

    /** Which run an object belongs to. */
    static final String RUN = "ipc-demo/run";

    /** On the pods of a DaemonSet: which network they serve. */
    static final String SERVES = "ipc-demo/serves";

    /** On the pods of a Job: the Job's name. */
    static final String JOB = "ipc-demo/job";

    private static final int ID_BYTES = 4;

    static RunName random() {
        byte[] bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new RunName(HexFormat.of().formatHex(bytes));
    }

    static RunName of(HasMetadata object) {
        return new RunName(object.getMetadata().getLabels().get(RUN));
    }

    String lease() {
        return "ipc-demo-" + id;
    }

    String servers(PodNetwork network) {
        return lease() + "-" + network;
    }

    String job(int number) {
        return lease() + "-pair-" + number;
    }

    Map<String, String> labels() {
        return Map.of(TOOL, TOOL_VALUE, RUN, id);
    }

    /** Of an object that the cluster removes when the Lease is deleted. */
    ObjectMeta ownedBy(Lease lease, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(lease.getMetadata().getNamespace())
                .withLabels(labels())
                .withOwnerReferences(reference(lease))
                .build();
    }

    /** It does not block the owner's deletion, for which the right to set the owner's finalizers would be needed. */
    private static OwnerReference reference(Lease lease) {
        return new OwnerReferenceBuilder()
                .withApiVersion(lease.getApiVersion())
                .withKind(lease.getKind())
                .withName(lease.getMetadata().getName())
                .withUid(lease.getMetadata().getUid())
                .withBlockOwnerDeletion(false)
                .build();
    }
}
