package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.ipcdemo.launch.container.Engine.Removable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A container that runs Java, as confined as it can be: an ordinary user, no capability, a root file system that cannot be
 * written, and a {@code /tmp} in memory. Standard input, output and error are pipes to here; when this process is gone,
 * also because it was killed, the container reads the end of its input.
 */
public final class Container implements ContainerJvm {

    /** The user and the group it runs as, which need no name on this host. */
    public static final int USER = 65532;

    private final Engine engine;
    private final String id;
    private final String name;
    private final String java;
    private final Made made;
    private final StandardStreams attached = new StandardStreams();

    /** How a container shall be. */
    public static final class Builder {

        private final PrivateNetwork network;
        private final Image image;
        private final String alias;
        private final List<String> command;
        private String networkMode;
        private String user = USER + ":" + USER;
        private boolean sharesDirectory = true;
        private long memoryBytes;
        private boolean removedWhenItEnds;

        /**
         * A container on a network, with the shared directory as its temporary one.
         *
         * @param network the network
         * @param image what it is made from
         * @param alias the host name by which the others on the network know it
         * @param command the arguments for {@code java}, options first
         */
        public Builder(PrivateNetwork network, Image image, String alias, List<String> command) {
            this.network = network;
            this.image = image;
            this.alias = alias;
            this.command = List.copyOf(command);
            this.networkMode = network.name();
        }

        /**
         * Puts it on no network at all.
         *
         * @return this
         */
        public Builder withoutNetwork() {
            networkMode = "none";
            return this;
        }

        /**
         * Puts it into another container's network namespace.
         *
         * @param other the other container
         * @return this
         */
        public Builder inNetworkOf(Container other) {
            networkMode = "container:" + other.id;
            return this;
        }

        /**
         * Puts it on another network, while the directory stays the one that it shares.
         *
         * @param other the other network
         * @return this
         */
        public Builder onNetwork(PrivateNetwork other) {
            networkMode = other.name();
            return this;
        }

        /**
         * Runs it as another user.
         *
         * @param uid the user and the group
         * @return this
         */
        public Builder asUser(int uid) {
            user = uid + ":" + uid;
            return this;
        }

        /**
         * Bounds its memory.
         *
         * @param bytes at most
         * @return this
         */
        public Builder withMemory(long bytes) {
            memoryBytes = bytes;
            return this;
        }

        /**
         * Keeps the shared directory from it.
         *
         * @return this
         */
        public Builder withoutSharedDirectory() {
            sharesDirectory = false;
            return this;
        }

        /**
         * Has the engine remove it as soon as it ends, so that it does not outlive its starter's death.
         *
         * @return this
         */
        public Builder removedWhenItEnds() {
            removedWhenItEnds = true;
            return this;
        }

        /**
         * Makes and starts it.
         *
         * @return the running container
         * @throws IOException if the engine cannot
         */
        public Container start() throws IOException {
            Engine engine = network.engine();
            try {
                String name = network.name() + "-" + alias;
                Container container =
                        new Container(engine, engine.make(() -> new Made(engine, create(engine), name)), image.java());
                container.start();
                return container;
            } catch (DockerException | IllegalStateException e) {
                throw new IOException("the Docker engine cannot start a container: " + Engine.words(e), e);
            }
        }

        private String create(Engine engine) {
            CreateContainerCmd create = engine.client()
                    .createContainerCmd(image.tag())
                    .withName(network.name() + "-" + alias)
                    .withEntrypoint(image.java())
                    .withCmd(command)
                    .withUser(user)
                    .withWorkingDir("/tmp")
                    .withHostConfig(hostConfig())
                    .withLabels(engine.labels())
                    .withStdinOpen(true)
                    .withStdInOnce(true)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true);
            if (networkMode.startsWith("ipc-demo-")) {
                create.withAliases(alias).withHostName(alias);
            }
            return create.exec().getId();
        }

        private HostConfig hostConfig() {
            HostConfig config = HostConfig.newHostConfig()
                    .withNetworkMode(networkMode)
                    .withReadonlyRootfs(true)
                    .withCapDrop(Capability.ALL)
                    .withSecurityOpts(List.of("no-new-privileges"))
                    .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,size=64m,mode=1777")) // exec: native libraries
                    .withAutoRemove(removedWhenItEnds);
            if (memoryBytes > 0) {
                config.withMemory(memoryBytes).withMemorySwap(memoryBytes);
            }
            if (sharesDirectory) {
                config.withBinds(new Bind(network.name(), new Volume(PrivateNetwork.SHARED_DIRECTORY)));
            }
            return config;
        }
    }

    private Container(Engine engine, Made made, String java) {
        this.engine = engine;
        this.java = java;
        this.made = made;
        this.id = made.id;
        this.name = made.name;
        made.streams.add(attached);
    }

    private void start() throws IOException {
        try {
            attached.open(engine.client()
                    .attachContainerCmd(id)
                    .withStdIn(attached.stdinToSend())
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true));
            engine.client().startContainerCmd(id).exec();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * What the engine calls it.
     *
     * @return its id
     */
    public String id() {
        return id;
    }

    /**
     * Its name.
     *
     * @return as in {@code docker ps}
     */
    public String name() {
        return name;
    }

    @Override
    public long pid() {
        try {
            Long pid = inspect().getState().getPidLong();
            return pid == null ? 0 : pid;
        } catch (NotFoundException gone) {
            return 0;
        }
    }

    /**
     * Its address on a network.
     *
     * @param network the network
     * @return the IPv4 literal; empty when it is not on it
     */
    public String address(PrivateNetwork network) {
        ContainerNetwork on = inspect().getNetworkSettings().getNetworks().get(network.name());
        return on == null || on.getIpAddress() == null ? "" : on.getIpAddress();
    }

    /**
     * Its other address on a network.
     *
     * @param network the network
     * @return the IPv6 literal; empty when it has none there
     */
    public String ipv6Address(PrivateNetwork network) {
        ContainerNetwork on = inspect().getNetworkSettings().getNetworks().get(network.name());
        return on == null || on.getGlobalIPv6Address() == null ? "" : on.getGlobalIPv6Address();
    }

    private InspectContainerResponse inspect() {
        return engine.client().inspectContainerCmd(id).exec();
    }

    @Override
    public OutputStream input() {
        return attached.stdin();
    }

    @Override
    public InputStream output() {
        return attached.stdout();
    }

    @Override
    public InputStream errors() {
        return attached.stderr();
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        return attached.awaitEnd(limit);
    }

    @Override
    public OptionalLong exitStatus() {
        try {
            InspectContainerResponse.ContainerState state = inspect().getState();
            return Boolean.TRUE.equals(state.getRunning()) || state.getExitCodeLong() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(state.getExitCodeLong());
        } catch (NotFoundException gone) {
            return OptionalLong.empty();
        }
    }

    /**
     * Sends it a signal.
     *
     * @param signal such as {@code KILL}
     */
    public void signal(String signal) {
        engine.client().killContainerCmd(id).withSignal(signal).exec();
    }

    /** Stops all its threads where they are, until {@link #resume}. */
    public void pause() {
        engine.client().pauseContainerCmd(id).exec();
    }

    /** Lets it go on. */
    public void resume() {
        engine.client().unpauseContainerCmd(id).exec();
    }

    /**
     * Takes it off a network.
     *
     * @param network the network
     */
    public void disconnect(PrivateNetwork network) {
        engine.client()
                .disconnectFromNetworkCmd()
                .withContainerId(id)
                .withNetworkId(network.name())
                .withForce(true)
                .exec();
    }

    /**
     * Puts it on a network, under the address that it had.
     *
     * @param network the network
     * @param alias its host name there
     * @param address its IPv4 address there
     */
    public void connect(PrivateNetwork network, String alias, String address) {
        engine.client()
                .connectToNetworkCmd()
                .withContainerId(id)
                .withNetworkId(network.name())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(alias)
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    /**
     * Starts another JVM in it, which ends with it at the latest.
     *
     * @param command the arguments for {@code java}, options first
     * @return the running JVM
     * @throws IOException if the engine cannot, perhaps because the container has ended
     */
    public ContainerProcess execute(List<String> command) throws IOException {
        return ContainerProcess.start(engine, id, java, command, made.streams);
    }

    /** Ends it, whatever it does, and removes it. Doing it again does nothing. */
    @Override
    public void close() {
        attached.close();
        made.remove();
    }

    /** With the streams of its processes, of whose end the engine does not always tell. */
    private static final class Made implements Removable {

        private final Engine engine;
        private final String id;
        private final String name;
        private final Set<StandardStreams> streams = ConcurrentHashMap.newKeySet();

        Made(Engine engine, String id, String name) {
            this.engine = engine;
            this.id = id;
            this.name = name;
        }

        @Override
        public int order() {
            return 0;
        }

        @Override
        public void remove() {
            engine.forget(this);
            Engine.remove(
                    "container",
                    name,
                    () -> engine.client()
                            .removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
            streams.forEach(StandardStreams::close);
        }
    }
}
