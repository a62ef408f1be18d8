package dev.ipcdemo.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.RelayStatistics;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A relay in a container. It listens at one endpoint, and passes what its clients send on to another, and the answers back,
 * with {@link Faults} that a test can change while it runs. Clients and target are in other containers on the same {@link
 * org.testcontainers.containers.Network}; over AF_UNIX they share a {@link SharedVolume} instead.
 *
 * <pre>{@code
 * RelayContainer relay = new RelayContainer(Endpoint.parse("tcp://:7000"), Endpoint.parse("tcp://db:5432"))
 *         .withNetwork(network)
 *         .withNetworkAliases("relay")
 *         .withFaults(Faults.parse("delay=50ms"));
 * relay.start();
 * relay.setFaults(Direction.TO_CLIENT, Faults.NONE.with(Faults.LIMIT, 1000L));
 * }</pre>
 *
 * <p>The target is not connected to before a client comes, so its container may be started later.
 *
 * <p>No registry is needed: on Linux the image is made from the JDK that runs the test and from jars on its class path, which
 * takes some seconds the first time. {@link #withImageBase} makes it from another image, and a constructor takes one that
 * {@code ipc-demo image --tag} has made.
 *
 * <p>The container runs as an ordinary user without any capability, and its file system is read-only.
 *
 * <p>The methods that ask or change a running relay may be called by any thread, and wait for the relay's answer. They throw
 * an {@link IllegalStateException} if it is not running, and an {@link UncheckedIOException} if it does not answer within a
 * minute, for example because its container is paused, or if it is stopped meanwhile.
 */
public final class RelayContainer extends GenericContainer<RelayContainer> {

    private static final String CONTROL = "unix:/tmp/ipc-demo-control.sock";
    private static final String READY = ".*listening on .*";
    private static final String GENERATED_ALIAS = "tc-";

    /** The native libraries are unpacked where that is possible, and a missing SLF4J provider is no message. */
    private static final String JVM_OPTIONS =
            "-Djna.tmpdir=/tmp -Dorg.newsclub.net.unix.library.tmpdir=/tmp -Dslf4j.internal.verbosity=ERROR";

    private final Optional<RelayImage> image;
    private final Endpoint listen;
    private final Endpoint target;
    private final Map<Direction, Faults> faultsAtStart = new EnumMap<>(Direction.class);
    private OptionalInt seed = OptionalInt.empty();
    private Optional<String> user = Optional.empty();
    private boolean showsWhatPasses;
    private final RelayControl control = new RelayControl(this::openSession);

    /**
     * A relay in an image that is made when the container is started, if the engine does not have it.
     *
     * @param listen where it listens, with a port or a path: {@code tcp://:7000}, {@code unix:/shared/relay.sock}
     * @param target where it connects to, as from a container on the network: {@code tcp://db:5432}
     * @throws IllegalArgumentException if there is no transport of one of the schemes, or {@code listen} leaves the choice of
     *     a port or a name to the relay
     */
    public RelayContainer(Endpoint listen, Endpoint target) {
        this(new RelayImage(), listen, target);
    }

    private RelayContainer(RelayImage image, Endpoint listen, Endpoint target) {
        super(image);
        this.image = Optional.of(image);
        this.listen = listen;
        this.target = target;
        prepare();
    }

    /**
     * A relay in an image that there is already.
     *
     * @param image one that {@code ipc-demo image --tag} has made, of this version
     * @param listen as for the other constructor
     * @param target as for the other constructor
     * @throws IllegalArgumentException as the other constructor
     */
    public RelayContainer(DockerImageName image, Endpoint listen, Endpoint target) {
        super(image);
        this.image = Optional.empty();
        this.listen = listen;
        this.target = target;
        prepare();
    }

    private void prepare() {
        Transports.byScheme(target.scheme());
        if (Transports.byScheme(listen.scheme()).domains().first() == Domain.AF_UNIX) {
            requirePath();
        } else {
            requirePort();
        }
        waitingFor(Wait.forLogMessage(READY, 1));
        withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,size=64m,mode=1777")); // exec: native libraries
        withEnv("JDK_JAVA_OPTIONS", JVM_OPTIONS + temporaryDirectory());
        withCreateContainerCmdModifier(this::restrict);
    }

    private void requirePath() {
        if (!(listen.name() instanceof Endpoint.PathName)) {
            throw new IllegalArgumentException(
                    "'" + listen + "' cannot be reached from another container: name a path in a"
                            + " directory that both share, as in unix:/shared/relay.sock");
        }
    }

    private int requirePort() {
        if (listen.name() instanceof Endpoint.HostPort name && name.port().matches("[1-9]\\d{0,4}")) {
            return Integer.parseInt(name.port());
        }
        throw new IllegalArgumentException("'" + listen
                + "' names no port by its number, so nobody could be told where to connect: write tcp://:7000");
    }

    /** A client over datagrams has a socket file too, which the target has to find. */
    private String temporaryDirectory() {
        return target.name() instanceof Endpoint.PathName name
                        && Path.of(name.path()).getParent() != null
                ? " \"-Djava.io.tmpdir=" + Path.of(name.path()).getParent() + "\""
                : "";
    }

    private void restrict(CreateContainerCmd create) {
        user.ifPresent(create::withUser);
        create.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"));
    }

    /**
     * Sets the faults of both directions. {@link #start} returns when they are in force.
     *
     * @param faults what the relay does wrong at first
     * @return this
     */
    public RelayContainer withFaults(Faults faults) {
        return withFaults(Direction.TO_TARGET, faults).withFaults(Direction.TO_CLIENT, faults);
    }

    /**
     * Sets the faults of one direction. {@link #start} returns when they are in force.
     *
     * @param direction which
     * @param faults what the relay does wrong at first
     * @return this
     */
    public RelayContainer withFaults(Direction direction, Faults faults) {
        faultsAtStart.put(direction, faults);
        return this;
    }

    /**
     * Sets what chance is made of: with the same seed, the same messages of the same client meet the same faults.
     *
     * @param number any number; without one, each start has another, which the container's log tells
     * @return this
     */
    public RelayContainer withSeed(int number) {
        seed = OptionalInt.of(number);
        return this;
    }

    /**
     * Has the relay print what passes, in two columns. {@link #getLogs()} has it then.
     *
     * @return this
     */
    public RelayContainer showingWhatPasses() {
        showsWhatPasses = true;
        return this;
    }

    /**
     * Makes the image from another one instead of from this host's JDK, as is necessary where that is not for Linux. Only for
     * a relay whose image is not given.
     *
     * @param base the name of an image with {@code java}, 17 or newer, on its path, which is pulled if it is not there
     * @return this
     * @throws IllegalStateException if the image was given
     */
    public RelayContainer withImageBase(String base) {
        image.orElseThrow(() -> new IllegalStateException("the image is given, so it is not made from " + base))
                .startFrom(base);
        return this;
    }

    /**
     * Runs the relay as another user. Over AF_UNIX that has to be one who may write to the target's socket file, and whose own
     * files the target may use: in most cases the user of the target's container.
     *
     * @param nameOrNumber as for {@code docker run --user}: {@code 999}, {@code 999:999}
     * @return this
     */
    public RelayContainer withUser(String nameOrNumber) {
        user = Optional.of(nameOrNumber);
        return this;
    }

    /** Completes what the container is made with. */
    @Override
    protected void configure() {
        List<String> command =
                new ArrayList<>(List.of("relay", listen.toString(), target.toString(), "--control", CONTROL));
        if (listen.name() instanceof Endpoint.PathName) {
            command.addAll(List.of("--mode", "0666")); // clients run as anybody; only the volume's containers find it
        }
        seed.ifPresent(number -> command.addAll(List.of("--seed", Integer.toString(number))));
        if (showsWhatPasses) {
            command.add("--show");
        }
        setCommandParts(command.toArray(String[]::new));
        if (isReachedFromHere()) {
            addExposedPort(requirePort());
        }
    }

    /** An engine maps ports of TCP to its host, and this JVM is there or knows the way. */
    private boolean isReachedFromHere() {
        Transport transport = Transports.byScheme(listen.scheme());
        return transport.type() == SocketType.SOCK_STREAM && listen.name() instanceof Endpoint.HostPort;
    }

    /** Sets the first faults. */
    @Override
    protected void containerIsStarted(InspectContainerResponse info) {
        faultsAtStart.forEach((direction, faults) -> {
            if (!faults.equals(Faults.NONE)) {
                setFaults(direction, faults);
            }
        });
    }

    /** Ends the conversation with the relay; a call that waits for an answer fails. */
    @Override
    protected void containerIsStopping(InspectContainerResponse info) {
        control.endSession();
    }

    /**
     * Where this JVM reaches the relay: the engine's host, and the port there that leads to the relay's.
     *
     * @return an endpoint of the scheme that the relay listens on
     * @throws IllegalStateException if the relay is not running, or does not listen on TCP: other ports are not mapped, and
     *     only containers have the volume
     */
    public Endpoint endpoint() {
        if (!isReachedFromHere()) {
            throw new IllegalStateException("only containers reach a relay that listens on " + listen);
        }
        return new Endpoint(
                listen.scheme(), new Endpoint.HostPort(getHost(), Integer.toString(getMappedPort(requirePort()))));
    }

    /**
     * Where other containers on its network, or with its volume, reach the relay.
     *
     * @return its first alias and its port, or its path
     */
    public Endpoint endpointForContainers() {
        if (!(listen.name() instanceof Endpoint.HostPort)) {
            return listen;
        }
        List<String> aliases = getNetworkAliases();
        String host = aliases.stream()
                .filter(alias -> !alias.startsWith(GENERATED_ALIAS))
                .findFirst()
                .orElse(aliases.get(0));
        return new Endpoint(listen.scheme(), new Endpoint.HostPort(host, Integer.toString(requirePort())));
    }

    /**
     * Replaces the faults of both directions. What comes from now on meets the new ones, also of clients that are there
     * already; what is being delayed still waits.
     *
     * @param faults the new faults
     * @throws IllegalArgumentException if the endpoints do not know one of them, such as loss on a stream; nothing is changed
     *     then
     */
    public void setFaults(Faults faults) {
        tell("replace " + faults);
    }

    /**
     * Replaces the faults of one direction.
     *
     * @param direction which
     * @param faults the new faults
     * @throws IllegalArgumentException if the endpoints do not know one of them; nothing is changed then
     */
    public void setFaults(Direction direction, Faults faults) {
        tell("replace " + direction + " " + faults);
    }

    /**
     * The faults of one direction, as they are now.
     *
     * @param direction which
     * @return its faults
     */
    public Faults faults(Direction direction) {
        return tell("faults").stream()
                .filter(line -> line.startsWith(direction.toString()))
                .map(line -> Faults.parse(line.substring(direction.toString().length())))
                .findFirst()
                .orElseThrow();
    }

    /** Resets all connections that there are now, and forgets the clients that send datagrams. The relay goes on. */
    public void resetClients() {
        tell("reset");
    }

    /**
     * What the relay has done so far.
     *
     * @return a snapshot; parts of it may be a moment older than others
     */
    public RelayStatistics statistics() {
        return RelayStatistics.parse(tell("statistics").get(0));
    }

    private List<String> tell(String command) {
        running();
        return control.tell(command);
    }

    private ControlSession openSession() throws IOException {
        InspectContainerResponse container = running();
        List<String> program = List.of(container.getConfig().getEntrypoint());
        return ControlSession.open(container.getId(), program, CONTROL);
    }

    private InspectContainerResponse running() {
        InspectContainerResponse container = getContainerInfo();
        if (container == null) {
            throw new IllegalStateException("the relay's container is not running");
        }
        return container;
    }
}
