package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Processes that are started at the same time on one path. */
@Timeout(600)
class SocketFileRaceTest {

    private static final int SERVERS = 5;
    private static final int PATHS = 100;

    @TempDir
    private Path directory;

    @BeforeEach
    void needsJunixsocket() {
        assumeTrue(
                Junixsocket.library().isAvailable(), () -> Junixsocket.library().toString());
    }

    static Stream<Transport> transports() {
        return Transports.all().stream();
    }

    private static OpenSocket open(Transport transport, Path path) throws SocketFailure {
        Endpoint endpoint = new Endpoint(transport.scheme(), new PathName(path.toString()));
        return transport instanceof PacketTransport packets
                ? packets.bind(endpoint, Options.DEFAULT)
                : ((StreamTransport) transport).listen(endpoint, Options.DEFAULT);
    }

    private static boolean isOpened(Transport transport, Path path, List<OpenSocket> opened) throws IOException {
        try {
            opened.add(open(transport, path));
            return true;
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.IN_USE);
            return false;
        }
    }

    private static void leaveStaleFile(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
    }

    private static void assertIsServed(Transport transport, Path path) throws IOException {
        transport
                .connect(new Endpoint(transport.scheme(), new PathName(path.toString())), Options.DEFAULT)
                .close();
    }

    /** Opens a socket on every path that it gets, prints which, and keeps them until it is killed. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            Transport transport = Transports.byScheme(args[0]);
            Path directory = Path.of(args[1]);
            List<OpenSocket> opened = new ArrayList<>();
            open(
                            transport,
                            directory.resolve(
                                    "warm-up-" + ProcessHandle.current().pid()))
                    .close();
            System.out.println("ready");
            while (Files.notExists(directory.resolve("start"))) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < PATHS; i++) {
                System.out.println(isOpened(transport, directory.resolve("s" + i), opened));
            }
            System.in.read();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void oneProcessGetsAPathWithAStaleFile(Transport transport) throws Exception {
        for (int i = 0; i < PATHS; i++) {
            leaveStaleFile(directory.resolve("s" + i));
        }
        List<JavaProcess> servers = new ArrayList<>();
        try {
            for (int i = 0; i < SERVERS; i++) {
                servers.add(JavaProcess.start(
                        Server.class,
                        List.of("--enable-native-access=ALL-UNNAMED"),
                        transport.scheme(),
                        directory.toString()));
            }
            for (JavaProcess server : servers) {
                assertThat(server.readLine()).isEqualTo("ready");
            }
            Files.createFile(directory.resolve("start"));

            for (int i = 0; i < PATHS; i++) {
                List<String> got = new ArrayList<>();
                for (JavaProcess server : servers) {
                    got.add(server.readLine());
                }
                assertThat(got)
                        .as("servers on path %s", i)
                        .containsOnlyOnce("true")
                        .contains("false");
                assertIsServed(transport, directory.resolve("s" + i));
            }
        } finally {
            servers.forEach(JavaProcess::close);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aServerThatDoesNotListenYetIsNotTakenForAStaleOne(Transport transport) throws Exception {
        Path path = directory.resolve("s");
        Path other = Files.createDirectory(directory.resolve("d"));
        Files.createSymbolicLink(directory.resolve("link"), directory);
        for (Path spelling : List.of(path, other.resolve("../s"), directory.resolve("link/s"))) {
            try (AFUNIXServerSocketChannel bound = AFUNIXServerSocketChannel.open()) {
                Libc.bind(bound.getFileDescriptor(), AFUNIXSocketAddress.of(spelling));
                assertThatThrownBy(() -> open(transport, path))
                        .isInstanceOf(SocketFailure.class)
                        .hasMessageContaining("in use (a server has it that does not listen yet)");
                assertThat(path).exists();
            }
            open(transport, path).close();
        }
        try (AFUNIXDatagramSocket bound = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)) {
            Libc.bind(bound.getFileDescriptor(), AFUNIXSocketAddress.of(path));
            assertThatThrownBy(() -> open(transport, path))
                    .isInstanceOf(SocketFailure.class)
                    .hasMessageContaining("in use");
        }
        open(transport, path).close();
    }
}
