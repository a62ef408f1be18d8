package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.cli.terminal.Conversation;
import dev.ipcdemo.cli.terminal.Prompt;
import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Jvm;
import dev.ipcdemo.testing.Schemes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The echo servers and clients that the families offer to be copied, against {@code serve} and {@code connect}. */
@Timeout(600)
class ExamplesTest {

    /** More than one packet of most networks, less than the buffers of any transport. */
    private static final String TEXT = "\u00e4\u20ac" + "x".repeat(3000);

    private static List<String> arguments(Endpoint endpoint, String... more) {
        List<String> arguments = new ArrayList<>();
        if (endpoint.name() instanceof Endpoint.HostPort name) {
            arguments.addAll(List.of(name.host(), name.port()));
        } else {
            arguments.add(endpoint.name().toString());
        }
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, dev.ipcdemo.tcp.example.EchoClient",
        "udp, dev.ipcdemo.udp.example.EchoClient",
        "unix, dev.ipcdemo.unix.example.UnixEchoClient",
        "unix, dev.ipcdemo.unix.example.JunixEchoClient",
        "junix, dev.ipcdemo.unix.example.JunixEchoClient",
        "junix, dev.ipcdemo.unix.example.UnixEchoClient",
        "unixgram, dev.ipcdemo.unix.example.UnixgramEchoClient",
        "unixpacket, dev.ipcdemo.unix.example.UnixpacketEchoClient",
        "posix+tcp, dev.ipcdemo.posix.example.EchoClient"
    })
    void clientTalksToServe(String scheme, String client) throws Exception {
        Schemes.assumeAvailable(scheme);
        Limits limits = new Limits(1 << 16, 10, Duration.ofMinutes(1));
        try (Server server = Server.start(
                        Endpoint.parse(scheme + ":"),
                        ServiceName.ECHO.make(limits),
                        limits,
                        Options.DEFAULT,
                        line -> {});
                Jvm jvm = Jvm.main(client, arguments(server.endpoint(), TEXT).toArray(String[]::new))) {
            assertThat(jvm.status()).as(jvm.errors()).isZero();
            assertThat(jvm.outputBytes()).isEqualTo((TEXT + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Without a name, this host is meant, whose first address is often that of IPv6. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", ""})
    void clientTriesEachAddressOfItsHost(String host) throws Exception {
        Schemes.assumeAvailable("posix+tcp");
        Limits limits = new Limits(1 << 16, 10, Duration.ofMinutes(1));
        try (Server server = Server.start(
                        Endpoint.parse("posix+tcp://127.0.0.1:0"),
                        ServiceName.ECHO.make(limits),
                        limits,
                        Options.DEFAULT,
                        line -> {});
                Jvm jvm = Jvm.main(
                        "dev.ipcdemo.posix.example.EchoClient",
                        host,
                        ((Endpoint.HostPort) server.endpoint().name()).port(),
                        TEXT)) {
            assertThat(jvm.status()).as(jvm.errors()).isZero();
            assertThat(jvm.outputBytes()).isEqualTo((TEXT + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A line as input, which ends when the output has as much: over datagrams nothing else tells the end. */
    private static InputStream lineThatEndsWhenItIsIn(ByteArrayOutputStream output) {
        byte[] line = (TEXT + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream end = new InputStream() {
            @Override
            public int read() {
                await().atMost(Jvm.PATIENCE).until(() -> output.size() >= line.length);
                return -1;
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(line), end);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, dev.ipcdemo.tcp.example.EchoServer",
        "udp, dev.ipcdemo.udp.example.EchoServer",
        "unix, dev.ipcdemo.unix.example.UnixEchoServer",
        "junix, dev.ipcdemo.unix.example.JunixEchoServer",
        "unixgram, dev.ipcdemo.unix.example.UnixgramEchoServer",
        "unixpacket, dev.ipcdemo.unix.example.UnixpacketEchoServer",
        "posix+tcp, dev.ipcdemo.posix.example.EchoServer"
    })
    void serverTalksToConnect(String scheme, String server, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        boolean hasPath = server.contains(".unix.");
        String[] arguments = hasPath ? new String[] {directory.resolve("s").toString()} : new String[0];
        try (Jvm jvm = Jvm.main(server, arguments)) {
            assertThat(jvm.firstLine()).as(jvm.errors()).startsWith("listening on ");
            String address = jvm.firstLine().substring("listening on ".length());
            Endpoint endpoint = Endpoint.parse(scheme + (hasPath ? ":" : "://") + address);
            for (int i = 0; i < 2; i++) {
                ByteArrayOutputStream output = new ByteArrayOutputStream();
                new Conversation(
                                Schemes.connect(endpoint),
                                Transports.byScheme(scheme).type().isConnected(),
                                Prompt.NONE,
                                Duration.ofMillis(1))
                        .run(lineThatEndsWhenItIsIn(output), output);
                assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo(TEXT + "\n");
            }
            jvm.terminate();
            assertThat(jvm.status()).isEqualTo(143);
            assertThat(jvm.errors()).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static void signal(Jvm jvm, String name) throws Exception {
        String pid = Long.toString(jvm.pid());
        assertThat(new ProcessBuilder("kill", "-s", name, pid).start().waitFor())
                .isZero();
    }

    private static boolean isStopped(Jvm jvm) throws IOException {
        return Files.readString(Path.of("/proc/" + jvm.pid() + "/stat")).contains(") T ");
    }

    /** Sends a datagram to a server that cannot answer it before the sender is gone, all but its socket file. */
    private static void sendAndDie(Jvm server, Endpoint endpoint, Path own) throws Exception {
        signal(server, "STOP");
        await().atMost(Jvm.PATIENCE).until(() -> isStopped(server));
        PacketTransport transport = Transports.packet("unixgram");
        try (PacketSocket client = transport.bind(Endpoint.parse("unixgram:" + own), Options.DEFAULT)) {
            client.sendTo(
                    ByteBuffer.wrap("hi".getBytes(StandardCharsets.US_ASCII)),
                    transport.resolve(endpoint).get(0));
        }
        try (ServerSocketChannel socketFile = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socketFile.bind(UnixDomainSocketAddress.of(own)); // which closing does not remove
        }
        signal(server, "CONT");
    }

    @Test
    void aClientThatIsGoneDoesNotEndTheServerOfTheOthers(@TempDir Path directory) throws Exception {
        Schemes.assumeAvailable("unixgram");
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc");
        Path path = directory.resolve("s");
        Endpoint endpoint = Endpoint.parse("unixgram:" + path);
        try (Jvm server = Jvm.main("dev.ipcdemo.unix.example.UnixgramEchoServer", path.toString())) {
            assertThat(server.firstLine()).as(server.errors()).startsWith("listening on ");
            for (String dead : List.of("dead1", "dead2")) {
                sendAndDie(server, endpoint, directory.resolve(dead));
                await().atMost(Jvm.PATIENCE).until(() -> server.errors().contains(dead));
                try (Jvm client = Jvm.main("dev.ipcdemo.unix.example.UnixgramEchoClient", path.toString(), "hello")) {
                    assertThat(client.status())
                            .as(client.errors() + server.errors())
                            .isZero();
                    assertThat(client.output()).isEqualTo("hello" + System.lineSeparator());
                }
            }
            assertThat(server.errors().lines()).hasSize(2).allMatch(line -> line.endsWith("Connection refused"));
            server.terminate();
            assertThat(server.status()).isEqualTo(143);
        }
    }
}
