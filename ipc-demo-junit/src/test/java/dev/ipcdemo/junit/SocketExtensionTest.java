package dev.ipcdemo.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NoLeaks
class SocketExtensionTest {

    /** A guard against hanging. */
    private static final Options OPTIONS = Options.DEFAULT.with(Options.RECV_TIMEOUT, Duration.ofMinutes(2));

    @Echoing("tcp")
    private static RecordingServer shared;

    @Echoing("tcp")
    private RecordingServer echo;

    @RelayTo("echo")
    private Relay relay;

    @FreeEndpoint("unix")
    private Endpoint free;

    private static Connection connect(Endpoint endpoint) throws SocketFailure {
        return Transports.byScheme(endpoint.scheme()).connect(endpoint, OPTIONS);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String exchange(Connection connection, String text) throws SocketFailure {
        connection.sendFully(bytes(text));
        ByteBuffer answer = ByteBuffer.allocate(text.length());
        connection.recvFully(answer);
        return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp", "unix", "junix", "unixgram", "unixpacket"})
    void anEchoServerAnswersOverAnyTransport(String scheme) throws Exception {
        TestSockets sockets = new TestSockets();
        try (Connection connection = connect(sockets.echoServer(scheme).endpoint())) {
            assertThat(exchange(connection, "hello")).isEqualTo("hello");
        } finally {
            sockets.close();
        }
    }

    @Test
    void aFieldHasAnEchoServer() throws SocketFailure {
        try (Connection connection = connect(echo.endpoint())) {
            assertThat(exchange(connection, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void aStaticFieldHasAnother() {
        assertThat(shared.endpoint()).isNotEqualTo(echo.endpoint());
    }

    @Test
    void aRecordingServerSaysWhatWhoSentInWhichOrder(@Recording("udp") RecordingServer recorder) throws Exception {
        try (Connection one = connect(recorder.endpoint());
                Connection other = connect(recorder.endpoint())) {
            one.send(bytes("a"));
            recorder.awaitMessages(1);
            other.send(bytes("b"));
            recorder.awaitMessages(2);
            one.send(bytes("c"));
            assertThat(recorder.awaitMessages(3))
                    .extracting(Received::client, Received::text, Received::from)
                    .containsExactly(
                            tuple(1, "a", one.localEndpoint()),
                            tuple(2, "b", other.localEndpoint()),
                            tuple(1, "c", one.localEndpoint()));
        }
    }

    @Test
    void aRecordingServerJoinsTheBytesOfAStream(@Recording("tcp") RecordingServer recorder) throws Exception {
        try (Connection client = connect(recorder.endpoint())) {
            client.sendFully(bytes("hello, "));
            client.sendFully(bytes("world"));
            client.shutdownOutput();
            recorder.awaitEnd(1);
        }
        assertThat(recorder.bytesFrom(1)).asString(StandardCharsets.UTF_8).isEqualTo("hello, world");
        assertThat(recorder.failures()).isEmpty();
    }

    @Test
    void aFreeEndpointOfAfUnixIsAPathWithNothingThere() {
        Endpoint.PathName name = (Endpoint.PathName) free.name();
        assertThat(Path.of(name.path()))
                .doesNotExist()
                .satisfies(path -> assertThat(path.getParent()).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"junix:@", "unixgram:@", "unixpacket:@"})
    void anAbstractNameIsFree(String scheme) throws Exception {
        assertThat(new TestSockets().freeEndpoint(scheme).toString()).startsWith(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:@", "unix:@"})
    void aTransportWithoutAbstractNamesIsRefused(String scheme) {
        assertThatThrownBy(() -> new TestSockets().freeEndpoint(scheme)).hasMessageContaining(scheme);
    }

    @Test
    void aServerCanListenAtAFreePort(@FreeEndpoint("tcp") Endpoint endpoint) throws SocketFailure {
        try (var listener = Transports.stream("tcp").listen(endpoint, Options.DEFAULT)) {
            assertThat(listener.localEndpoint()).isEqualTo(endpoint);
        }
    }

    @Test
    void aServerCanListenAtASocketPath(@SocketPath Path path) throws SocketFailure {
        Endpoint endpoint = Endpoint.parse("unix:" + path);
        try (var listener = Transports.stream("unix").listen(endpoint, Options.DEFAULT)) {
            assertThat(listener.localEndpoint()).isEqualTo(endpoint);
            assertThat(path.toString().length()).isLessThan(107);
        }
    }

    @Test
    void aSocketPathMayHaveDirectories(@SocketPath("a/b/c") Path path) throws SocketFailure {
        assertThat(path.toString()).endsWith("/a/b/c");
        Endpoint endpoint = Endpoint.parse("unix:" + path);
        try (var listener = Transports.stream("unix").listen(endpoint, Options.DEFAULT)) {
            assertThat(listener.localEndpoint()).isEqualTo(endpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/tmp/a", "a/../../b", ".", ""})
    void aSocketPathLeadsNowhereElse(String name, TestSockets sockets) {
        assertThatThrownBy(() -> sockets.socketPath(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'" + name + "' names no file inside a directory that is made for it: write a relative path,"
                                + " such as a or a/b");
    }

    @Test
    void saysThatTheNameOfASocketPathIsTooLong(TestSockets sockets) {
        assertThatThrownBy(() -> sockets.socketPath("a/" + "x".repeat(120)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has more: choose a shorter name");
    }

    @Test
    void aRelayPassesWhatComesToItsService() throws Exception {
        try (Connection connection = connect(relay.endpoint())) {
            assertThat(exchange(connection, "hello")).isEqualTo("hello");
        }
        assertThat(echo.clients()).isEqualTo(1);
    }

    @Test
    void aRelayGetsFaultsWhileItRuns() {
        relay.setFaults(Faults.NONE.with(Faults.REFUSE, true));
        assertThatThrownBy(() -> {
                    try (Connection connection = connect(relay.endpoint())) {
                        exchange(connection, "hello");
                    }
                })
                .isInstanceOf(SocketFailure.class);
        assertThat(echo.received()).isEmpty();
    }

    @Test
    void directoriesAreRemovedAfterwards() throws Exception {
        TestSockets sockets = new TestSockets();
        Path path = sockets.socketPath("name");
        assertThat(Files.isDirectory(path.getParent())).isTrue();
        sockets.close();
        assertThat(path.getParent()).doesNotExist();
    }
}
