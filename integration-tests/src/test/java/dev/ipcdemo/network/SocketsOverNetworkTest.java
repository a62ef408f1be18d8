package dev.ipcdemo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API's sockets do between two hosts: over IPv4 and IPv6, with fragments, and when the other host has gone. */
@Timeout(600)
class SocketsOverNetworkTest {

    /** More than one packet of this network carries. */
    private static final int FRAGMENTED_BYTES = 8_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * For something that does not come: waiting longer would tell no more. What does come is received by {@link #inTheEnd},
     * because it may take longer than that on a busy machine.
     */
    private static final Options IMPATIENT = Options.DEFAULT.with(Options.RECV_TIMEOUT, SECOND);

    private Network network;

    @BeforeEach
    void openNetwork() throws IOException {
        network = Network.open(1);
    }

    @AfterEach
    void closeNetwork() throws IOException {
        network.close();
    }

    private static Transport available(String scheme) {
        Transport transport = Transports.byScheme(scheme);
        assumeTrue(transport.availability().isAvailable(), transport.availability()::reason);
        return transport;
    }

    private static Endpoint anyPort(String scheme, String host) {
        return Endpoint.parse(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":0");
    }

    private Listener listen(String scheme, String host) throws IOException {
        StreamTransport transport = (StreamTransport) available(scheme);
        return network.in(Side.SERVER, () -> transport.listen(anyPort(scheme, host), Options.DEFAULT));
    }

    private Connection connect(Listener listener, Options options) throws IOException {
        Endpoint server = listener.localEndpoint();
        StreamTransport transport = (StreamTransport) Transports.byScheme(server.scheme());
        return network.in(Side.CLIENT, () -> transport.connect(server, options));
    }

    private PacketSocket bind(String scheme, String host) throws IOException {
        PacketTransport transport = (PacketTransport) available(scheme);
        return network.in(Side.SERVER, () -> transport.bind(anyPort(scheme, host), IMPATIENT));
    }

    private Connection connect(PacketSocket socket, Options options) throws IOException {
        Endpoint server = socket.localEndpoint();
        PacketTransport transport = (PacketTransport) Transports.byScheme(server.scheme());
        return network.in(Side.CLIENT, () -> transport.connect(server, options));
    }

    private static ByteBuffer bytes(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) i);
        }
        return bytes.flip();
    }

    private static void fails(FailureKind kind, ThrowingCallable call) {
        assertThatExceptionOfType(SocketFailure.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private interface Attempt<T> {
        T make() throws IOException;
    }

    /** Tries again after each time-out; what ends it, if it never succeeds, is the limit of the test. */
    private static <T> T inTheEnd(Attempt<T> attempt) throws IOException {
        while (true) {
            try {
                return attempt.make();
            } catch (SocketFailure e) {
                assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, 192.0.2.2", "tcp, 2001:db8::2", "posix+tcp, 192.0.2.2", "posix+tcp, 2001:db8::2"})
    void aConnectionCarriesBytes(String scheme, String host) throws IOException {
        try (Listener listener = listen(scheme, host);
                Connection client = connect(listener, Options.DEFAULT);
                Connection server = listener.accept()) {
            client.sendFully(bytes(FRAGMENTED_BYTES));
            ByteBuffer received = ByteBuffer.allocate(FRAGMENTED_BYTES);
            server.recvFully(received);
            assertThat(received.flip()).isEqualTo(bytes(FRAGMENTED_BYTES));
        }
    }

    @ParameterizedTest
    @CsvSource({"udp, 192.0.2.2", "udp, 2001:db8::2", "posix+udp, 192.0.2.2", "posix+udp, 2001:db8::2"})
    void aDatagramArrivesWholeAlthoughItIsFragmented(String scheme, String host) throws IOException {
        try (PacketSocket server = bind(scheme, host);
                Connection client = connect(server, IMPATIENT)) {
            client.send(bytes(FRAGMENTED_BYTES));
            ByteBuffer received = ByteBuffer.allocate(2 * FRAGMENTED_BYTES);
            inTheEnd(() -> server.recvFrom(received));
            assertThat(received.flip()).isEqualTo(bytes(FRAGMENTED_BYTES));
        }
    }

    /** The headers are of IP and UDP. The fragments of a larger datagram are too large as well. */
    @ParameterizedTest
    @CsvSource({"udp, 192.0.2.2, 28", "udp, 2001:db8::2, 48", "posix+udp, 192.0.2.2, 28", "posix+udp, 2001:db8::2, 48"})
    void aPathMtuBlackHoleSwallowsLargeDatagramsOnly(String scheme, String host, int headerBytes) throws IOException {
        network.impairBoth(Impairment.NONE.withLargest(1_000));
        try (PacketSocket server = bind(scheme, host);
                Connection client = connect(server, IMPATIENT)) {
            client.send(bytes(FRAGMENTED_BYTES));
            client.send(bytes(1_000 - headerBytes + 1));
            client.send(bytes(1_000 - headerBytes));
            ByteBuffer received = ByteBuffer.allocate(FRAGMENTED_BYTES);
            inTheEnd(() -> server.recvFrom(received));
            assertThat(received.position()).isEqualTo(1_000 - headerBytes);
            fails(FailureKind.TIMEOUT, () -> server.recvFrom(ByteBuffer.allocate(1)));
        }
    }

    /** What is lost meanwhile is lost: a datagram is not sent again. */
    @ParameterizedTest
    @CsvSource({"udp, 192.0.2.2", "udp, 2001:db8::2", "posix+udp, 192.0.2.2", "posix+udp, 2001:db8::2"})
    void datagramsArriveInTheDirectionThatAOneWayPartitionLeaves(String scheme, String host) throws IOException {
        try (PacketSocket server = bind(scheme, host);
                Connection client = connect(server, IMPATIENT)) {
            network.impair(Side.SERVER, Impairment.CUT);
            client.send(bytes(1));
            SocketAddress sender = inTheEnd(() -> server.recvFrom(ByteBuffer.allocate(1)));
            server.sendTo(bytes(2), sender);
            fails(FailureKind.TIMEOUT, () -> client.recv(ByteBuffer.allocate(3)));

            network.impair(Side.SERVER, Impairment.NONE);
            server.sendTo(bytes(3), sender);
            ByteBuffer received = ByteBuffer.allocate(3);
            inTheEnd(() -> client.recv(received));
            assertThat(received.flip()).isEqualTo(bytes(3));
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, 192.0.2.2", "tcp, 2001:db8::2", "posix+tcp, 192.0.2.2", "posix+tcp, 2001:db8::2"})
    void aReplyArrivesWhenAOneWayPartitionHeals(String scheme, String host) throws IOException {
        try (Listener listener = listen(scheme, host);
                Connection client = connect(listener, IMPATIENT);
                Connection server = listener.accept()) {
            network.impair(Side.SERVER, Impairment.CUT);
            client.sendFully(bytes(10));
            server.recvFully(ByteBuffer.allocate(10));
            server.sendFully(bytes(20));
            fails(FailureKind.TIMEOUT, () -> client.recv(ByteBuffer.allocate(1)));

            network.impair(Side.SERVER, Impairment.NONE);
            client.sendFully(bytes(1)); // so that the server hears of it, and sends again
            assertThat(receivedInTheEnd(client, 20)).isEqualTo(bytes(20));
        }
    }

    /** Retransmissions are seconds apart after a while. */
    private static ByteBuffer receivedInTheEnd(Connection connection, int count) throws IOException {
        ByteBuffer received = ByteBuffer.allocate(count);
        while (received.hasRemaining()) {
            inTheEnd(() -> connection.recv(received));
        }
        return received.flip();
    }

    @ParameterizedTest
    @CsvSource({"tcp, 192.0.2.2", "tcp, 2001:db8::2", "posix+tcp, 192.0.2.2", "posix+tcp, 2001:db8::2"})
    void keepAliveFindsAHostThatHasGone(String scheme, String host) throws IOException {
        Options asking = Options.DEFAULT
                .with(Options.KEEP_ALIVE_IDLE, SECOND)
                .with(Options.KEEP_ALIVE_INTERVAL, SECOND)
                .with(Options.KEEP_ALIVE_PROBES, 2);
        try (Listener listener = listen(scheme, host);
                Connection client = connect(listener, asking);
                Connection server = listener.accept()) {
            assertThat(server.keepsMessageBoundaries()).isFalse();
            network.impairBoth(Impairment.CUT);
            fails(FailureKind.TIMEOUT, () -> client.recv(ByteBuffer.allocate(1)));
        }
    }

    @ParameterizedTest
    @CsvSource({"posix+tcp, 192.0.2.2", "posix+tcp, 2001:db8::2"})
    void userTimeoutFindsAHostThatHasGoneWithoutAcknowledging(String scheme, String host) throws IOException {
        Options hasty = Options.DEFAULT.with(Options.USER_TIMEOUT, SECOND); // which holds for connecting, too
        try (Listener listener = listen(scheme, host);
                Connection client = inTheEnd(() -> connect(listener, hasty));
                Connection server = listener.accept()) {
            assertThat(server.keepsMessageBoundaries()).isFalse();
            network.impairBoth(Impairment.CUT);
            client.sendFully(bytes(10));
            fails(FailureKind.TIMEOUT, () -> client.recv(ByteBuffer.allocate(1)));
        }
    }

    /** Its host says so, by ICMP. */
    @ParameterizedTest
    @CsvSource({"udp, 192.0.2.2", "udp, 2001:db8::2", "posix+udp, 192.0.2.2", "posix+udp, 2001:db8::2"})
    void aDatagramPeerThatHasEndedRefuses(String scheme, String host) throws IOException {
        PacketSocket server = bind(scheme, host);
        try (Connection client = connect(server, Options.DEFAULT)) {
            server.close();
            client.send(bytes(1));
            fails(FailureKind.REFUSED, () -> client.recv(ByteBuffer.allocate(1)));
        }
    }

    /** Nobody says so: only a limit of one's own ends the wait. */
    @ParameterizedTest
    @CsvSource({"udp, 192.0.2.2", "udp, 2001:db8::2", "posix+udp, 192.0.2.2", "posix+udp, 2001:db8::2"})
    void aDatagramPeerWhoseHostHasGoneIsSilent(String scheme, String host) throws IOException {
        try (PacketSocket server = bind(scheme, host);
                Connection client = connect(server, IMPATIENT)) {
            network.impairBoth(Impairment.CUT);
            client.send(bytes(1));
            fails(FailureKind.TIMEOUT, () -> client.recv(ByteBuffer.allocate(1)));
            fails(FailureKind.TIMEOUT, () -> server.recvFrom(ByteBuffer.allocate(1)));
        }
    }
}
