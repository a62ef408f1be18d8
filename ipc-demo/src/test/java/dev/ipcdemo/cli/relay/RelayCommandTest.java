package dev.ipcdemo.cli.relay;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.file;
import static dev.ipcdemo.testing.Schemes.receive;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Jvm;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class RelayCommandTest {

    private static Listener target() throws Exception {
        return Transports.stream("tcp").listen(Endpoint.parse("tcp:"), Options.DEFAULT);
    }

    private static Endpoint endpoint(Jvm relay, Listener target) {
        String line = "relay to " + target.localEndpoint() + " listening on ";
        assertThat(relay.firstLine()).startsWith(line);
        return Endpoint.parse(relay.firstLine().substring(line.length()));
    }

    @ParameterizedTest
    @CsvSource({"--show,\"hello\"", "--hex,68656c6c 6f"})
    void showsWhatPassesAndEndsInOrderOnSigterm(String form, String shown) throws Exception {
        try (Listener target = target();
                Jvm relay = Jvm.ipcDemo("relay", "unix:", target.localEndpoint().toString(), form, "--delay", "1ms")) {
            Endpoint endpoint = endpoint(relay, target);
            try (Connection client = connect(endpoint);
                    Connection server = target.accept()) {
                send(client, "hello");
                assertThat(receive(server, 5)).isEqualTo("hello");
                send(server, "world");
                assertThat(receive(client, 5)).isEqualTo("world");
                relay.terminate();
                assertThat(relay.status()).isZero();
            }
            assertThat(relay.output())
                    .contains("#1 5 bytes " + shown)
                    .contains("relay ended: clients 1, open 0, too many 0, target unreachable 0; to-target 1 pieces"
                            + " (5 bytes)");
            assertThat(relay.errors()).contains("faults to-target: delay=1ms (seed ");
            assertThat(file(endpoint)).doesNotExist();
        }
    }

    @Test
    void takesCommandsWhileItRuns(@TempDir Path directory) throws Exception {
        String control = "unix:" + directory.resolve("c");
        Path recorded = directory.resolve("r.pcapng");
        try (Listener target = target();
                Jvm relay = Jvm.ipcDemo(
                        "relay",
                        "tcp:",
                        target.localEndpoint().toString(),
                        "--silent",
                        "--control",
                        control,
                        "--record",
                        recorded.toString())) {
            Endpoint endpoint = endpoint(relay, target);
            try (Connection commands = connect(Endpoint.parse(control))) {
                send(commands, "clear\n");
                assertThat(receive(commands, 3)).isEqualTo("ok\n");
            }
            try (Connection client = connect(endpoint);
                    Connection server = target.accept()) {
                send(client, "hello");
                assertThat(receive(server, 5)).isEqualTo("hello");
            }
            relay.terminate();
            assertThat(relay.status()).isZero();
        }
        assertThat(directory.resolve("c")).doesNotExist();
        assertThat(recorded).isNotEmptyFile();
    }

    @Test
    void showsAndRecordsWhatIsDropped(@TempDir Path directory) throws Exception {
        Path recorded = directory.resolve("r.pcapng");
        try (PacketSocket target = Transports.packet("udp").bind(Endpoint.parse("udp:"), Options.DEFAULT);
                Jvm relay = Jvm.ipcDemo(
                        "relay",
                        "udp:",
                        target.localEndpoint().toString(),
                        "--show",
                        "--loss",
                        "100%",
                        "--record",
                        recorded.toString())) {
            try (Connection client = connect(Endpoint.parse(last(relay.firstLine())))) {
                send(client, "hello");
                await().atMost(Jvm.PATIENCE).until(() -> relay.output().contains("dropped"));
            }
            relay.terminate();
            assertThat(relay.status()).isZero();
            assertThat(relay.output()).contains("#1 dropped: 5 bytes \"hello\", fault: lost");
        }
        assertThat(Files.readString(recorded, StandardCharsets.ISO_8859_1)).contains("hello", "dropped, fault: lost");
    }

    private static void assertThatAFailedStartKeeps(Path recorded, String... relay) throws Exception {
        Files.writeString(recorded, "an older recording");
        try (Jvm failed = Jvm.ipcDemo(relay)) {
            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.errors()).contains("in use");
        }
        assertThat(recorded).hasContent("an older recording");
    }

    @Test
    void keepsAnOlderRecordingWhenItCannotListen(@TempDir Path directory) throws Exception {
        Path recorded = directory.resolve("r.pcapng");
        try (Listener taken = target();
                Listener target = target()) {
            assertThatAFailedStartKeeps(
                    recorded,
                    "relay",
                    taken.localEndpoint().toString(),
                    target.localEndpoint().toString(),
                    "--record",
                    recorded.toString());
        }
    }

    @Test
    void keepsAnOlderRecordingWhenItCannotBeControlled(@TempDir Path directory) throws Exception {
        Path recorded = directory.resolve("r.pcapng");
        try (Listener taken = Transports.stream("unix").listen(Endpoint.parse("unix:"), Options.DEFAULT);
                Listener target = target()) {
            assertThatAFailedStartKeeps(
                    recorded,
                    "relay",
                    "tcp:",
                    target.localEndpoint().toString(),
                    "--control",
                    taken.localEndpoint().toString(),
                    "--record",
                    recorded.toString());
        }
    }

    /** A limit of a file's size is a disk that fills up, as far as write(2) is concerned. */
    @Test
    void saysAtOnceThatItCannotRecordAnymoreAndGoesOn(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        Path recorded = directory.resolve("r.pcapng");
        String passed = "x".repeat(1_000_000);
        try (Listener target = target();
                Jvm relay = Jvm.ipcDemoWithLimit(
                        "-f 256",
                        "relay",
                        "tcp:",
                        target.localEndpoint().toString(),
                        "--record",
                        recorded.toString())) {
            try (Connection client = connect(endpoint(relay, target));
                    Connection server = target.accept()) {
                CompletableFuture<String> receiving = CompletableFuture.supplyAsync(() -> {
                    try {
                        return receive(server, passed.length());
                    } catch (SocketFailure e) {
                        throw new UncheckedIOException(e);
                    }
                });
                send(client, passed);
                assertThat(receiving.get()).isEqualTo(passed);
                await().atMost(Jvm.PATIENCE)
                        .until(() -> relay.errors()
                                .contains("relay: nothing more is recorded; what passes is not affected: " + recorded));
                send(server, "still there");
                assertThat(receive(client, 11)).isEqualTo("still there");
            }
            relay.terminate();
            assertThat(relay.status()).isEqualTo(1);
            assertThat(relay.errors()).containsOnlyOnce("nothing more is recorded");
        }
    }

    /** Whether a client's message was answered; otherwise the connection was ended. */
    private static boolean isAnswered(Connection client) {
        try {
            send(client, "hi");
            return receive(client, 2).equals("hi");
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.RESET);
            return false;
        }
    }

    /** A new client, if its message is answered. One that is refused can hear of it before connect has returned. */
    private static Optional<Connection> answered(Endpoint endpoint, List<Connection> clients) {
        try {
            Connection client = connect(endpoint);
            clients.add(client);
            return Optional.of(client).filter(RelayCommandTest::isAnswered);
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.RESET);
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void refusesClientsWhenNoDescriptorIsLeftAndKeepsThoseThatAreThere(String scheme) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(Path.of("/bin/sh")));
        List<Connection> clients = new ArrayList<>();
        try (Jvm server = Jvm.ipcDemo("serve", scheme + ":");
                Jvm relay = Jvm.ipcDemoWithDescriptors(250, "relay", scheme + ":", last(server.firstLine()))) {
            Endpoint endpoint = Endpoint.parse(last(relay.firstLine()));
            List<Connection> kept = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                answered(endpoint, clients).ifPresent(kept::add);
            }
            assertThat(kept).hasSizeBetween(10, 125).allMatch(RelayCommandTest::isAnswered);
            assertThat(relay.errors())
                    .contains("out of resources (too many open files, ulimit -n 250")
                    .doesNotContain("Error", "Exception");
            kept.get(0).close();
            await().atMost(Jvm.PATIENCE).until(() -> answered(endpoint, clients).isPresent());
            relay.terminate();
            assertThat(relay.status()).isZero();
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    /** The word at the end of a line: an endpoint. */
    private static String last(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
