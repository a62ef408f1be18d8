package dev.ipcdemo.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of the measure service, and servers that do what a test has them do. */
@Timeout(600)
class PeerChannelTest {

    private static final int BYTES = 64;
    private static final int VERSION_AT = 10;
    private static final HandshakeMessage.Welcome WELCOMING = new HandshakeMessage.Welcome(
            new ServerIdentity(7, "a", "b", "c"), new ServerState(1, 0, CpuThrottling.NONE), "Linux, 2 CPUs");
    private static final ByteBuffer WELCOME = WELCOMING.toBytes();

    private final List<HandshakeMessage.Welcome> welcomes = new CopyOnWriteArrayList<>();

    /** What a server does with its first connection. */
    @FunctionalInterface
    private interface Server {
        void serve(Connection connection) throws IOException;
    }

    /** What a server does with its socket. */
    @FunctionalInterface
    private interface DatagramServer {
        void serve(PacketSocket socket) throws IOException;
    }

    /** What a client does once it is connected. */
    @FunctionalInterface
    private interface Client<T> {
        T use(PeerChannel channel) throws IOException;
    }

    private static SessionTerms terms(Pattern pattern) {
        return new SessionTerms(1, pattern, BYTES, 10_000, 1_000, 0, 0, true, SizeMix.NONE);
    }

    private PeerChannel open(Endpoint endpoint, SessionTerms terms) throws IOException {
        return PeerChannel.open(endpoint, terms, Options.DEFAULT, Idle.on(Cpus.FREE), welcomes::add);
    }

    private <T> T overTcp(Pattern pattern, Server server, Client<T> client) throws Exception {
        return overTcp(terms(pattern), server, client);
    }

    private <T> T overTcp(SessionTerms terms, Server server, Client<T> client) throws Exception {
        try (Listener listener = Transports.stream("tcp").listen(Endpoint.parse("tcp:"), Options.DEFAULT)) {
            CompletableFuture<Void> served = run(() -> {
                try (Connection connection = listener.accept()) {
                    server.serve(connection);
                }
            });
            T result;
            try (PeerChannel channel = open(listener.localEndpoint(), terms)) {
                result = client.use(channel);
            }
            served.get(120, TimeUnit.SECONDS);
            return result;
        }
    }

    private <T> T overUdp(Pattern pattern, DatagramServer server, Client<T> client) throws Exception {
        try (PacketSocket socket = Transports.packet("udp").bind(Endpoint.parse("udp:"), Options.DEFAULT)) {
            CompletableFuture<Void> served = run(() -> server.serve(socket));
            try (PeerChannel channel = open(socket.localEndpoint(), terms(pattern))) {
                T result = client.use(channel);
                served.get(120, TimeUnit.SECONDS);
                return result;
            }
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> run(Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Threads.startPlatform("server", () -> {
            try {
                work.run();
                done.complete(null);
            } catch (IOException | RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static ByteBuffer receive(Connection connection, int bytes) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(bytes);
        connection.recvFully(message);
        return message.flip();
    }

    private static HandshakeMessage greeting(ByteBuffer message) {
        return HandshakeMessage.read(message).orElseThrow();
    }

    private static Server answering(ByteBuffer answer) {
        return connection -> {
            receive(connection, HandshakeMessage.BYTES);
            connection.sendFully(answer.duplicate());
        };
    }

    private void assertFails(Server server, String words) {
        assertThatThrownBy(() -> overTcp(Pattern.ROUND_TRIP, server, channel -> ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    @Test
    void greetsWithItsTermsAndLearnsWhereThePeerRuns() throws Exception {
        overTcp(
                Pattern.ROUND_TRIP,
                connection -> {
                    assertThat(greeting(receive(connection, HandshakeMessage.BYTES)))
                            .isEqualTo(new HandshakeMessage.Greeting(Cookie.NONE, terms(Pattern.ROUND_TRIP)));
                    connection.sendFully(WELCOME.duplicate());
                },
                channel -> "");
        assertThat(welcomes).containsExactly(WELCOMING);
    }

    @Test
    void saysWhyAPeerRefuses() {
        assertFails(answering(new HandshakeMessage.Refusal("too large").toBytes()), "refuses: too large");
    }

    @Test
    void saysWhatToDoAboutAServerOfAnotherVersion() {
        assertFails(
                answering(WELCOMING.toBytes().put(VERSION_AT, (byte) 99)),
                "speaks version 99 of the protocol, and this client version 3: use the same ipc-demo on both sides");
    }

    @Test
    void understandsARefusalOfAnyVersion() {
        assertFails(
                answering(new HandshakeMessage.Refusal("too old").toBytes().put(VERSION_AT, (byte) 99)),
                "refuses: too old");
    }

    @Test
    void saysThatAnEchoServerSendsBackWhatItGets() {
        assertFails(
                connection -> connection.sendFully(receive(connection, HandshakeMessage.BYTES)),
                "sends back what it gets");
    }

    @Test
    void saysThatAnotherProtocolIsSpoken() {
        assertFails(answering(ByteBuffer.allocate(HandshakeMessage.BYTES)), "does not answer as");
    }

    @Test
    void saysThatThePeerClosedTheConnection() {
        assertFails(connection -> receive(connection, HandshakeMessage.BYTES), "closed the connection");
    }

    @Test
    void readsTheWelcomeWithTheFirstReplyWhereConnectingIsMeasured() throws Exception {
        ByteBuffer reply = overTcp(
                Pattern.CONNECT,
                connection -> {
                    receive(connection, HandshakeMessage.BYTES);
                    ByteBuffer message = receive(connection, BYTES);
                    connection.sendFully(WELCOME.duplicate());
                    connection.sendFully(message);
                },
                channel -> {
                    channel.send(Payload.message(BYTES));
                    ByteBuffer buffer = ByteBuffer.allocate(BYTES + 1);
                    assertThat(channel.receive(buffer)).isEqualTo(BYTES);
                    return buffer;
                });
        assertThat(reply).isEqualTo(Payload.message(BYTES));
    }

    @Test
    void asksWhatHasArrived() throws Exception {
        Arrivals counted = new Arrivals(new Counts(0, 1, 2, 3, 4, 5, 6, 7), 8, new Arrivals.Steady(9, 10, 1.1));
        Arrivals arrivals = overTcp(
                Pattern.THROUGHPUT,
                connection -> {
                    receive(connection, HandshakeMessage.BYTES);
                    connection.sendFully(WELCOME.duplicate());
                    assertThat(PeerRequest.read(receive(connection, BYTES)))
                            .hasValue(new PeerRequest(PeerRequest.Kind.MARK, 0));
                    connection.sendFully(new PeerReport(0, counted).toBytes());
                },
                channel -> channel.arrivals(true));
        assertThat(arrivals).isEqualTo(counted);
    }

    @Test
    void aRequestHasTheSizeOfTheMessageInWhosePlaceItIs() throws Exception {
        SizeMix mix = SizeMix.parse("16:1+100:1+2000:1");
        SessionTerms terms = new SessionTerms(1, Pattern.THROUGHPUT, 2000, 10_000, 1_000, 0, 0, true, mix);
        Payload payload = new Payload(mix.requests());
        ByteBuffer message = Payload.message(2000);
        Arrivals arrivals = overTcp(
                terms,
                connection -> {
                    receive(connection, HandshakeMessage.BYTES);
                    connection.sendFully(WELCOME.duplicate());
                    receive(connection, mix.requests().of(0));
                    receive(connection, mix.requests().of(1));
                    assertThat(PeerRequest.read(
                                    receive(connection, mix.requests().of(2))))
                            .hasValue(new PeerRequest(PeerRequest.Kind.REPORT, 0));
                    connection.sendFully(new PeerReport(0, Arrivals.NONE).toBytes());
                },
                channel -> {
                    payload.writeRequest(message, 0);
                    channel.send(message);
                    payload.writeRequest(message, 1);
                    channel.send(message);
                    return channel.arrivals(false);
                });
        assertThat(arrivals).isEqualTo(Arrivals.NONE);
    }

    /** The next request: on a busy machine the greeting before it may have been repeated. */
    private static PeerRequest request(PacketSocket socket) throws IOException {
        ByteBuffer next = ByteBuffer.allocate(1_000);
        Optional<PeerRequest> request;
        do {
            socket.recvFrom(next.clear());
            request = PeerRequest.read(next.flip());
        } while (request.isEmpty());
        return request.get();
    }

    /** The cookie of the next greeting that is another one: on a busy machine the same one may have been repeated more than once. */
    private static Cookie cookieAfter(ByteBuffer greeting, PacketSocket socket) throws IOException {
        ByteBuffer next = ByteBuffer.allocate(1_000);
        do {
            socket.recvFrom(next.clear());
        } while (next.flip().equals(greeting));
        return greeting(next).cookie();
    }

    @Test
    void repeatsADatagramThatWasLostAndSendsTheCookieBack() throws Exception {
        Cookie cookie = new Cookie(3, 4);
        overUdp(
                Pattern.ROUND_TRIP,
                socket -> {
                    ByteBuffer lost = ByteBuffer.allocate(1_000);
                    socket.recvFrom(lost);
                    ByteBuffer first = ByteBuffer.allocate(1_000);
                    SocketAddress client = socket.recvFrom(first);
                    assertThat(first.flip()).as("the same again").isEqualTo(lost.flip());
                    socket.sendTo(new HandshakeMessage.Challenge(cookie).toBytes(), client);
                    assertThat(cookieAfter(first, socket)).isEqualTo(cookie);
                    socket.sendTo(WELCOME.duplicate(), client);
                },
                channel -> "");
        assertThat(welcomes).containsExactly(WELCOMING);
    }

    @Test
    void ignoresALateAnswerToAnotherRequest() throws Exception {
        Arrivals counted = new Arrivals(Counts.NONE, 8);
        Arrivals arrivals = overUdp(
                Pattern.THROUGHPUT,
                socket -> {
                    SocketAddress client = socket.recvFrom(ByteBuffer.allocate(1_000));
                    socket.sendTo(WELCOME.duplicate(), client);
                    long nonce = request(socket).nonce();
                    socket.sendTo(WELCOME.duplicate(), client);
                    socket.sendTo(new PeerReport(nonce - 1, Arrivals.NONE).toBytes(), client);
                    socket.sendTo(new PeerReport(nonce, counted).toBytes(), client);
                },
                channel -> channel.arrivals(false));
        assertThat(arrivals).isEqualTo(counted);
    }
}
