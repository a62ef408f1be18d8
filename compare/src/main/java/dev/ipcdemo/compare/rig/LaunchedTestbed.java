package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Host;
import dev.ipcdemo.launch.Peer;
import dev.ipcdemo.launch.Site;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two hosts of ours, or twice this one. They stay, while pairs of JVMs come and go. */
final class LaunchedTestbed implements Testbed {

    private static final Logger LOG = LoggerFactory.getLogger(LaunchedTestbed.class);
    private static final Consumer<String> PRINTED = line -> LOG.warn("{}", line);
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    private final Site site;
    private final Host client;
    private final Host server;

    private LaunchedTestbed(Site site, Host client, Host server) {
        this.site = site;
        this.client = client;
        this.server = server;
    }

    static LaunchedTestbed open(Site site) throws IOException {
        Host client = site.host("client", PRINTED);
        try {
            return new LaunchedTestbed(site, client, site.host("server", PRINTED));
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Starts a JVM on one of them to ask, which also shows whether that can be done at all. */
    Elsewhere describe() throws IOException {
        Peer peer = start(server);
        try (RemoteSide remote = new RemoteSide(peer)) {
            String environment = remote.ask(MeasuringTask.ENVIRONMENT, "", List.of(), START_LIMIT_NS)
                    .get(0);
            return Elsewhere.containers(
                    "two containers on a network of their own, one of them " + peer.place(), environment);
        }
    }

    @Override
    public JvmPair start(Settings settings) throws IOException {
        RemoteSide first = new RemoteSide(start(client));
        try {
            return JvmPair.of(first, new RemoteSide(start(server)), settings);
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static Peer start(Host host) throws IOException {
        return host.start(MeasuringTask.NAME, List.of(), JvmPair.JVM_OPTIONS);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!cell.row().endsWith("6") || site.hasIpv6()) {
            return Optional.empty();
        }
        return Optional.of(
                site.scope() == Scope.CROSS_HOST
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
