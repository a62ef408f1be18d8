package dev.ipcdemo.bench;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.peer.Host;
import dev.ipcdemo.peer.Peer;
import dev.ipcdemo.peer.Site;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two hosts of ours, or twice this one. They stay, while pairs of JVMs come and go. */
final class Hosts implements Venue {

    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);
    private static final Consumer<String> PRINTED = line -> LOG.warn("{}", line);
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    private final Site site;
    private final Host client;
    private final Host server;

    private Hosts(Site site, Host client, Host server) {
        this.site = site;
        this.client = client;
        this.server = server;
    }

    static Hosts open(Site site) throws IOException {
        Host client = site.host("client", PRINTED);
        try {
            return new Hosts(site, client, site.host("server", PRINTED));
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Starts a JVM on one of them to ask, which also shows whether that can be done at all. */
    Elsewhere describe() throws IOException {
        Peer peer = start(server);
        try (Remote remote = new Remote(peer)) {
            String environment = remote.ask(BenchTask.ENVIRONMENT, "", List.of(), START_LIMIT_NS)
                    .get(0);
            return new Elsewhere(
                    site.scope().toString(),
                    "two containers on a network of their own, one of them " + peer.place(),
                    environment,
                    "");
        }
    }

    @Override
    public Session start(Settings settings) throws IOException {
        Remote first = new Remote(start(client));
        try {
            return Session.of(first, new Remote(start(server)), settings);
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static Peer start(Host host) throws IOException {
        return host.start(BenchTask.NAME, List.of(), Session.JVM_OPTIONS);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!Carriers.byName(cell.row()).needsIpv6() || site.hasIpv6()) {
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
