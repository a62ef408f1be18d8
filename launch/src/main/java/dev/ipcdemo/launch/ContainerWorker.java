package dev.ipcdemo.launch;

import dev.ipcdemo.launch.container.ContainerJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer in a container, whose standard input and output are the link, and which stays until that is closed. */
final class ContainerWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWorker.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ContainerJvm java;
    private final String address;
    private final Link link;

    ContainerWorker(ContainerJvm java, String address, Consumer<String> log) {
        this.java = java;
        this.address = address;
        link = new StreamLink(java.output(), java.input());
        Thread reader = new Thread(() -> relayErrors(log), "log-" + address);
        reader.setDaemon(true);
        reader.start();
    }

    private void relayErrors(Consumer<String> log) {
        new BufferedReader(new InputStreamReader(java.errors(), StandardCharsets.UTF_8))
                .lines()
                .forEach(log);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public long pid() {
        return java.pid();
    }

    @Override
    public String place() {
        return "container " + address;
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        return java.await(limit);
    }

    /** The end of the link ends the peer; if it does not heed that, SIGKILL does. */
    @Override
    public void close() {
        try {
            link.close();
            await(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException alreadyGone) {
            LOG.debug("the container {} is gone already", address, alreadyGone);
        } finally {
            java.close();
        }
    }
}
