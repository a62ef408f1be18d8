package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.Closeable;
import java.io.IOException;
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

/**
 * A Docker engine that answers. Testcontainers finds it: by {@code DOCKER_HOST}, at the usual sockets, or as the user's
 * Testcontainers settings say. Safe for use by many threads.
 */
public final class Engine implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DockerClient client;
    private final Owner owner = Owner.thisProcess();
    private final Set<Removable> open = ConcurrentHashMap.newKeySet();
    private boolean isClosed;
    private final Thread atExit = new Thread(this::removeAll, "containers");

    /** Something in the engine that was made here. */
    interface Removable {
        /** Containers before what they use. */
        int order();

        void remove();
    }

    private Engine(DockerClient client) {
        this.client = client;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Finds the engine, and removes from it, and from this host, what processes of ours on this host left that were killed.
     *
     * @return the engine
     * @throws IOException if none answers; the message says what else works
     */
    public static Engine open() throws IOException {
        List<DockerClientProviderStrategy> ways = new ArrayList<>();
        ServiceLoader.load(DockerClientProviderStrategy.class).forEach(ways::add);
        Engine engine;
        try {
            engine = new Engine(
                    DockerClientProviderStrategy.getFirstValidStrategy(ways).getDockerClient());
        } catch (IllegalStateException | LinkageError e) {
            throw new IOException(
                    "no Docker engine answers, and containers need one: start Docker, or set DOCKER_HOST, or as root on"
                            + " Debian or Ubuntu put 'bin/engine run' before the command; the scopes in-process and"
                            + " inter-process work without",
                    e);
        }
        engine.sweep();
        sweepDirectories();
        return engine;
    }

    private static void sweepDirectories() {
        try {
            PrivateDirectory.sweep();
        } catch (IOException e) {
            LOG.debug("no temporary directory to look through", e);
        }
    }

    /**
     * The client that talks to it.
     *
     * @return Testcontainers' own; not to be closed
     */
    public DockerClient client() {
        return client;
    }

    /** The labels for what is made for this process. */
    Map<String, String> labels() {
        return owner.labels();
    }

    /**
     * Makes something that shall not outlive this process: whatever comes first, this or the end of the JVM, the other
     * waits.
     */
    synchronized <T extends Removable> T make(Supplier<T> maker) {
        if (isClosed) {
            throw new IllegalStateException("nothing more is made: this process ends");
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
            if (Owner.isGone(container.getLabels())) {
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
            if (Owner.isGone(network.getLabels())) {
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
            if (Owner.isGone(volume.getLabels())) {
                attempt(
                        "volume",
                        volume.getName(),
                        () -> client.removeVolumeCmd(volume.getName()).exec());
            }
        }
        for (Image image : client.listImagesCmd()
                .withDanglingFilter(true)
                .withLabelFilter(dev.ipcdemo.launch.container.Image.LABEL)
                .exec()) {
            attempt(
                    "image",
                    image.getId(),
                    () -> client.removeImageCmd(image.getId()).exec());
        }
    }

    /** What cannot be removed now may be in use, or be removed by another process at this moment. */
    static void attempt(String what, String name, Runnable removal) {
        try {
            removal.run();
        } catch (DockerException e) {
            LOG.debug("{} {} is not removed: {}", what, name, words(e));
        }
    }

    /** What the engine said, on one line. */
    static String words(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
    }

    /** Removes something, and waits until the engine, which does some of it in the background, has done so. */
    static void remove(String what, String name, Runnable removal) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                removal.run();
                return;
            } catch (NotFoundException done) {
                return;
            } catch (DockerException e) {
                if (System.nanoTime() - deadlineNs >= 0) {
                    LOG.warn("{} {} is not removed: {}", what, name, words(e));
                    return;
                }
            }
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                deadlineNs = System.nanoTime(); // once more, and that is it
            }
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

    /** Removes what was made here and is still there. The engine itself goes on. */
    @Override
    public void close() {
        removeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            // and so the hook runs, or has run
        }
    }
}
