package dev.ipcdemo.cli;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.file;
import static dev.ipcdemo.testing.Schemes.isEnded;
import static dev.ipcdemo.testing.Schemes.receive;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Jvm;
import dev.ipcdemo.testing.Schemes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class ServeCommandTest {

    private static Endpoint endpoint(Jvm server) {
        assertThat(server.firstLine()).startsWith("echo listening on ");
        return Endpoint.parse(server.firstLine().substring("echo listening on ".length()));
    }

    /** A server of datagrams ends at once. */
    private static Jvm patient(String scheme) throws IOException {
        return Transports.byScheme(scheme).type().isConnected()
                ? Jvm.ipcDemo("serve", scheme + ":", "--drain", "120s")
                : Jvm.ipcDemo("serve", scheme + ":");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void endsInOrderOnSigterm(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        try (Jvm server = patient(scheme)) {
            Endpoint endpoint = endpoint(server);
            try (Connection client = connect(endpoint)) {
                send(client, "hi");
                assertThat(receive(client, 2)).isEqualTo("hi");
                server.terminate();
                assertThat(server.status()).isZero();
            }
            assertThat(server.output().lines()).hasSize(2);
            assertThat(server.output().lines().skip(1))
                    .first()
                    .asString()
                    .matches("echo ended: (connections|peers) 1, received .*2 bytes.*, sent .*2 bytes.*,"
                            + " refused 0, idle 0");
            // The last words of a connection are waited for, but not as long as a busy machine may take.
            assertThat(server.errors().lines())
                    .isNotEmpty()
                    .allMatch(line ->
                            line.matches("#1 (opened|heard of) .*|#1 (closed|forgot) .* \\(the server ended\\)"));
            assertThat(file(endpoint)).doesNotExist();
            assertThat(file(endpoint).toAbsolutePath().getParent())
                    .satisfies(directory -> assertThat(
                                    directory.toString().contains("/ipc-demo-") && Files.exists(directory))
                            .isFalse());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void answersWhatIsUnderWayOnSigterm(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        try (Jvm server = Jvm.ipcDemo("serve", scheme + ":", "--drain", "120s")) {
            Endpoint endpoint = endpoint(server);
            Options options =
                    Options.DEFAULT.with(Options.SEND_TIMEOUT, NO_ROOM).with(Options.RECV_TIMEOUT, Jvm.PATIENCE);
            try (Connection client = Transports.stream(scheme).connect(endpoint, options)) {
                byte[] sent = sendUntilThereIsNoRoom(client);
                server.terminate();
                await().atMost(Jvm.PATIENCE).until(() -> isRefused(endpoint));
                ByteBuffer received = ByteBuffer.allocate(sent.length);
                client.recvFully(received);
                assertThat(received.array()).isEqualTo(sent);
                assertThat(isEnded(client)).isTrue();
                assertThat(server.status()).isZero();
            }
            assertThat(server.output()).contains("echo ended: connections ").doesNotContain("cut");
        }
    }

    /** After so long, a send that has found no room will not find any. */
    private static final Duration NO_ROOM = Duration.ofSeconds(1);

    /** Sends until the buffers on the way to the server and back are full, so that the server waits for its client to read. */
    private static byte[] sendUntilThereIsNoRoom(Connection client) {
        Random random = new Random(1);
        byte[] chunk = new byte[60_000];
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        assertThatThrownBy(() -> {
                    while (true) {
                        random.nextBytes(chunk);
                        sent.write(chunk, 0, client.send(ByteBuffer.wrap(chunk)));
                    }
                })
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT));
        return sent.toByteArray();
    }

    private static boolean isRefused(Endpoint endpoint) {
        try {
            connect(endpoint).close();
            return false;
        } catch (SocketFailure e) {
            return true;
        }
    }

    @Test
    void endsInOrderOnSigint() throws Exception {
        try (Jvm server = Jvm.ipcDemo("serve", "tcp:", "--service", "echo")) {
            endpoint(server);
            assumeTrue(takesSigint(server.pid()), "SIGINT is ignored by whatever started these tests");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(server.status()).isZero();
            assertThat(server.output()).contains("echo ended: connections 0,");
        }
    }

    /** A shell that starts something in the background may have it ignore SIGINT, and a JVM leaves it so. */
    private static boolean takesSigint(long pid) throws Exception {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return true;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) & 1L << (2 - 1)) == 0;
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread serving = new Thread(() ->
                status.complete(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "serve", "tcp:")));
        serving.start();
        String before = "echo listening on ";
        await().atMost(Jvm.PATIENCE)
                .until(() -> out.toString().startsWith(before) && out.toString().endsWith("\n"));
        Endpoint endpoint =
                Endpoint.parse(out.toString().substring(before.length()).strip());
        try (Connection client = connect(endpoint)) {
            send(client, "hi");
            assertThat(receive(client, 2)).isEqualTo("hi");

            serving.interrupt();

            assertThat(status.get(300, TimeUnit.SECONDS)).isZero();
        }
        assertThat(out.toString()).contains("echo ended: ");
        await().atMost(Jvm.PATIENCE)
                .untilAsserted(() -> assertThat(err.toString().lines())
                        .hasSize(2)
                        .last()
                        .asString()
                        .endsWith("(the server ended)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void givesTheSocketFileTheModeAskedFor(String scheme, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path path = directory.resolve("s");
        try (Jvm server = Jvm.ipcDemo("serve", scheme + ":" + path, "--mode", "0660")) {
            assertThat(endpoint(server)).isEqualTo(Endpoint.parse(scheme + ":" + path));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(path).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "junix", "unixgram", "unixpacket"})
    void servesInASharedDirectoryOnlyIfToldTo(String scheme, @TempDir Path directory) throws Exception {
        Schemes.assumeAvailable(scheme);
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path path = directory.resolve("s");
        try (Jvm refused = Jvm.ipcDemo("serve", scheme + ":" + path)) {
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains(
                            "permission denied (others could replace the socket file: everybody may write ",
                            "serve --shared-directory");
        }
        try (Jvm server = Jvm.ipcDemo("serve", scheme + ":" + path, "--shared-directory", "--mode", "0666")) {
            assertThat(endpoint(server)).isEqualTo(Endpoint.parse(scheme + ":" + path));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .matches("rw.rw.rw.");
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void goesOnWhenNobodyReadsItsOutput() throws Exception {
        Path path = Files.createTempDirectory("serve-test-").resolve("s");
        try (Jvm server = Jvm.ipcDemoThatNobodyReads("serve", "unix:" + path)) {
            await().atMost(Jvm.PATIENCE).until(() -> Files.exists(path));
            await().atMost(Jvm.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                try (Connection client = connect(Endpoint.parse("unix:" + path))) {
                    send(client, "hi");
                    assertThat(receive(client, 2)).isEqualTo("hi");
                }
            });
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.errors()).doesNotContain("Exception");
        }
        Files.delete(path.getParent());
    }

    /** Two lines for each client are more than a pipe holds (64 KiB), when nobody reads it. */
    private static final int CLIENTS_THAT_FILL_A_PIPE = 800;

    private static void serveClientsThatFillAPipe(Endpoint endpoint) throws Exception {
        for (int i = 0; i < CLIENTS_THAT_FILL_A_PIPE; i++) {
            try (Connection client = connect(endpoint)) {
                send(client, "hi");
                assertThat(receive(client, 2)).isEqualTo("hi");
            }
        }
    }

    @Test
    void goesOnAndEndsWhenNobodyReadsItsStandardError() throws Exception {
        try (Jvm server = Jvm.ipcDemoWhoseErrorsNobodyReads("serve", "tcp:")) {
            serveClientsThatFillAPipe(endpoint(server));
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.output()).contains("echo ended: connections " + CLIENTS_THAT_FILL_A_PIPE + ",");
        }
    }

    @Test
    void losesNoLineWhenStandardErrorIsReadAgain() throws Exception {
        try (Jvm server = Jvm.ipcDemoWhoseErrorsNobodyReads("serve", "tcp:")) {
            serveClientsThatFillAPipe(endpoint(server));
            server.readErrors();
            server.terminate();
            assertThat(server.status()).isZero();
            List<String> opened = server.errors()
                    .lines()
                    .filter(line -> line.contains(" opened "))
                    .map(line -> line.replaceFirst(" .*", ""))
                    .toList();
            assertThat(opened)
                    .isEqualTo(IntStream.rangeClosed(1, CLIENTS_THAT_FILL_A_PIPE)
                            .mapToObj(number -> "#" + number)
                            .toList());
            assertThat(server.errors().lines().filter(line -> line.contains(" closed ")))
                    .hasSize(CLIENTS_THAT_FILL_A_PIPE);
        }
    }

    @Test
    void failsWithASentenceWhereALiveServerIs() throws Exception {
        try (Jvm server = Jvm.ipcDemo("serve", "tcp:")) {
            CommandLineUse second = CommandLineUse.of("serve", endpoint(server).toString());
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.output()).isEmpty();
            assertThat(second.errors().lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("ipc-demo: listen " + endpoint(server) + ": in use (");
        }
    }

    private static void connectUntilNoDescriptorIsLeft(Jvm server, Endpoint endpoint, List<Connection> clients)
            throws Exception {
        while (!server.errors().contains("out of resources")) {
            clients.add(connect(endpoint));
            assertThat(clients).hasSizeLessThan(300);
            if (clients.size() >= 250) {
                await().atMost(Jvm.PATIENCE).until(() -> server.errors().contains("out of resources"));
            }
        }
    }

    /** More clients than there are descriptors: those who were accepted are served, the others wait for their turn. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "junix"})
    void survivesThatNoDescriptorIsLeft(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(Path.of("/bin/sh")));
        List<Connection> clients = new ArrayList<>();
        try (Jvm server = Jvm.ipcDemoWithDescriptors(250, "serve", scheme + ":")) {
            Endpoint endpoint = endpoint(server);
            connectUntilNoDescriptorIsLeft(server, endpoint, clients);
            assertThat(server.errors()).contains("out of resources (too many open files, ulimit -n 250)");
            int half = clients.size() / 2;
            for (Connection client : clients.subList(0, half)) {
                client.close();
            }
            for (Connection client : clients.subList(half, clients.size())) {
                send(client, "hi");
                assertThat(receive(client, 2)).isEqualTo("hi");
            }
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(isEnded(clients.get(half))).isTrue();
            assertThat(server.output()).contains("echo ended: connections " + clients.size() + ",");
            assertThat(server.errors()).doesNotContain("Error", "Exception");
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }
}
