package dev.ipcdemo.cli;

import static dev.ipcdemo.testing.Schemes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.testing.Jvm;
import dev.ipcdemo.testing.Schemes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class ConnectCommandTest {

    private static final Limits LIMITS = new Limits(1 << 16, 10, Duration.ofMinutes(1));

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Server serve(String endpoint) throws SocketFailure {
        return Server.start(Endpoint.parse(endpoint), ServiceName.ECHO.make(LIMITS), LIMITS, Options.DEFAULT, log::add);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void talksToServe(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        talk(scheme);
        assertThat(log).isNotEmpty();
    }

    @Test
    void leavesNoSocketFileOfItsOwn() throws Exception {
        Schemes.assumeAvailable("unixgram");
        talk("unixgram");
        assertThat(log.get(0)).startsWith("#1 heard of unixgram:");
        assertThat(file(Endpoint.parse(log.get(0).substring("#1 heard of ".length()))))
                .doesNotExist();
    }

    /** The input goes on until everything has come back, because what datagrams linger for may take longer than that. */
    private void talk(String scheme) throws Exception {
        String lines = "one\n\u00e4\u20ac\nlast\n";
        try (Server server = serve(scheme + ":");
                Jvm client = Jvm.ipcDemo("connect", server.endpoint().toString())) {
            client.type(lines);
            await().atMost(Jvm.PATIENCE).until(() -> client.output().equals(lines));
            client.input(new byte[0]);
            assertThat(client.status()).isZero();
            assertThat(client.output()).isEqualTo(lines);
            assertThat(client.errors()).isEmpty();
        }
    }

    @Test
    void passesBytesThroughThatAreNoText() throws Exception {
        byte[] bytes = new byte[1_000_000];
        new Random(2).nextBytes(bytes);
        try (Server server = serve("tcp:");
                Jvm client = Jvm.ipcDemo("connect", server.endpoint().toString())) {
            client.input(bytes);
            assertThat(client.status()).isZero();
            assertThat(client.outputBytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void bindsTheAddressAskedFor(String scheme, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        String own = scheme.endsWith("udp") ? scheme + "://127.0.0.1:0" : scheme + ":" + directory.resolve("me");
        try (Server server = serve(scheme + ":");
                Jvm client = Jvm.ipcDemo("connect", server.endpoint().toString(), "--bind", own, "--linger", "1ms")) {
            client.type("hi\n");
            await().atMost(Jvm.PATIENCE).until(() -> client.output().equals("hi\n"));
            client.input(new byte[0]);
            assertThat(client.status()).isZero();
            assertThat(log.get(0)).startsWith("#1 heard of " + own.replaceFirst(":0$", ":"));
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static void assumeIpv6() throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "this host has no IPv6");
    }

    /** The JDK has the IPv4 address of a name first. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "posix+udp"})
    void reachesTheAddressOfANameThatIsOfTheDomainOfItsOwn(String scheme, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        assumeIpv6();
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 two\n::1 two\n");
        try (Server server = serve(scheme + "://[::1]:0");
                Jvm client = Jvm.ipcDemoWith(
                        "-Djdk.net.hosts.file=" + hosts,
                        "connect",
                        server.endpoint().toString().replace("[::1]", "two"),
                        "--bind",
                        scheme + "://[::1]:0",
                        "--linger",
                        "1ms")) {
            client.type("hi\n");
            await().atMost(Jvm.PATIENCE)
                    .until(() ->
                            client.output().equals("hi\n") || !client.errors().isEmpty());
            client.input(new byte[0]);
            assertThat(client.status()).as(client.errors()).isZero();
            assertThat(client.output()).isEqualTo("hi\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, [::1]", "[::1], 127.0.0.1"})
    void refusesAPeerOfAnotherDomainThanItsOwn(String peer, String own) throws Exception {
        assumeIpv6();
        try (Jvm client = Jvm.ipcDemo("connect", "udp://" + peer + ":9", "--bind", "udp://" + own + ":0")) {
            assertThat(client.status()).isEqualTo(1);
            assertThat(client.errors())
                    .startsWith("ipc-demo: connect udp://" + peer + ":9: not supported")
                    .contains("the address given with --bind is of another domain");
        }
    }

    @Test
    void failsWithASentenceWhenThePeerResets() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Jvm client = Jvm.ipcDemo("connect", "tcp://127.0.0.1:" + listener.getLocalPort())) {
            Socket peer = listener.accept();
            client.input(new byte[1]);
            assertThat(peer.getInputStream().read()).isZero(); // or connecting might not be over yet
            peer.setSoLinger(true, 0);
            peer.close();
            assertThat(client.status()).isEqualTo(1);
            assertThat(client.output()).isEmpty();
            assertThat(client.errors().lines())
                    .containsExactly("ipc-demo: recv tcp://127.0.0.1:" + listener.getLocalPort() + ": reset by peer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unixgram:", "unixgram:@"})
    void failsWithASentenceWhenThePeerOfDatagramsIsGone(String anyName) throws Exception {
        Schemes.assumeAvailable("unixgram");
        try (Server server = serve(anyName);
                Jvm client = Jvm.ipcDemo("connect", server.endpoint().toString())) {
            client.type("before\n");
            await().atMost(Jvm.PATIENCE).until(() -> client.output().equals("before\n"));
            end(server);
            client.type("after\n");
            assertThat(client.status()).isEqualTo(1);
            assertThat(client.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("ipc-demo: send " + server.endpoint() + ": refused (nob");
        }
    }

    private static void end(Server server) {
        server.close();
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Jvm client = Jvm.ipcDemoThatNobodyReads("connect", "tcp://127.0.0.1:" + listener.getLocalPort());
                Socket peer = listener.accept()) {
            peer.getOutputStream().write(1);
            assertThat(client.status()).isZero();
            assertThat(client.errors()).isEmpty();
        }
    }

    @Test
    void leavesNoSocketFileWhenItIsTerminated() throws Exception {
        Schemes.assumeAvailable("unixgram");
        try (Server server = serve("unixgram:");
                Jvm client = Jvm.ipcDemo("connect", server.endpoint().toString(), "--linger", "1h")) {
            client.input("hi\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(Jvm.PATIENCE).until(() -> client.output().equals("hi\n"));
            Path own = file(Endpoint.parse(log.get(0).substring("#1 heard of ".length())));
            assertThat(own).exists();
            client.terminate();
            assertThat(client.status()).isEqualTo(143);
            assertThat(own).doesNotExist();
            assertThat(own.getParent()).doesNotExist();
        }
    }

    @Test
    void failsWithASentenceWhereNobodyListens() throws Exception {
        try (Socket silent = silent()) {
            assertFails("tcp://127.0.0.1:" + silent.getLocalPort(), "refused (nobody is listening there)");
        }
    }

    @ParameterizedTest
    @CsvSource({"unix", "junix", "unixgram", "unixpacket"})
    void failsWithASentenceWhereNoSocketFileIs(String scheme, @TempDir Path directory) {
        Schemes.assumeAvailable(scheme);
        assertFails(
                scheme + ":" + directory.resolve("s"), "not found (no socket file is there; has the server started?)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix", "junix", "unixgram", "unixpacket"})
    void waitsForAServerThatIsNotThereYet(String scheme, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        String endpoint =
                scheme.equals("tcp") ? "tcp://127.0.0.1:" + freePort() : scheme + ":" + directory.resolve("s");
        try (Jvm client = Jvm.ipcDemo("connect", endpoint, "--wait", "300s")) {
            client.type("hi\n");
            await().atMost(Jvm.PATIENCE).until(() -> client.errors().startsWith("waiting: connect " + endpoint));
            try (Server server = serve(endpoint)) {
                assertThat(server.endpoint()).hasToString(endpoint);
                await().atMost(Jvm.PATIENCE).until(() -> client.output().equals("hi\n"));
                client.input(new byte[0]);
                assertThat(client.status()).isZero();
            }
        }
    }

    @Test
    void waitsNoLongerThanItWasTold() throws Exception {
        try (Socket silent = silent()) {
            String endpoint = "tcp://127.0.0.1:" + silent.getLocalPort();
            long startNs = System.nanoTime();
            CommandLineUse use = CommandLineUse.of("connect", endpoint, "--wait", "300ms");
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThan(Duration.ofMillis(300));
            assertThat(use.status()).isEqualTo(1);
            assertThat(use.errors()).contains("refused (nobody is listening there)");
        }
    }

    @Test
    void doesNotWaitForWhatWillNotPass(@TempDir Path directory) {
        Schemes.assumeAvailable("unix");
        String endpoint = "unix:" + directory.resolve("x".repeat(120));
        CommandLineUse use = CommandLineUse.of("connect", endpoint, "--wait", "1h");
        assertThat(use.status()).isEqualTo(1);
        assertThat(use.errors()).contains("name too long");
    }

    /** Has a port at which nobody listens, and no other program can. */
    private static Socket silent() throws IOException {
        Socket silent = new Socket();
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return silent;
    }

    private static int freePort() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    private static void assertFails(String endpoint, String how) {
        CommandLineUse use = CommandLineUse.of("connect", endpoint);
        assertThat(use.status()).isEqualTo(1);
        assertThat(use.output()).isEmpty();
        assertThat(use.errors().lines()).containsExactly("ipc-demo: connect " + endpoint + ": " + how);
    }
}
