package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The other runs in a namespace: one that is alive keeps a new one from starting, because each would disturb what the other
 * measures; what a killed one left behind is removed.
 *
 * <p>Whether a run is alive is told by whether its Lease is renewed while this looks on, not by comparing clocks, of which
 * one may be wrong.
 */
final class OtherRuns {

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** The API server stores times of creation in one form, in UTC. */
    private static final Comparator<Lease> BY_CREATION = Comparator.comparing(
                    (Lease lease) -> String.valueOf(lease.getMetadata().getCreationTimestamp()))
            .thenComparing(lease -> lease.getMetadata().getName());

    private final KubernetesClient client;
    private final String namespace;
    private final TimeLimits limits;
    private final Clock clock;
    private final ClusterListener listener;
    private final BooleanSupplier stopped;

    OtherRuns(
            KubernetesClient client,
            String namespace,
            TimeLimits limits,
            Clock clock,
            ClusterListener listener,
            BooleanSupplier stopped) {
        this.client = client;
        this.namespace = namespace;
        this.limits = limits;
        this.clock = clock;
        this.listener = listener;
        this.stopped = stopped;
    }

    /**
     * Removes what killed runs left behind.
     *
     * @throws ClusterFailure if a run is alive
     */
    void requireNone() throws ClusterFailure {
        try {
            for (Lease lease : leases()) {
                if (isAlive(lease)) {
                    throw measuring(lease);
                }
                if (stopped.getAsBoolean()) {
                    return;
                }
                new Removal(client, namespace, RunName.of(lease)).run();
                listener.removedLeftovers(holder(lease));
            }
        } catch (KubernetesClientException e) {
            throw lookFailed(e);
        }
    }

    /**
     * Of runs that begin together and find none, the first goes on. When a Lease was created is stored in seconds, so this
     * waits until no other can have the same time; of those that have it, the name decides.
     *
     * @param own the Lease of the run that is to go on
     * @throws ClusterFailure if another run was first
     */
    void requireFirst(Lease own) throws ClusterFailure {
        Deadline deadline = Deadline.after(limits.sameTime());
        while (!deadline.isOver() && !stopped.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NS);
        }
        try {
            Optional<Lease> first = leases().stream()
                    .filter(lease -> BY_CREATION.compare(lease, own) < 0)
                    .min(BY_CREATION);
            if (first.isPresent()) {
                throw measuring(first.get());
            }
        } catch (KubernetesClientException e) {
            throw lookFailed(e);
        }
    }

    private ClusterFailure measuring(Lease other) {
        return new ClusterFailure("another run, of " + holder(other) + ", is measuring in namespace " + namespace
                + "; wait for its end, because two disturb each other");
    }

    private ClusterFailure lookFailed(KubernetesClientException e) {
        return ApiFailure.of("look for other runs in namespace " + namespace, e);
    }

    private List<Lease> leases() {
        return client.leases()
                .inNamespace(namespace)
                .withLabel(RunName.TOOL, RunName.TOOL_VALUE)
                .list()
                .getItems();
    }

    /** Looks on until it is renewed, or would have been. */
    private boolean isAlive(Lease lease) {
        Duration most = seemsOld(lease) ? limits.renewal().multipliedBy(2) : limits.lease();
        listener.checkingAnotherRun(holder(lease), most.toSeconds());
        Deadline deadline = Deadline.after(most);
        while (!deadline.isOver() && !stopped.getAsBoolean()) {
            Optional<Lease> now = Optional.ofNullable(client.leases()
                    .inNamespace(namespace)
                    .withName(lease.getMetadata().getName())
                    .get());
            if (now.isEmpty()) {
                return false; // it has just come to its end
            }
            if (!Objects.equals(
                    now.get().getSpec().getRenewTime(), lease.getSpec().getRenewTime())) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        return false;
    }

    private boolean seemsOld(Lease lease) {
        ZonedDateTime renewed = lease.getSpec().getRenewTime();
        return renewed == null
                || renewed.plusSeconds(lease.getSpec().getLeaseDurationSeconds())
                        .isBefore(ZonedDateTime.now(clock));
    }

    private static String holder(Lease lease) {
        return ApiFailure.oneLine(String.valueOf(lease.getSpec().getHolderIdentity()));
    }
}
