package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Another JVM in a running container, with pipes to this process as its standard streams. It starts and ends faster than a
 * container does. The engine cannot kill it: it ends with its standard input, or with the container.
 */
public final class ContainerProcess implements ContainerJvm {

    private final Engine engine;
    private final String id;
    private final StandardStreams streams;
    private final Set<StandardStreams> open;

    private ContainerProcess(Engine engine, String id, StandardStreams streams, Set<StandardStreams> open) {
        this.engine = engine;
        this.id = id;
        this.streams = streams;
        this.open = open;
        open.add(streams);
    }

    /**
     * Starts one in a container that somebody else has made.
     *
     * @param engine the engine
     * @param container the container's id
     * @param command the program and its arguments
     * @param readLimit a read of its output that has waited for this long fails; the engine does not always report the end of
     *     a container, and a paused one says nothing
     * @return the running process
     * @throws IOException if the engine cannot start it, for example because the container has ended
     */
    public static ContainerProcess start(Engine engine, String container, List<String> command, Duration readLimit)
            throws IOException {
        return start(engine, container, command, new StandardStreams(readLimit), ConcurrentHashMap.newKeySet());
    }

    /** @param open holds the streams while they are open, so that the removal of the container can close them */
    static ContainerProcess start(Engine engine, String container, List<String> command, Set<StandardStreams> open)
            throws IOException {
        return start(engine, container, command, new StandardStreams(), open);
    }

    private static ContainerProcess start(
            Engine engine, String container, List<String> command, StandardStreams streams, Set<StandardStreams> open)
            throws IOException {
        try {
            ContainerProcess process = new ContainerProcess(
                    engine,
                    engine.client()
                            .execCreateCmd(container)
                            .withCmd(command.toArray(String[]::new))
                            .withAttachStdin(true)
                            .withAttachStdout(true)
                            .withAttachStderr(true)
                            .exec()
                            .getId(),
                    streams,
                    open);
            process.streams.open(engine.client().execStartCmd(process.id).withStdIn(process.streams.stdinToSend()));
            return process;
        } catch (IOException e) {
            closeAfter(e, streams, open);
            throw e;
        } catch (RuntimeException e) {
            closeAfter(e, streams, open);
            throw new IOException("the container engine cannot start a process in a container: " + Engine.words(e), e);
        }
    }

    /** A process that starts all the same reads the end of its input. */
    private static void closeAfter(Exception failure, StandardStreams streams, Set<StandardStreams> open) {
        open.remove(streams);
        try {
            streams.close();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public long pid() {
        try {
            Long pid = engine.client().inspectExecCmd(id).exec().getPidLong();
            return pid == null ? 0 : pid;
        } catch (NotFoundException gone) {
            return 0;
        }
    }

    @Override
    public OutputStream input() {
        return streams.stdin();
    }

    @Override
    public InputStream output() {
        return streams.stdout();
    }

    @Override
    public InputStream errors() {
        return streams.stderr();
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        return streams.awaitEnd(limit);
    }

    @Override
    public OptionalLong exitStatus() {
        try {
            Long status = engine.client().inspectExecCmd(id).exec().getExitCodeLong();
            return status == null ? OptionalLong.empty() : OptionalLong.of(status);
        } catch (NotFoundException gone) {
            return OptionalLong.empty();
        }
    }

    /** Ends its standard input, which ends a program that reads it. Closing again does nothing. */
    @Override
    public void close() {
        open.remove(streams);
        streams.close();
    }
}
