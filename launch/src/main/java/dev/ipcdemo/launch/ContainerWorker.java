package dev.ipcdemo.launch;

import dev.ipcdemo.launch.container.ContainerJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that is a JVM in a container. Its standard input and output are the link. */
final class ContainerWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWorker.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ContainerJvm java;
    private final String address;
    private final Link link;
    private final ErrorOutput errors;

    ContainerWorker(ContainerJvm java, String address, Consumer<String> log) {
        this.java = java;
        this.address = address;
        link = new StreamLink(java.output(), java.input());
        errors = new ErrorOutput(java.errors(), address, log);
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

    @Override
    public String outcome() {
        try {
            if (!await(GRACE)) {
                return Outcome.STILL_RUNNING;
            }
            List<String> lastLines = errors.lastLines(GRACE);
            OptionalLong status = java.exitStatus();
            return status.isPresent() ? Outcome.of(status.getAsLong(), lastLines) : Outcome.of(lastLines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.STILL_RUNNING;
        }
    }

    /** Ends its standard input, which ends the worker; if it has not ended after a while, SIGKILL does it. */
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
