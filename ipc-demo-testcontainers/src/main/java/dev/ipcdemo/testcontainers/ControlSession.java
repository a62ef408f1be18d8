package dev.ipcdemo.testcontainers;

import dev.ipcdemo.launch.container.ContainerProcess;
import dev.ipcdemo.launch.container.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with the control endpoint of a relay in a container, through {@code ipc-demo connect} there: the engine
 * carries it, so no port needs to be open. For one thread at a time, except that any may close it.
 */
final class ControlSession implements RelayControl.Session {

    /** Also for a JVM that is started in the container of a busy host. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private static final String OK = "ok";
    private static final String ERROR = "error ";

    private final Engine engine;
    private final ContainerProcess process;
    private final BufferedReader answers;

    private ControlSession(Engine engine, ContainerProcess process) {
        this.engine = engine;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
    }

    /**
     * Begins it.
     *
     * @param program starts ipc-demo there: the entry point of its image
     */
    static ControlSession open(String container, List<String> program, String control) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("connect", control));
        Engine engine = Engine.open();
        try {
            return new ControlSession(engine, ContainerProcess.start(engine, container, command, ANSWER_LIMIT));
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return process.exitStatus().isEmpty();
    }

    @Override
    public List<String> ask(String command) throws IOException {
        process.input().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.input().flush();
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.equals(OK)) {
                return lines;
            }
            if (line.startsWith(ERROR)) {
                throw new IllegalArgumentException(line.substring(ERROR.length()));
            }
            lines.add(line);
        }
        throw new IOException("its control endpoint has ended: "
                + new String(process.errors().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    @Override
    public void close() {
        process.close();
        engine.close();
    }
}
