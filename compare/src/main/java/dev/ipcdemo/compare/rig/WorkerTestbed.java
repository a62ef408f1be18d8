package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.WorkerHost;
import dev.ipcdemo.sockets.Domain;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both sides are workers: on two hosts of ours, or both on this one. The hosts stay while pairs of JVMs come and go. */
final class WorkerTestbed implements Testbed {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerTestbed.class);
    static final Consumer<String> LOGGED = line -> LOG.warn("{}", line);
    static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    private final LaunchTarget target;
    private final WorkerHost client;
    private final WorkerHost server;

    private WorkerTestbed(LaunchTarget target, WorkerHost client, WorkerHost server) {
        this.target = target;
        this.client = client;
        this.server = server;
    }

    static WorkerTestbed open(LaunchTarget target) throws IOException {
        WorkerHost client = target.host("client", LOGGED);
        try {
            return new WorkerTestbed(target, client, target.host("server", LOGGED));
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Asks a JVM on the server's host where it runs, which also shows whether JVMs can be started there. */
    Elsewhere describe() throws IOException {
        try (MeasuringJvm jvm = MeasuringJvm.start(server, Way.DEFAULT)) {
            String environment = jvm.ask(new Request.Describe(), START_LIMIT_NS).line();
            return Elsewhere.containers(
                    "two containers on a private network, one of them "
                            + jvm.worker().place(),
                    environment);
        }
    }

    @Override
    public JvmPair start(Way way) throws IOException {
        MeasuringJvm first = MeasuringJvm.start(client, way);
        try {
            MeasuringJvm second = MeasuringJvm.start(server, way);
            return target.scope() == Scope.CROSS_HOST
                    ? JvmPair.contained(first, second, way.settings())
                    : JvmPair.of(first, second, way.settings());
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    @Override
    public String greet(Way way) throws IOException {
        try (MeasuringJvm jvm = MeasuringJvm.start(client, way)) {
            return jvm.greet(START_LIMIT_NS);
        }
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        boolean needsIpv6 = Carriers.byName(cell.row())
                .socket()
                .filter(socket -> socket.domain() == Domain.AF_INET6)
                .isPresent();
        if (!needsIpv6 || target.hasIpv6()) {
            return Optional.empty();
        }
        return Optional.of(
                target.scope() == Scope.CROSS_HOST
                        ? "this Docker engine gives containers no IPv6 addresses"
                        : "this host has no IPv6 address");
    }

    @Override
    public void close() {
        try (client) {
            server.close();
        }
    }
}
