package dev.ipcdemo.unix;

import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.Content;
import dev.ipcdemo.sockets.spi.IdleWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledOnOs(OS.LINUX)
@Timeout(600)
class EpollWatchTest {

    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    static Stream<StreamTransport> transports() {
        return Stream.of(new JunixTransport(), new UnixpacketTransport());
    }

    @FunctionalInterface
    private interface Case {
        void run(IdleWatch watch, Connection client, Connection accepted) throws IOException;
    }

    private void with(StreamTransport transport, Case test) throws IOException {
        Endpoint endpoint = new Endpoint(
                transport.scheme(), new PathName(directory.resolve("s").toString()));
        try (IdleWatch watch = IdleWatch.of(transport).orElseThrow().openIdleWatch();
                Listener listener = transport.listen(endpoint, Options.DEFAULT);
                Connection client = transport.connect(endpoint, Options.DEFAULT);
                Connection accepted = listener.accept()) {
            test.run(watch, client, accepted);
        }
    }

    /** What the watch returns next, at the latest. */
    private static List<Runnable> next(IdleWatch watch) throws IOException {
        List<Runnable> tasks = watch.await();
        while (tasks.isEmpty()) {
            tasks = watch.await();
        }
        return tasks;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void waitsForOneConnection(StreamTransport transport) throws IOException {
        with(transport, (watch, client, accepted) -> {
            assertThat(watch.awaitReceivable(accepted, NOW)).isFalse();
            client.send(Content.of("x"));
            assertThat(watch.awaitReceivable(accepted, LONG)).isTrue();
            accepted.recv(ByteBuffer.allocate(1));
            assertThat(watch.awaitReceivable(accepted, NOW)).isFalse();
            client.close();
            assertThat(watch.awaitReceivable(accepted, LONG)).as("the end").isTrue();
            accepted.close();
            fails(
                    FailureKind.CLOSED,
                    "poll " + accepted.peerEndpoint() + ": closed",
                    () -> watch.awaitReceivable(accepted, NOW));
        });
    }

    @ParameterizedTest
    @MethodSource("transports")
    void returnsTheTaskOfAConnectionOnceEachTime(StreamTransport transport) throws IOException {
        with(transport, (watch, client, accepted) -> {
            Runnable first = () -> {};
            watch.watch(accepted, first);
            assertThat(watch.await()).as("nothing has come").isEmpty();
            client.send(Content.of("x"));
            assertThat(next(watch)).containsExactly(first);
            assertThat(watch.await()).as("not watched any more").isEmpty();
            Runnable second = () -> {};
            watch.watch(accepted, second);
            assertThat(next(watch)).as("what has come is still there").containsExactly(second);
            accepted.recv(ByteBuffer.allocate(1));
            watch.watch(accepted, first);
            client.close();
            assertThat(next(watch)).as("the end").containsExactly(first);
        });
    }

    @ParameterizedTest
    @MethodSource("transports")
    void knowsAnotherConnectionWithTheDescriptorOfAClosedOne(StreamTransport transport) throws IOException {
        with(transport, (watch, client, accepted) -> {
            watch.watch(accepted, () -> {});
            watch.forget(accepted);
            accepted.close();
        });
        with(transport, (watch, client, accepted) -> {
            Runnable task = () -> {};
            watch.watch(accepted, task);
            client.send(Content.of("x"));
            assertThat(next(watch)).containsExactly(task);
            watch.close();
            fails(FailureKind.CLOSED, "epoll_wait for " + transport.scheme() + ": closed", watch::await);
        });
    }
}
