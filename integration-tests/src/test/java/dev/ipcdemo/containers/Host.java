package dev.ipcdemo.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.ipcdemo.launch.container.Container;
import dev.ipcdemo.launch.container.PrivateNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A container in which an {@link Actor} waits for what to do. For one thread, apart from what {@link #begin} starts. */
final class Host implements AutoCloseable {

    /** Addresses are not remembered, because a host that is started again may get another. */
    static final List<String> COMMAND = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Dsun.net.inetaddr.ttl=0",
            "-Dsun.net.inetaddr.negative.ttl=0",
            "-Djava.io.tmpdir=/shared", // a client's socket file too must be where the server finds it
            "-Djna.tmpdir=/tmp",
            "-Dorg.newsclub.net.unix.library.tmpdir=/tmp",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            Actor.class.getName());

    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final Container container;
    private final DockerClient client;
    private final PrintStream in;
    private final BufferedReader out;

    /** What a host answered. */
    record Answer(String text, Duration after) {

        boolean isOk() {
            return text.startsWith("ok");
        }

        /** What came of it; the kind and the sentence if it failed. */
        String words() {
            return text.substring(text.indexOf(' ') + 1);
        }
    }

    Host(Container container, DockerClient client) {
        this.container = container;
        this.client = client;
        in = new PrintStream(container.input(), true, StandardCharsets.UTF_8);
        out = new BufferedReader(new InputStreamReader(container.output(), StandardCharsets.UTF_8));
        Thread errors = new Thread(this::relayErrors, container.name());
        errors.setDaemon(true);
        errors.start();
    }

    private void relayErrors() {
        new BufferedReader(new InputStreamReader(container.errors(), StandardCharsets.UTF_8))
                .lines()
                .forEach(line -> System.err.println(container.name() + ": " + line));
    }

    Container container() {
        return container;
    }

    /** Sends its process a signal, such as {@code KILL}. */
    void signal(String signal) {
        client.killContainerCmd(container.id()).withSignal(signal).exec();
    }

    /** Stops all its threads where they are, until {@link #resume}. */
    void pause() {
        client.pauseContainerCmd(container.id()).exec();
    }

    /** Lets it go on. */
    void resume() {
        client.unpauseContainerCmd(container.id()).exec();
    }

    /** Takes it off a network. */
    void disconnect(PrivateNetwork network) {
        client.disconnectFromNetworkCmd()
                .withContainerId(container.id())
                .withNetworkId(network.name())
                .withForce(true)
                .exec();
    }

    /** Puts it on a network, under the name and the IPv4 address that it had. */
    void connect(PrivateNetwork network, String alias, String address) {
        client.connectToNetworkCmd()
                .withContainerId(container.id())
                .withNetworkId(network.name())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(alias)
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    /** Its IPv6 address on a network; empty if it has none. */
    String ipv6Address(PrivateNetwork network) {
        String address = client.inspectContainerCmd(container.id())
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .get(network.name())
                .getGlobalIPv6Address();
        return address == null ? "" : address;
    }

    /** Has it do something, without waiting. */
    CompletableFuture<Answer> begin(String words) {
        long startNs = System.nanoTime();
        in.println(words);
        return CompletableFuture.supplyAsync(() -> {
            try {
                String line = out.readLine();
                return new Answer(line == null ? "gone" : line, Duration.ofNanos(System.nanoTime() - startNs));
            } catch (IOException e) {
                return new Answer("gone", Duration.ofNanos(System.nanoTime() - startNs));
            }
        });
    }

    /** Has it do something, and waits for the answer. */
    Answer tries(String words) {
        return await(begin(words));
    }

    /** Has it do something that must succeed, and returns what came of it. */
    String does(String words) {
        return successOf(words, tries(words));
    }

    /** Waits for what was begun. */
    static Answer await(CompletableFuture<Answer> begun) {
        try {
            return begun.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer within " + LIMIT, e);
        }
    }

    private String successOf(String words, Answer answer) {
        if (!answer.isOk()) {
            throw new AssertionError(container.name() + " was to do '" + words + "': " + answer.text());
        }
        return answer.words();
    }

    @Override
    public void close() {
        container.close();
    }
}
