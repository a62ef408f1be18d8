package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A socket that has been closed by an interrupt, and whose file another server has replaced. */
@Timeout(600)
class SocketFileOfAnotherTest {

    /** Some file systems give the number of the file that was removed out again, though not each time. */
    private static final int ATTEMPTS = 10;

    @TempDir
    private Path directory;

    static Stream<StreamTransport> transports() {
        return Transports.all().stream()
                .filter(transport -> transport.availability().isAvailable())
                .filter(StreamTransport.class::isInstance)
                .map(StreamTransport.class::cast);
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private Path path(int attempt) {
        return directory.resolve("s" + attempt);
    }

    private static Endpoint at(Transport transport, Path path) {
        return new Endpoint(transport.scheme(), new PathName(path.toString()));
    }

    /** An accept that is interrupted closes the socket, and leaves the file. */
    private static Listener interrupted(StreamTransport transport, Path path) throws SocketFailure {
        Listener listener = transport.listen(at(transport, path), Options.DEFAULT);
        Thread.currentThread().interrupt();
        assertThatThrownBy(listener::accept).isInstanceOf(SocketFailure.class);
        Thread.interrupted();
        assertThat(listener.isOpen()).isFalse();
        assertThat(path).exists();
        return listener;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void isNotRemoved(StreamTransport transport) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Listener first = interrupted(transport, path(i));
            try (Listener second = transport.listen(at(transport, path(i)), Options.DEFAULT)) {
                first.close();
                assertThat(path(i)).exists();
                transport.connect(second.localEndpoint(), Options.DEFAULT).close();
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void isRemovedThoughItsModeAndItsNameHaveChanged(StreamTransport transport) throws IOException {
        try (Listener listener = transport.listen(at(transport, path(0)), Options.DEFAULT)) {
            assertThat(listener.isOpen()).isTrue();
            Files.move(path(0), path(1));
            Files.move(path(1), path(0));
            Files.setPosixFilePermissions(path(0), PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        assertThat(directory).isEmptyDirectory();
    }
}
