package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Container;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.launch.container.Image;
import dev.ipcdemo.launch.container.PrivateNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A private network of containers. A worker is a JVM in one of them. */
final class ContainerTarget implements LaunchTarget {

    private final Engine engine;
    private final Image image;
    private final PrivateNetwork network;
    private final AtomicInteger containers = new AtomicInteger();

    private ContainerTarget(Engine engine, Image image, PrivateNetwork network) {
        this.engine = engine;
        this.image = image;
        this.network = network;
    }

    static LaunchTarget open(Optional<String> imageBase) throws IOException {
        Engine engine = Engine.open();
        try {
            BuildContext context = imageBase.isPresent()
                    ? BuildContext.onBase(imageBase.get())
                    : BuildContext.fromJdk(Path.of(System.getProperty("java.home")));
            return new ContainerTarget(engine, Image.ensure(engine, context), PrivateNetwork.make(engine));
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public Scope scope() {
        return Scope.CROSS_HOST;
    }

    @Override
    public Worker start(String role, String task, Consumer<String> log) throws IOException {
        List<String> command = command(List.of());
        command.add(WorkerMain.STAY); // a real host's kernel still answers after the program has ended
        command.add(task);
        Container container = run(role, command);
        return new ContainerWorker(container, container.address(network), log);
    }

    private static List<String> command(List<String> jvmOptions) {
        List<String> command = new ArrayList<>(JvmOptions.forAnotherHost());
        command.addAll(jvmOptions);
        // So that one host finds what another has put into its temporary directory, such as a socket file.
        command.add("-Djava.io.tmpdir=" + PrivateNetwork.SHARED_DIRECTORY);
        command.add("-Djna.tmpdir=/tmp");
        command.add("-Dorg.newsclub.net.unix.library.tmpdir=/tmp");
        command.add(WorkerMain.class.getName());
        return command;
    }

    private Container run(String role, List<String> command) throws IOException {
        return new Container.Builder(network, image, role + containers.incrementAndGet(), command)
                .removedWhenItEnds()
                .start();
    }

    @Override
    public WorkerHost host(String role, Consumer<String> log) throws IOException {
        List<String> command = command(List.of("-Xmx16m"));
        command.add(WorkerMain.STAY);
        Container container = run(role, command);
        String address = container.address(network);
        return new WorkerHost() {
            @Override
            public Worker start(String task, JvmSource source, List<String> jvmOptions) throws IOException {
                if (!source.isThis()) {
                    throw new IOException("a container has the Java runtime and the classes of its image only");
                }
                List<String> another = command(jvmOptions);
                another.add(task);
                return new ContainerWorker(container.execute(another), address, log);
            }

            @Override
            public void close() {
                container.close();
            }
        };
    }

    @Override
    public boolean hasIpv6() {
        return network.hasIpv6();
    }

    @Override
    public void close() {
        network.close();
        engine.close();
    }
}
