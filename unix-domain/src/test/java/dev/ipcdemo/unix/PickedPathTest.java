package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.UnixNames;
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that a transport picks in the temporary directory for an endpoint without a name. */
@Timeout(600)
class PickedPathTest {

    @TempDir
    private Path directory;

    private String usual;

    @BeforeEach
    void needsJunixsocket() {
        assumeTrue(
                Junixsocket.library().isAvailable(), () -> Junixsocket.library().toString());
        usual = System.getProperty("java.io.tmpdir");
    }

    @AfterEach
    void useTheUsualTemporaryDirectory() {
        System.setProperty("java.io.tmpdir", usual);
    }

    static Stream<Transport> transports() {
        return Transports.all().stream();
    }

    private static Closeable open(Transport transport) throws SocketFailure {
        Endpoint any = Endpoint.parse(transport.scheme() + ":");
        return transport instanceof PacketTransport packets
                ? packets.bind(any, Options.DEFAULT)
                : ((StreamTransport) transport).listen(any, Options.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void doNotFitBelowALongTemporaryDirectory(Transport transport) throws Exception {
        assertTooLong(() -> open(transport));
    }

    /** Only a client of datagrams picks a path. */
    @Test
    void ofBareChannelsDoNotFitThereEither() throws Exception {
        UnixgramTransport unixgram = new UnixgramTransport();
        SocketAddress server = unixgram.resolve(Endpoint.parse("unixgram:" + directory.resolve("server")))
                .get(0);

        assertTooLong(() -> unixgram.connectBare(server, Options.DEFAULT));
    }

    private void assertTooLong(ThrowingCallable opening) throws IOException {
        Path deep = Files.createDirectories(directory.resolve("x".repeat(100)));
        System.setProperty("java.io.tmpdir", deep.toString());

        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NAME_TOO_LONG))
                .hasMessageContaining("at most " + UnixNames.MAX_PATH_BYTES + " fit")
                .hasMessageContaining("java.io.tmpdir");
        assertThat(deep).isEmptyDirectory();
    }

    /** The longest path that fits: nothing is cut off. */
    @ParameterizedTest
    @MethodSource("transports")
    void fitUpToTheLimit(Transport transport) throws Exception {
        String inUserDirectory = "/ipc-demo-" + Files.getAttribute(directory, "unix:uid") + "/k3x9a/1/s";
        int left = UnixNames.MAX_PATH_BYTES - directory.toString().length() - inUserDirectory.length() - 1;
        Path longest = Files.createDirectory(directory.resolve("x".repeat(left)));
        System.setProperty("java.io.tmpdir", longest.toString());

        try (Closeable socket = open(transport)) {
            assertThat(socket).isNotNull();
            assertThat(longest).isDirectoryRecursivelyContaining(file -> isSocket(file));
        }
        assertThat(longest).isEmptyDirectory();
    }

    private static boolean isSocket(Path file) {
        try {
            return SocketFile.isSocket(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thatCannotBeMadeSayWhy() {
        System.setProperty("java.io.tmpdir", directory.resolve("nowhere").toString());

        assertThatThrownBy(() -> open(new UnixTransport()))
                .isInstanceOf(SocketFailure.class)
                .hasMessageContaining(
                        "cannot create a directory for the socket file in " + directory.resolve("nowhere"));
    }
}
