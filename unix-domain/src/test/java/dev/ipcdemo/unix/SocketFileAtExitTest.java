package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to socket files when their JVM ends before it has closed them. */
@Timeout(600)
class SocketFileAtExitTest {

    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path directory;

    /** Where the servers' own directories are, which no other program sweeps. */
    @TempDir
    private Path temporary;

    private String usual;

    @AfterEach
    void useTheUsualTemporaryDirectory() {
        System.setProperty("java.io.tmpdir", usual);
    }

    @BeforeEach
    void needsJunixsocket() {
        usual = System.setProperty("java.io.tmpdir", temporary.toString());
        assumeTrue(
                Junixsocket.library().isAvailable(), () -> Junixsocket.library().toString());
    }

    /** The count of a latch that is never counted down: the server waits until it is killed. */
    private static final String WAITS = "1";

    /** The count of a latch that does not wait: the server's main method returns. */
    private static final String ENDS = "0";

    /** Binds a socket of each kind, and one at a path that is picked, prints that path, and waits or ends. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            Options options = Options.DEFAULT;
            List<OpenSocket> sockets = new ArrayList<>();
            sockets.add(new UnixTransport().listen(Endpoint.parse("unix:" + args[0] + "/unix"), options));
            sockets.add(new JunixTransport().listen(Endpoint.parse("junix:" + args[0] + "/junix"), options));
            sockets.add(
                    new UnixpacketTransport().listen(Endpoint.parse("unixpacket:" + args[0] + "/unixpacket"), options));
            sockets.add(new UnixgramTransport().bind(Endpoint.parse("unixgram:" + args[0] + "/unixgram"), options));
            Listener any = new UnixTransport().listen(Endpoint.parse("unix:"), options);
            sockets.add(any);
            System.out.println(((PathName) any.localEndpoint().name()).path());
            new CountDownLatch(Integer.parseInt(args[1])).await();
        }
    }

    private JavaProcess startServer(String latchCount) throws IOException {
        return JavaProcess.start(
                Server.class,
                List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary),
                directory.toString(),
                latchCount);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void areRemovedOnSigterm() throws Exception {
        try (JavaProcess server = startServer(WAITS)) {
            Path any = Path.of(server.readLine());
            assertThat(any).exists();
            assertThat(files(directory)).hasSize(4);

            server.terminate();

            assertThat(server.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(files(directory)).isEmpty();
            assertThat(any.getParent()).doesNotExist();
        }
    }

    @Test
    void areRemovedWhenMainReturns() throws Exception {
        try (JavaProcess server = startServer(ENDS)) {
            Path any = Path.of(server.readLine());

            assertThat(server.exitStatus()).isZero();
            assertThat(files(directory)).isEmpty();
            assertThat(any.getParent()).doesNotExist();
        }
    }

    /** Listens at each path but the last, and there when the JVM is ending and has removed the files at the others. */
    static final class LateServer {
        public static void main(String[] args) throws Exception {
            List<String> paths = new ArrayList<>(List.of(args));
            String last = paths.remove(paths.size() - 1);
            for (String path : paths) {
                new UnixTransport().listen(Endpoint.parse("unix:" + path), Options.DEFAULT);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (paths.stream().map(Path::of).anyMatch(Files::exists)) {
                    Thread.onSpinWait();
                }
                listen(last);
            }));
        }

        private static void listen(String path) {
            try {
                new UnixTransport().listen(Endpoint.parse("unix:" + path), Options.DEFAULT);
                System.out.println("listens");
            } catch (SocketFailure e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"late", "early late"})
    void areNotMadeWhenTheJvmIsEnding(String names) throws Exception {
        String[] paths = Stream.of(names.split(" "))
                .map(name -> directory.resolve(name).toString())
                .toArray(String[]::new);
        try (JavaProcess server =
                JavaProcess.start(LateServer.class, List.of("--enable-native-access=ALL-UNNAMED"), paths)) {
            assertThat(server.readLine())
                    .isEqualTo("listen unix:" + directory.resolve("late")
                            + ": failed (no socket file is made any more, because this process is ending)");
            assertThat(server.exitStatus()).isZero();
            assertThat(files(directory)).isEmpty();
        }
    }

    @Test
    void thatAreNotTheirsAnyMoreAreLeftAlone() throws Exception {
        Path path = directory.resolve("unix");
        try (JavaProcess server = startServer(WAITS)) {
            server.readLine();
            Files.delete(path);
            Files.writeString(path, "somebody's diary");

            server.terminate();

            assertThat(server.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(path).hasContent("somebody's diary");
        }
    }

    @Test
    void areReplacedWhenTheirServerWasKilled() throws Exception {
        UnixTransport unix = new UnixTransport();
        Endpoint endpoint = Endpoint.parse("unix:" + directory.resolve("unix"));
        try (JavaProcess server = startServer(WAITS)) {
            Path any = Path.of(server.readLine());
            server.kill();
            server.exitStatus();
            assertThat(any).exists();
            unix.listen(Endpoint.parse("unix:"), Options.DEFAULT).close();
            assertThat(any.getParent()).doesNotExist();
        }
        assertThat(files(directory)).hasSize(4);

        try (Listener listener = unix.listen(endpoint, Options.DEFAULT);
                Connection client = unix.connect(endpoint, Options.DEFAULT)) {
            assertThat(client.peerEndpoint()).isEqualTo(listener.localEndpoint());
        }
    }
}
