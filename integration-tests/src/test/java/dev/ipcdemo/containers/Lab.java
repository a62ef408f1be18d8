package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Container;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.launch.container.Image;
import dev.ipcdemo.launch.container.PrivateNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine for a class's tests, and for each test a fresh network with hosts on it, of which nothing is left. */
final class Lab implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Where the host {@code server} serves, and what reaches it from another: over connections. */
    static final String CONNECTIONS = """
            tcp://:7000, tcp://server:7000
            unix:/shared/s, unix:/shared/s
            junix:/shared/s, junix:/shared/s
            unixpacket:/shared/s, unixpacket:/shared/s
            """;

    /** The same over every transport. */
    static final String EVERY_TRANSPORT = CONNECTIONS + """
            udp://:7000, udp://server:7000
            unixgram:/shared/s, unixgram:/shared/s
            """;

    private static final String OWNER = "dev.ipcdemo.owner";

    private final List<AutoCloseable> open = new ArrayList<>();
    private Engine engine;
    private Image image;
    private PrivateNetwork network;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        try {
            engine = Engine.open();
        } catch (IOException e) {
            throw new IOException(
                    "these tests need a Docker engine: run this by 'bin/engine run', or leave them out by"
                            + " -DexcludedGroups=containers",
                    e);
        }
        image = Image.ensure(engine, BuildContext.fromJdk(Path.of(System.getProperty("java.home"))));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        network = PrivateNetwork.make(engine);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        open.clear();
        network.close();
        assertThat(containers()).as("containers left").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (engine != null) {
            engine.close();
        }
    }

    Engine engine() {
        return engine;
    }

    DockerClient client() {
        return engine.client();
    }

    Image image() {
        return image;
    }

    PrivateNetwork network() {
        return network;
    }

    /** Another network, which goes before the lab's own. */
    PrivateNetwork anotherNetwork() throws IOException {
        PrivateNetwork another = PrivateNetwork.make(engine);
        open.add(another);
        return another;
    }

    /** A host on the lab's network. */
    Host host(String name) throws IOException {
        return host(name, create -> {});
    }

    /** A host that differs from others. */
    Host host(String name, Consumer<CreateContainerCmd> how) throws IOException {
        return host(name, image, how);
    }

    /** A host on another JDK. */
    Host host(String name, Path javaHome) throws IOException {
        return host(name, Image.ensure(engine, BuildContext.fromJdk(javaHome)), create -> {});
    }

    private Host host(String name, Image from, Consumer<CreateContainerCmd> how) throws IOException {
        Host host = new Host(
                new Container.Builder(network, from, name, Host.COMMAND)
                        .with(how)
                        .start(),
                client());
        open.add(host);
        return host;
    }

    /** A host on which a user starts {@code ipc-demo}. */
    Terminal terminal(String name, String... arguments) throws IOException {
        Terminal terminal = new Terminal(
                new Container.Builder(network, image, name, Terminal.command(arguments)).start(), client());
        open.add(terminal);
        return terminal;
    }

    /** The names of the containers on the lab's network that are there, whatever they do. */
    List<String> containers() {
        return engine.client().listContainersCmd().withShowAll(true).exec().stream()
                .flatMap(container -> List.of(container.getNames()).stream())
                .filter(name -> name.contains(network.name()))
                .toList();
    }

    boolean hasImage(String id) {
        try {
            return id.equals(client().inspectImageCmd(id).exec().getId());
        } catch (NotFoundException missing) {
            return false;
        }
    }

    /** What is in the engine for a process of this host. */
    List<String> madeFor(long pid) {
        List<String> label = List.of(OWNER);
        return Stream.of(
                        engine.client().listContainersCmd().withShowAll(true).withLabelFilter(label).exec().stream()
                                .filter(container -> isFor(pid, container.getLabels()))
                                .map(container -> "container " + container.getId()),
                        engine.client().listNetworksCmd().withFilter("label", label).exec().stream()
                                .filter(network -> isFor(pid, network.getLabels()))
                                .map(network -> "network " + network.getName()),
                        engine.client().listVolumesCmd().withFilter("label", label).exec().getVolumes().stream()
                                .filter(volume -> isFor(pid, volume.getLabels()))
                                .map(volume -> "volume " + volume.getName()))
                .flatMap(made -> made)
                .toList();
    }

    private static boolean isFor(long pid, Map<String, String> labels) {
        return labels.getOrDefault(OWNER, "").contains("/" + pid + "/");
    }

    /** One of the two that this is tested on, where it is found; else any other. */
    static Optional<Path> otherJdk() throws IOException {
        int here = Runtime.version().feature();
        int wanted = here == 25 ? 17 : 25;
        List<Path> others = new ArrayList<>();
        for (String directory :
                List.of("/usr/lib/jvm", "/opt/java", System.getProperty("user.home") + "/.sdkman/candidates/java")) {
            if (Files.isDirectory(Path.of(directory))) {
                try (Stream<Path> homes = Files.list(Path.of(directory))) {
                    homes.forEach(others::add);
                }
            }
        }
        others.removeIf(home -> !Files.isExecutable(home.resolve("bin/jlink")));
        others.removeIf(home -> feature(home) < 17 || feature(home) == here);
        return others.stream()
                .filter(home -> feature(home) == wanted)
                .findFirst()
                .or(() -> others.stream().findFirst());
    }

    private static int feature(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
