package dev.ipcdemo.demo;

import static dev.ipcdemo.sockets.Poll.Readiness.RECV;
import static dev.ipcdemo.sockets.Poll.Readiness.SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a poll promises, for the sockets of every transport; here, where all of them meet. */
@Timeout(600)
class PollTest {

    private static final Options NON_BLOCKING = Options.DEFAULT.with(Options.BLOCKING, false);

    static Stream<String> transports() {
        return Transports.all().stream().map(Transport::scheme);
    }

    static Stream<String> streams() {
        return Transports.all().stream()
                .filter(StreamTransport.class::isInstance)
                .map(Transport::scheme);
    }

    static Stream<String> datagramsThatStayInTheSendBuffer() {
        return Transports.all().stream()
                .filter(PacketTransport.class::isInstance)
                .filter(transport -> transport.domains().contains(Domain.AF_UNIX))
                .map(Transport::scheme);
    }

    private static Transport available(String scheme) {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        return transport;
    }

    private static Endpoint anywhere(Transport transport) {
        return new Endpoint(transport.scheme(), new Endpoint.AnyName());
    }

    /** A connected pair; what is behind the server's end is closed with it. */
    private record Pair(Connection client, Connection server, OpenSocket listener) implements AutoCloseable {

        static Pair open(StreamTransport transport) throws Exception {
            Listener listener = transport.listen(anywhere(transport), Options.DEFAULT);
            Connection client = transport.connect(listener.localAddress(), NON_BLOCKING);
            Connection accepted = listener.accept();
            return new Pair(client, accepted, listener);
        }

        @Override
        public void close() throws SocketFailure {
            client.close();
            server.close();
            listener.close();
        }
    }

    private static List<OpenSocket> sockets(List<Poll.Ready> ready) {
        return ready.stream().map(Poll.Ready::socket).toList();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void isReadyWhenSomebodyCanBeAccepted(String scheme) throws Exception {
        StreamTransport transport = (StreamTransport) available(scheme);
        try (Listener listener = transport.listen(anywhere(transport), NON_BLOCKING);
                Poll poll = transport.poll()) {
            poll.watch(listener, RECV);
            assertThat(poll.await(Duration.ZERO)).isEmpty();
            try (Connection client = transport.connect(listener.localAddress(), Options.DEFAULT)) {
                assertThat(poll.await()).containsExactly(new Poll.Ready(listener, Set.of(RECV)));
                assertThat(client.isOpen()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void isReadyForBytesAndThenForTheEnd(String scheme) throws Exception {
        StreamTransport transport = (StreamTransport) available(scheme);
        try (Pair pair = Pair.open(transport);
                Poll poll = transport.poll()) {
            poll.watch(pair.client(), RECV);
            assertThat(poll.await(Duration.ofMillis(1))).isEmpty();
            pair.server().sendFully(Text.bytes("one"));
            assertThat(sockets(poll.await())).containsExactly(pair.client());
            pair.server().close(); // with something left to be received
            assertThat(sockets(poll.await())).containsExactly(pair.client());
            ByteBuffer buffer = ByteBuffer.allocate(8);
            assertThat(pair.client().recv(buffer)).isEqualTo(3);
            assertThat(sockets(poll.await())).as("the end").containsExactly(pair.client());
            assertThat(pair.client().recv(buffer)).isEqualTo(-1);
            assertThat(sockets(poll.await())).as("the end goes on").containsExactly(pair.client());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void tellsOnlyWhatIsAskedFor(String scheme) throws Exception {
        StreamTransport transport = (StreamTransport) available(scheme);
        try (Pair pair = Pair.open(transport);
                Poll poll = transport.poll()) {
            poll.watch(pair.client(), SEND);
            assertThat(poll.await()).containsExactly(new Poll.Ready(pair.client(), Set.of(SEND)));
            poll.watch(pair.client(), RECV);
            assertThat(poll.await(Duration.ZERO)).isEmpty();
            poll.watch(pair.client(), RECV, SEND);
            pair.server().sendFully(Text.bytes("one"));
            await().atMost(Duration.ofMinutes(5))
                    .untilAsserted(() -> assertThat(poll.await())
                            .containsExactly(new Poll.Ready(pair.client(), Set.of(RECV, SEND))));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void forgetsAndWatchesAgain(String scheme) throws Exception {
        StreamTransport transport = (StreamTransport) available(scheme);
        try (Pair pair = Pair.open(transport);
                Pair other = Pair.open(transport);
                Poll poll = transport.poll()) {
            poll.watch(pair.client(), RECV);
            poll.watch(other.client(), RECV);
            pair.server().close();
            other.server().close();
            poll.forget(pair.client());
            assertThat(sockets(poll.await())).containsExactly(other.client());
            poll.forget(pair.client());
            poll.watch(pair.client(), RECV);
            poll.forget(other.client());
            assertThat(sockets(poll.await())).containsExactly(pair.client());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void refusesASocketThatIsBlocking(String scheme) throws Exception {
        Transport transport = available(scheme);
        try (OpenSocket socket = open(transport, Options.DEFAULT);
                Poll poll = transport.poll()) {
            assertThatThrownBy(() -> poll.watch(socket, RECV)).isInstanceOf(IllegalBlockingModeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void closingItEndsAWaitAndLeavesTheSocketsOpen(String scheme) throws Exception {
        Transport transport = available(scheme);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Poll poll = transport.poll();
        try (OpenSocket socket = open(transport, NON_BLOCKING)) {
            poll.watch(socket, RECV);
            Future<List<Poll.Ready>> waiting = thread.submit(() -> poll.await());
            poll.close();
            assertThatThrownBy(waiting::get)
                    .hasCauseInstanceOf(SocketFailure.class)
                    .cause()
                    .extracting(failure -> ((SocketFailure) failure).kind())
                    .isEqualTo(FailureKind.CLOSED);
            assertThat(socket.isOpen()).isTrue();
            assertThatThrownBy(() -> poll.watch(socket, RECV)).isInstanceOf(SocketFailure.class);
            poll.close();
        } finally {
            thread.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void interruptingAWaitEndsIt(String scheme) throws Exception {
        Transport transport = available(scheme);
        try (OpenSocket socket = open(transport, NON_BLOCKING);
                Poll poll = transport.poll()) {
            poll.watch(socket, RECV);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> poll.await())
                    .isInstanceOf(SocketFailure.class)
                    .hasMessageContaining("closed");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void refusesTheSocketsOfAnotherLibrary(String scheme) throws Exception {
        Transport transport = available(scheme);
        String foreign = transport.parksVirtualThreads() ? "junix" : "tcp";
        try (OpenSocket own = open(transport, NON_BLOCKING);
                OpenSocket other = open(available(foreign), NON_BLOCKING);
                Poll poll = transport.poll()) {
            poll.watch(own, RECV);
            assertThatThrownBy(() -> poll.watch(other, RECV)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static OpenSocket open(Transport transport, Options options) throws SocketFailure {
        return transport instanceof PacketTransport packets
                ? packets.bind(anywhere(transport), options)
                : ((StreamTransport) transport).listen(anywhere(transport), options);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void watchesManyAtOnce(String scheme) throws Exception {
        Transport transport = available(scheme);
        assumeTrue(transport instanceof PacketTransport, "datagrams only");
        PacketTransport packets = (PacketTransport) transport;
        try (PacketSocket first = packets.bind(anywhere(transport), NON_BLOCKING);
                PacketSocket second = packets.bind(anywhere(transport), NON_BLOCKING);
                PacketSocket sender = packets.bind(packets.clientAddress(first.localAddress()), Options.DEFAULT);
                Poll poll = transport.poll()) {
            poll.watch(first, RECV);
            poll.watch(second, RECV);
            sender.sendTo(Text.bytes("x"), second.localAddress());
            assertThat(sockets(poll.await())).containsExactly(second);
            sender.sendTo(Text.bytes("x"), first.localAddress());
            await().atMost(Duration.ofMinutes(5))
                    .untilAsserted(() -> assertThat(sockets(poll.await())).containsExactlyInAnyOrder(first, second));
            first.recvFrom(ByteBuffer.allocate(8));
            assertThat(sockets(poll.await())).containsExactly(second);
        }
    }

    /** On Linux, where a datagram counts against its sender's buffer until it is read. */
    @ParameterizedTest
    @MethodSource("datagramsThatStayInTheSendBuffer")
    void isNotReadyToSendWhileTheSendBufferIsFull(String scheme) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "Linux only");
        PacketTransport transport = (PacketTransport) available(scheme);
        ByteBuffer large =
                ByteBuffer.allocateDirect(32_768); // fewer fit into the buffer than into the receiver's queue
        try (PacketSocket receiver = transport.bind(anywhere(transport), NON_BLOCKING);
                PacketSocket sender = transport.bind(
                        anywhere(transport), NON_BLOCKING.with(Options.SEND_BUFFER_BYTES, 2 * large.capacity()));
                Poll poll = transport.poll()) {
            poll.watch(sender, SEND);
            assertThat(poll.await(Duration.ZERO)).containsExactly(new Poll.Ready(sender, Set.of(SEND)));
            int sent = 0;
            while (sender.sendTo(large.clear(), receiver.localAddress()) > 0) {
                sent++;
            }
            assertThat(poll.await(Duration.ZERO)).as("after %d datagrams", sent).isEmpty();
            for (int i = 0; i < sent; i++) {
                receiver.recvFrom(large.clear());
            }
            assertThat(poll.await()).containsExactly(new Poll.Ready(sender, Set.of(SEND)));
        }
    }
}
