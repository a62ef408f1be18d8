package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A container that runs Java with as few rights as possible: an ordinary user, no capabilities, a read-only root file system,
 * and a {@code /tmp} in memory. Standard input, output and error are pipes to this process. When this process ends, even if
 * it is killed, the container reads the end of its input.
 */
public final class Container implements ContainerJvm {

    /** The user and the group it runs as. They need no name on this host. */
    public static final int USER = 65532;

    private final Engine engine;
    private final String id;
    private final String name;
    private final String java;
    private final Made made;
    private final StandardStreams attached = new StandardStreams();

    /** Describes a container, and starts it. */
    public static final class Builder {

        private final PrivateNetwork network;
        private final Image image;
        private final String alias;
        private final List<String> command;
        private Consumer<CreateContainerCmd> adjustment = create -> {};

        /**
         * A container on a network, with the network's shared directory.
         *
         * @param network the network
         * @param image what it is made from
         * @param alias its host name, by which the others on the network know it
         * @param command the arguments for {@code java}, options first
         */
        public Builder(PrivateNetwork network, Image image, String alias, List<String> command) {
            this.network = network;
            this.image = image;
            this.alias = alias;
            this.command = List.copyOf(command);
        }

        /**
         * Has the engine remove the container when its program ends, even if this process has been killed by then.
         *
         * @return this
         */
        public Builder removedWhenItEnds() {
            return with(create -> create.getHostConfig().withAutoRemove(true));
        }

        /**
         * Changes what the engine is asked for.
         *
         * @param change is given the request with everything in it except the alias, which only a container on a network of
         *     ours gets
         * @return this
         */
        public Builder with(Consumer<CreateContainerCmd> change) {
            adjustment = adjustment.andThen(change);
            return this;
        }

        /**
         * Creates and starts the container. An image that is no longer there is built again.
         *
         * @return the running container
         * @throws IOException if the engine cannot
         */
        public Container start() throws IOException {
            try {
                return startOnWhatIsThere();
            } catch (RuntimeException e) {
                throw new IOException("the container engine cannot start a container: " + Engine.words(e), e);
            }
        }

        private Container startOnWhatIsThere() throws IOException {
            try {
                return startOn(image);
            } catch (NotFoundException perhapsTheImage) {
                return startOn(image.restore(network.engine()));
            }
        }

        private Container startOn(Image from) throws IOException {
            Engine engine = network.engine();
            String name = network.name() + "-" + alias;
            Container container =
                    new Container(engine, engine.make(() -> new Made(engine, create(engine, from), name)), from.java());
            container.start();
            return container;
        }

        private String create(Engine engine, Image from) {
            CreateContainerCmd create = engine.client()
                    .createContainerCmd(from.tag())
                    .withName(network.name() + "-" + alias)
                    .withEntrypoint(from.java())
                    .withCmd(command)
                    .withUser(USER + ":" + USER)
                    .withWorkingDir("/tmp")
                    .withHostConfig(hostConfig())
                    .withLabels(engine.labels())
                    .withStdinOpen(true)
                    .withStdInOnce(true)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true);
            adjustment.accept(create);
            if (PrivateNetwork.isName(create.getHostConfig().getNetworkMode())) {
                create.withAliases(alias).withHostName(alias);
            }
            return create.exec().getId();
        }

        private HostConfig hostConfig() {
            return HostConfig.newHostConfig()
                    .withNetworkMode(network.name())
                    .withReadonlyRootfs(true)
                    .withCapDrop(Capability.ALL)
                    .withSecurityOpts(List.of("no-new-privileges"))
                    .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,size=64m,mode=1777")) // exec: native libraries
                    .withBinds(new Bind(network.name(), new Volume(PrivateNetwork.SHARED_DIRECTORY)));
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
     * The engine's id of it.
     *
     * @return hexadecimal digits
     */
    public String id() {
        return id;
    }

    /**
     * Its name.
     *
     * @return as {@code docker ps} shows it
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
     * @return the IPv4 literal; empty if it is not on that network
     */
    public String address(PrivateNetwork network) {
        ContainerNetwork on = inspect().getNetworkSettings().getNetworks().get(network.name());
        return on == null || on.getIpAddress() == null ? "" : on.getIpAddress();
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
     * Starts another JVM in it, which ends when the container does, or before.
     *
     * @param command the arguments for {@code java}, options first
     * @return the running JVM
     * @throws IOException if the engine cannot start it, for example because the container has ended
     */
    public ContainerProcess execute(List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of(java));
        words.addAll(command);
        return ContainerProcess.start(engine, id, words, made.streams);
    }

    /** Ends it, whatever it does, and removes it. Closing again does nothing. */
    @Override
    public void close() {
        attached.close();
        made.remove();
    }

    /** What the engine has of it, and the streams of its processes: the engine does not always report their end. */
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
            streams.forEach(each -> Engine.attempt("the streams of container", name, each::close));
        }
    }
}
