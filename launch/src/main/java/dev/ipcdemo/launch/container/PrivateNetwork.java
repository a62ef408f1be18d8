package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import dev.ipcdemo.launch.container.Engine.Removable;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the containers of one run share, and nobody else does: a network without a route to any other, and a volume in memory
 * for AF_UNIX, whose sockets are found by path.
 */
public final class PrivateNetwork implements Closeable {

    /** Where the volume is mounted in each container. */
    public static final String SHARED_DIRECTORY = "/shared";

    private static final Logger LOG = LoggerFactory.getLogger(PrivateNetwork.class);
    private static final String PREFIX = "ipc-demo-";
    private static final int ATTEMPTS = 10;
    private static final int VOLUME_PAGES = 16_384; // 64 MiB where a page has 4 KiB
    private static final int MAX_FILES = 4096;

    private final Engine engine;
    private final Made made;

    private PrivateNetwork(Engine engine, Made made) {
        this.engine = engine;
        this.made = made;
    }

    /**
     * Makes a network, with IPv6 if the engine can.
     *
     * @param engine the engine
     * @return the network and its volume, both under the same new name
     * @throws IOException if the engine cannot make one of them
     */
    public static PrivateNetwork make(Engine engine) throws IOException {
        String name = PREFIX + UUID.randomUUID().toString().substring(0, 8);
        long user = UserNamespace.of(engine).idOutside(Container.USER);
        return new PrivateNetwork(
                engine,
                Engine.ask(
                        "make a network or a volume",
                        () -> engine.make(() -> {
                            Made network = new Made(engine, name, makeNetwork(engine, name));
                            try {
                                makeVolume(engine, name, user);
                                return network;
                            } catch (RuntimeException e) {
                                network.remove();
                                throw e;
                            }
                        })));
    }

    /**
     * Chooses the subnets, because the engine's choice may be a network that this host is on. 198.18.0.0/15 is reserved for
     * benchmarks. The engine refuses a subnet that is in use, and then another is tried.
     */
    private static boolean makeNetwork(Engine engine, String name) {
        for (int attempt = 1; ; attempt++) {
            int number = ThreadLocalRandom.current().nextInt(128, 255);
            Ipam.Config ipv4 = new Ipam.Config().withSubnet("198.18." + number + ".0/24");
            Ipam.Config ipv6 = new Ipam.Config().withSubnet(String.format("fd00:198:18:%x::/64", number));
            try {
                command(engine, name)
                        .withEnableIpv6(true)
                        .withIpam(new Ipam().withConfig(ipv4, ipv6))
                        .exec();
                return true;
            } catch (DockerException perhapsNoIpv6) {
                LOG.debug("no network {} with IPv6: {}", number, Engine.words(perhapsNoIpv6));
            }
            try {
                command(engine, name).withIpam(new Ipam().withConfig(ipv4)).exec();
                return false;
            } catch (DockerException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static CreateNetworkCmd command(Engine engine, String name) {
        return engine.client()
                .createNetworkCmd()
                .withName(name)
                .withDriver("bridge")
                .withInternal(true)
                .withLabels(engine.labels());
    }

    /**
     * Other users may enter the volume but not list it: the mode of a socket file says who may connect to it.
     *
     * <p>Its size is given in pages, because Podman takes {@code size} for a disk quota, which a tmpfs does not have.
     *
     * @param user its owner and group, as the host's kernel numbers them
     */
    private static void makeVolume(Engine engine, String name, long user) {
        Map<String, String> options = new HashMap<>();
        options.put("type", "tmpfs");
        options.put("device", "tmpfs");
        options.put(
                "o",
                "nr_blocks=" + VOLUME_PAGES + ",nr_inodes=" + MAX_FILES + ",mode=0711,uid=" + user + ",gid=" + user);
        engine.client()
                .createVolumeCmd()
                .withName(name)
                .withDriver("local")
                .withDriverOpts(options)
                .withLabels(engine.labels())
                .exec();
    }

    /** Whether a network mode is the name of a network of ours, and not one of the engine's own modes. */
    static boolean isName(String networkMode) {
        return networkMode.startsWith(PREFIX);
    }

    /**
     * The name of the network and of the volume.
     *
     * @return a name that no other has
     */
    public String name() {
        return made.name;
    }

    /**
     * Whether its containers have IPv6 addresses.
     *
     * @return false if the engine cannot give them any
     */
    public boolean hasIpv6() {
        return made.hasIpv6;
    }

    Engine engine() {
        return engine;
    }

    /** Removes both; the containers must be gone. */
    @Override
    public void close() {
        made.remove();
    }

    private record Made(Engine engine, String name, boolean hasIpv6) implements Removable {
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void remove() {
            engine.forget(this);
            Engine.remove(
                    "network",
                    name,
                    () -> engine.client().removeNetworkCmd(name).exec());
            Engine.remove(
                    "volume", name, () -> engine.client().removeVolumeCmd(name).exec());
        }
    }
}
