package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * A Docker engine. Testcontainers finds it: by {@code DOCKER_HOST}, at the usual sockets, or by the user's Testcontainers
 * settings. Safe for use by many threads.
 */
public final class Engine implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DockerClient client;
    private final Processes processes = Processes.visible();
    private final Set<Removable> open = ConcurrentHashMap.newKeySet();
    private boolean isClosed;
    private final Thread atExit = new Thread(this::removeAll, "containers");

    /** Something in the engine that this process has made. */
    interface Removable {
        /** What has a smaller number is removed first: containers before what they use. */
        int order();

        void remove();
    }

    /** An engine that has been found. */
    Engine(DockerClient client) {
        this.client = client;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Finds the engine, and removes what processes of ours left behind that were killed. Only what is certainly dead is
     * removed: on Linux, processes of this boot of this kernel and of this process namespace are judged, elsewhere those of a
     * host of this name.
     *
     * @return the engine
     * @throws IOException if none answers; the message says what else works
     */
    public static Engine open() throws IOException {
        Engine engine = new Engine(findClient());
        ask("list what an earlier run left", () -> {
            engine.sweep();
            return engine;
        });
        sweepDirectories();
        return engine;
    }

    /**
     * The engine at an address, whatever other engines there are.
     *
     * @param address as in {@code DOCKER_HOST}: {@code unix:///var/run/docker.sock}, {@code tcp://host:2375}
     * @return the engine
     * @throws IOException if it does not answer
     */
    public static Engine at(URI address) throws IOException {
        DockerClient client = ask(
                "be reached at " + address,
                () -> DockerClientProviderStrategy.getClientForConfig(
                        TransportConfig.builder().dockerHost(address).build()));
        ask("be reached at " + address, () -> client.pingCmd().exec());
        return new Engine(client);
    }

    private static DockerClient findClient() throws IOException {
        List<DockerClientProviderStrategy> ways = new ArrayList<>();
        ServiceLoader.load(DockerClientProviderStrategy.class).forEach(ways::add);
        try {
            return DockerClientProviderStrategy.getFirstValidStrategy(ways).getDockerClient();
        } catch (IllegalStateException | LinkageError e) {
            throw new IOException(
                    "no Docker engine answers, and containers need one: start Docker, or set DOCKER_HOST, or as root on"
                            + " Debian or Ubuntu put 'bin/engine run' before the command; the scopes in-process and"
                            + " inter-process work without one",
                    e);
        }
    }

    private static void sweepDirectories() {
        try {
            PrivateDirectory.sweep();
        } catch (IOException e) {
            LOG.debug("no temporary directory to look through", e);
        }
    }

    /**
     * The client for its API.
     *
     * @return Testcontainers' own, which must not be closed
     */
    public DockerClient client() {
        return client;
    }

    /** The labels of everything that is made for this process. */
    Map<String, String> labels() {
        return processes.self().labels();
    }

    /**
     * Makes something that must not outlive this process. This and the removal at the JVM's end exclude each other.
     */
    synchronized <T extends Removable> T make(Supplier<T> maker) {
        if (isClosed) {
            throw new IllegalStateException("this process is ending");
        }
        T made = maker.get();
        open.add(made);
        return made;
    }

    void forget(Removable removed) {
        open.remove(removed);
    }

    private void sweep() {
        for (Container container : client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(Owner.LABEL))
                .exec()) {
            if (isAbandoned(container.getLabels())) {
                attempt(
                        "container",
                        container.getId(),
                        () -> client.removeContainerCmd(container.getId())
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec());
            }
        }
        for (Network network : client.listNetworksCmd()
                .withFilter("label", List.of(Owner.LABEL))
                .exec()) {
            if (isAbandoned(network.getLabels())) {
                attempt(
                        "network",
                        network.getName(),
                        () -> client.removeNetworkCmd(network.getId()).exec());
            }
        }
        for (InspectVolumeResponse volume : client.listVolumesCmd()
                .withFilter("label", List.of(Owner.LABEL))
                .exec()
                .getVolumes()) {
            if (isAbandoned(volume.getLabels())) {
                attempt(
                        "volume",
                        volume.getName(),
                        () -> client.removeVolumeCmd(volume.getName()).exec());
            }
        }
        Image.removeRemains(client);
    }

    /** Whether something was made by a process that has certainly ended. */
    private boolean isAbandoned(Map<String, String> labels) {
        return Owner.of(labels).filter(processes::haveLost).isPresent();
    }

    /** Tries to remove something that may be in use, or that another process may be removing at this moment. */
    static void attempt(String what, String name, Runnable removal) {
        try {
            removal.run();
        } catch (RuntimeException e) { // also if the connection failed: what comes next may say so
            LOG.debug("could not remove {} {}: {}", what, name, words(e));
        }
    }

    /** The engine's message, on one line. */
    static String words(RuntimeException failure) {
        return EngineMessage.of(String.valueOf(failure.getMessage()));
    }

    /** A request to the engine, or several. */
    @FunctionalInterface
    interface Request<T> {
        T make();
    }

    /**
     * Makes a request whose failure ends what the user wanted.
     *
     * @param goal what the engine cannot do if it fails, as in "make a network"
     * @throws IOException if the engine refuses, or does not answer; the message has its reason in words
     */
    static <T> T ask(String goal, Request<T> request) throws IOException {
        try {
            return request.make();
        } catch (RuntimeException e) { // the client wraps the failure of a connection in a plain one
            throw new IOException("the container engine cannot " + goal + ": " + words(e), e);
        }
    }

    /**
     * Removes something, and waits until it is gone: the engine does some of the work in the background. Does not throw, so
     * that what comes after it is removed as well; what is left, a later run removes.
     */
    static void remove(String what, String name, Runnable removal) {
        boolean isInterrupted = Thread.interrupted(); // the connection would be closed at once
        long deadlineNs = System.nanoTime() + REMOVAL_LIMIT.toNanos();
        try {
            while (!isOver(what, name, removal, deadlineNs)) {
                try {
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    deadlineNs = System.nanoTime(); // one more attempt
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether nothing is left to do about something: it is gone, or another attempt would be in vain. */
    private static boolean isOver(String what, String name, Runnable removal, long deadlineNs) {
        try {
            removal.run();
            return true;
        } catch (NotFoundException done) {
            return true;
        } catch (DockerException e) {
            if (System.nanoTime() - deadlineNs < 0) {
                return false;
            }
            LOG.warn("could not remove {} {}: {}", what, name, words(e));
            return true;
        } catch (RuntimeException e) { // the engine does not answer, and perhaps never will
            LOG.warn("could not remove {} {}: {}", what, name, words(e));
            return true;
        }
    }

    private void removeAll() {
        synchronized (this) {
            isClosed = true;
        }
        open.stream()
                .sorted((one, other) -> Integer.compare(one.order(), other.order()))
                .forEach(Removable::remove);
    }

    /** Removes everything that this process has made. The engine itself keeps running. */
    @Override
    public void close() {
        removeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            // the hook is running, or has run
        }
    }
}
