package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.Call;
import dev.ipcdemo.sockets.contract.Content;
import dev.ipcdemo.sockets.contract.Sandbox;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.FileDescriptorAccess;

/**
 * A peer that shuts down its input, which a program that does not use our transports can do: shutdown(2) with SHUT_RD.
 * A send fails with EPIPE then, for which junixsocket closes the descriptor that it sent with.
 */
@Timeout(600)
class PeerThatReadsNoMoreTest {

    private static final int SHUT_RD = 0;

    @TempDir
    private Path directory;

    static Stream<StreamTransport> transports() {
        return Stream.of(new JunixTransport(), new UnixpacketTransport());
    }

    static Stream<Arguments> transportsAndTimeouts() {
        return transports()
                .flatMap(transport ->
                        Stream.of(Duration.ZERO, Sandbox.LIMIT).map(timeout -> Arguments.of(transport, timeout)));
    }

    @FunctionalInterface
    private interface Case {
        void run(Connection client, Connection accepted) throws Exception;
    }

    private void with(StreamTransport transport, Options options, Case test) throws Exception {
        Endpoint endpoint = new Endpoint(
                transport.scheme(), new PathName(directory.resolve("s").toString()));
        try (Listener listener = transport.listen(endpoint, Options.DEFAULT);
                Connection client = transport.connect(endpoint, options);
                Connection accepted = listener.accept()) {
            test.run(client, accepted);
        }
    }

    private static void readNoMore(Connection peer) throws IOException {
        int descriptor = Libc.number(((FileDescriptorAccess) ((ChannelBacked) peer).channel()).getFileDescriptor());
        assertThat(Function.getFunction("c", "shutdown").invokeInt(new Object[] {descriptor, SHUT_RD}))
                .isZero();
    }

    private static Call<Integer> receives(Connection connection) {
        return Call.start(() -> connection.recv(ByteBuffer.allocate(10))).untilItWaits();
    }

    private static void assertFails(FailureKind kind, Call<?> call) {
        assertThatThrownBy(call::result)
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @MethodSource("transportsAndTimeouts")
    void doesNotKeepAThreadThatReceivesFromEnding(StreamTransport transport, Duration timeout) throws Exception {
        with(transport, Options.DEFAULT.with(Options.RECV_TIMEOUT, timeout), (client, accepted) -> {
            Call<Integer> recv = receives(client);
            readNoMore(accepted);
            assertFails(FailureKind.RESET, Call.start(() -> client.send(Content.of("x"))));
            client.close();
            assertFails(FailureKind.CLOSED, recv);
        });
    }

    @ParameterizedTest
    @MethodSource("transports")
    void isStillReceivedFrom(StreamTransport transport) throws Exception {
        with(transport, Options.DEFAULT, (client, accepted) -> {
            Call<Integer> recv = receives(client);
            readNoMore(accepted);
            assertFails(FailureKind.RESET, Call.start(() -> client.send(Content.of("x"))));
            assertFails(FailureKind.RESET, Call.start(() -> client.send(Content.of("x"))));
            accepted.send(Content.of("y"));
            assertThat(recv.result()).isEqualTo(1);
            accepted.send(Content.of("z"));
            assertThat(client.recv(ByteBuffer.allocate(10))).isEqualTo(1);
        });
    }
}
