package dev.ipcdemo.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.ipcdemo.launch.container.Container;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A container in which a user has started {@code ipc-demo}: what is typed there, and what is read there. */
final class Terminal implements AutoCloseable {

    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=/shared",
            "-Djna.tmpdir=/tmp",
            "-Dorg.newsclub.net.unix.library.tmpdir=/tmp",
            "-XX:TieredStopAtLevel=1",
            "dev.ipcdemo.cli.Main");

    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final Container container;
    private final DockerClient client;
    private final PrintStream keyboard;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    static List<String> command(String... arguments) {
        return Stream.concat(OPTIONS.stream(), Stream.of(arguments)).toList();
    }

    Terminal(Container container, DockerClient client) {
        this.container = container;
        this.client = client;
        keyboard = new PrintStream(container.input(), true, StandardCharsets.UTF_8);
        keep(container.output(), "out");
        keep(container.errors(), "err");
    }

    private void keep(InputStream stream, String name) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> reader.lines().forEach(lines::add), container.name() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    Terminal type(String line) {
        keyboard.println(line);
        return this;
    }

    /** Waits until a line has come that contains a text, whatever came before. */
    Terminal awaitLine(String text) {
        await(container.name() + " shows '" + text + "'")
                .atMost(LIMIT)
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)));
        return this;
    }

    /** All lines so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Sends its process a signal, such as {@code TERM}. */
    void signal(String signal) {
        client.killContainerCmd(container.id()).withSignal(signal).exec();
    }

    Container container() {
        return container;
    }

    @Override
    public void close() {
        container.close();
    }
}
