package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells other runs that this one is alive, and owns everything that it creates. */
final class RunLease implements AutoCloseable {

    private final KubernetesClient client;
    private final Clock clock;
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lease");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Lease lease;
    private volatile Optional<String> loss = Optional.empty();

    private RunLease(KubernetesClient client, Clock clock, Lease lease) {
        this.client = client;
        this.clock = clock;
        this.lease = lease;
    }

    /** Creates the Lease, and renews it from then on. */
    static RunLease acquire(
            KubernetesClient client, String namespace, RunName run, String holder, TimeLimits limits, Clock clock)
            throws ClusterFailure {
        ZonedDateTime now = now(clock);
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(run.lease())
                .withNamespace(namespace)
                .withLabels(run.labels())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds((int) Math.max(1, limits.lease().toSeconds()))
                .withAcquireTime(now)
                .withRenewTime(now)
                .endSpec()
                .build();
        RunLease acquired = new RunLease(client, clock, create(client, lease));
        long everyMillis = limits.renewal().toMillis();
        acquired.renewing.scheduleWithFixedDelay(acquired::renew, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return acquired;
    }

    private static Lease create(KubernetesClient client, Lease lease) throws ClusterFailure {
        String namespace = lease.getMetadata().getNamespace();
        String name = lease.getMetadata().getName();
        try {
            return client.resource(lease).create();
        } catch (KubernetesClientException e) {
            if (ApiFailure.isAlreadyThere(e)) {
                return client.leases().inNamespace(namespace).withName(name).get();
            }
            throw ApiFailure.isMissing(e)
                    ? new ClusterFailure("there is no namespace '" + namespace + "' in the cluster", e)
                    : ApiFailure.ofCreation("create the Lease " + name, e);
        }
    }

    /** The owner of everything else. */
    Lease owner() {
        return lease;
    }

    /** Why this run must end: another one has removed it. */
    Optional<String> loss() {
        return loss;
    }

    /**
     * A renewal that fails is tried again at the next turn. One that conflicts was repeated by the client, because its answer
     * had been lost: nobody else writes to this Lease.
     */
    private void renew() {
        Lease renewed = new LeaseBuilder(lease)
                .editSpec()
                .withRenewTime(now(clock))
                .endSpec()
                .build();
        try {
            lease = client.resource(renewed).update();
        } catch (KubernetesClientException e) {
            if (ApiFailure.isConflict(e) || ApiFailure.isMissing(e)) {
                readAgain();
            }
        }
    }

    private void readAgain() {
        try {
            Optional<Lease> now = Optional.ofNullable(client.leases()
                    .inNamespace(lease.getMetadata().getNamespace())
                    .withName(lease.getMetadata().getName())
                    .get());
            now.ifPresentOrElse(
                    there -> lease = there,
                    () -> loss = Optional.of("the Lease " + lease.getMetadata().getName()
                            + " was removed by somebody else, and the cluster removes all that belongs to it"));
        } catch (KubernetesClientException e) {
            // the next turn tries again
        }
    }

    /** As precise as Kubernetes stores it. */
    private static ZonedDateTime now(Clock clock) {
        return ZonedDateTime.now(clock).withZoneSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    /** Ends the renewals. The Lease is still there. */
    @Override
    public void close() {
        renewing.shutdownNow();
    }
}
