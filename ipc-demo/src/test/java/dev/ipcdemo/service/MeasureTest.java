package dev.ipcdemo.service;

import static dev.ipcdemo.service.Greetings.greeting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.PeerReport;
import dev.ipcdemo.compare.wire.ServerIdentity;
import dev.ipcdemo.compare.wire.SessionTerms;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Schemes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the far side of a comparison grants, and what it does not, to clients that keep to nothing. */
@Timeout(600)
class MeasureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Limits LIMITS = new Limits(4096, 10, Duration.ofMinutes(1));

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Server> servers = new ArrayList<>();

    @AfterEach
    void endServers() throws InterruptedException {
        for (Server server : servers) {
            server.close();
            server.await();
        }
    }

    private Server start(String scheme, Limits limits) throws SocketFailure {
        Schemes.assumeAvailable(scheme);
        Server server = Server.start(
                Endpoint.parse(scheme + ":"), ServiceName.MEASURE.make(limits), limits, Options.DEFAULT, log::add);
        servers.add(server);
        return server;
    }

    static Stream<String> datagrams() {
        return Stream.of("udp", "unixgram");
    }

    private static Connection connect(Server server) throws SocketFailure {
        return Transports.byScheme(server.endpoint().scheme())
                .connect(server.endpoint(), Options.DEFAULT.with(Options.RECV_TIMEOUT, PATIENCE));
    }

    /** What is logged last may come after {@link Server#await} has given up waiting for it. */
    private void awaitOnlyLine(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log).singleElement().asString().contains(text));
    }

    private static ByteBuffer receive(Connection client, int bytes) throws SocketFailure {
        ByteBuffer answer = ByteBuffer.allocate(client.keepsMessageBoundaries() ? 8192 : bytes);
        if (client.keepsMessageBoundaries()) {
            client.recv(answer);
        } else {
            client.recvFully(answer);
        }
        return answer.flip();
    }

    /** Greets, and proves its address where that is asked for. */
    private static ByteBuffer greet(Connection client, SessionTerms terms) throws SocketFailure {
        return greet(client, terms, greeting -> greeting);
    }

    private static ByteBuffer greet(Connection client, SessionTerms terms, UnaryOperator<ByteBuffer> change)
            throws SocketFailure {
        client.sendFully(change.apply(greeting(terms)));
        ByteBuffer answer = receive(client, Greetings.BYTES);
        if (!Greetings.isChallenge(answer)) {
            return answer;
        }
        client.sendFully(change.apply(greeting(terms, answer)));
        return receive(client, Greetings.BYTES);
    }

    /** Sends to a server that may have ended the connection already, because this thread was late. */
    private static void sendToWhoMayHaveEnded(Connection client, ByteBuffer bytes) {
        try {
            client.sendFully(bytes);
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.RESET);
        }
    }

    /** A client that has greeted. Connects again if the server has found it idle before that. */
    private static Connection connectGreeted(Server server) throws SocketFailure {
        while (true) {
            Connection client = connect(server);
            try {
                client.sendFully(greeting(Greetings.ROUND_TRIPS));
                if (receive(client, Greetings.BYTES).remaining() == Greetings.BYTES) {
                    return client;
                }
            } catch (SocketFailure e) {
                assertThat(e.kind()).isIn(FailureKind.RESET, FailureKind.ENDED);
            }
            client.close();
        }
    }

    private static void assertEnded(Connection client) {
        try {
            assertThat(client.recv(ByteBuffer.allocate(8192))).isNegative();
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.RESET); // what it had sent was not read
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void welcomesAndRepliesWithAMessageOfTheSameSize(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection client = connect(server)) {
            ByteBuffer welcome = greet(client, Greetings.ROUND_TRIPS);
            assertThat(Greetings.isWelcome(welcome)).isTrue();
            assertThat(Greetings.welcome(welcome).environment()).contains(System.getProperty("java.vm.name"));
            ByteBuffer message = Greetings.message(64);
            client.sendFully(message.duplicate());
            ByteBuffer reply = receive(client, 64);
            assertThat(reply.remaining()).isEqualTo(64);
            assertThat(reply.get(0)).isEqualTo((byte) (message.get(0) | 1));
        }
        server.close();
        server.await();
        awaitOnlyLine("round-trip, 64 B: 1 messages");
        assertThat(server.summary()).contains("sessions 1, turned away 0, not greeting 0");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void takesMessagesOfTheSizesThatAClientHasGreetedWith(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        SizeMix mix = SizeMix.parse("8:1+64:2+3000:1");
        SessionTerms terms = new SessionTerms(1, Pattern.ROUND_TRIP, 3000, 10_000, 1_000, 0, 0, true, mix);
        Payload payload = new Payload(mix.requests());
        ByteBuffer message = Payload.message(3000);
        ByteBuffer reply = ByteBuffer.allocateDirect(3001);
        Options patient = Options.DEFAULT.with(Options.RECV_TIMEOUT, PATIENCE);
        try (PeerChannel client =
                PeerChannel.open(server.endpoint(), terms, patient, Idle.on(Cpus.FREE), welcome -> {})) {
            for (long sequence = 0; sequence < 50; sequence++) {
                payload.writeRequest(message, sequence);
                client.send(message.duplicate());
                assertThat(client.receive(reply)).isEqualTo(mix.requests().of(sequence));
                Payload.turnIntoReply(message);
                assertThat(reply).isEqualTo(message);
            }
        }
        server.close();
        server.await();
        awaitOnlyLine("round-trip, 8:1+64:2+3000:1: 50 messages");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void turnsAnotherVersionAwayWithASentence(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection client = connect(server)) {
            ByteBuffer answer = greet(client, Greetings.ROUND_TRIPS, Greetings::ofAnotherVersion);
            assertThat(Greetings.isRefusal(answer)).isTrue();
            assertThat(Greetings.why(answer)).contains("version 3").contains("use the same ipc-demo");
        }
    }

    private HandshakeMessage.Welcome welcome(Connection client, long comparison) throws SocketFailure {
        SessionTerms terms = Greetings.ROUND_TRIPS;
        return Greetings.welcome(greet(
                client,
                new SessionTerms(comparison, terms.pattern(), 64, 10_000, 1_000_000, 0, 0, true, SizeMix.NONE)));
    }

    @Test
    void isTheSameServerToAllAndAnotherAfterARestart() throws Exception {
        Server server = start("tcp", LIMITS);
        Server restarted = start("tcp", LIMITS);
        try (Connection one = connect(server);
                Connection two = connect(server);
                Connection three = connect(restarted)) {
            ServerIdentity identity = welcome(one, 1).server();
            assertThat(welcome(two, 2).server()).isEqualTo(identity);
            assertThat(welcome(three, 1).server().instance()).isNotEqualTo(identity.instance());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void tellsBothOfTwoComparisonsThatTheOtherOneMeasures(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection first = connect(server);
                Connection sameComparison = connect(server);
                Connection second = connect(server);
                Connection again = connect(server)) {
            assertThat(welcome(first, 1).state().otherComparisons()).isZero();
            assertThat(welcome(sameComparison, 1).state().otherComparisons()).isZero();
            assertThat(welcome(second, 2).state().otherComparisons()).isOne();
            assertThat(welcome(again, 1).state().otherComparisons()).isOne();
        }
    }

    @Test
    void aClientThatOnlyAsksWhoIsThereIsNotLogged() throws Exception {
        Server server = start("tcp", LIMITS);
        try (Connection client = connect(server)) {
            assertThat(Greetings.isWelcome(greet(client, SessionTerms.ofGreeting(1))))
                    .isTrue();
        }
        server.close();
        server.await();
        assertThat(log).isEmpty();
        assertThat(server.summary()).contains("sessions 1");
    }

    @Test
    void turnsAwayAPatternThatItDoesNotKnow() throws Exception {
        Server server = start("tcp", LIMITS);
        try (Connection client = connect(server)) {
            client.sendFully(Greetings.ofAnUnknownPattern(greeting(Greetings.ROUND_TRIPS)));
            ByteBuffer answer = receive(client, Greetings.BYTES);
            assertThat(Greetings.isRefusal(answer)).isTrue();
            assertThat(Greetings.why(answer)).contains("pattern");
            assertEnded(client);
        }
        assertThat(server.summary()).contains("turned away 1");
    }

    static Stream<SessionTerms> outOfBounds() {
        SessionTerms good = Greetings.ROUND_TRIPS;
        return Stream.of(
                new SessionTerms(1, good.pattern(), 4097, 1_000, 1_000, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 0, 1_000, 1_000, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), -1, 1_000, 1_000, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, 600_001, 1_000, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, -1, 1_000, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, 1_000, Long.MAX_VALUE, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, 1_000, -1, 0, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, 1_000, 1_000, 65_536, 0, true, SizeMix.NONE),
                new SessionTerms(1, good.pattern(), 64, 1_000, 1_000, 0, 0, false, SizeMix.NONE),
                Greetings.throughput(7));
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void turnsAwayWhatIsOutOfBoundsAndGoesOn(SessionTerms terms) throws Exception {
        Server server = start("tcp", LIMITS);
        try (Connection client = connect(server)) {
            ByteBuffer answer = greet(client, terms);
            assertThat(Greetings.isRefusal(answer)).isTrue();
            assertThat(Greetings.why(answer)).isNotEmpty();
            assertEnded(client);
        }
        try (Connection client = connect(server)) {
            assertThat(Greetings.isWelcome(greet(client, Greetings.ROUND_TRIPS)))
                    .isTrue();
        }
        assertThat(server.summary()).contains("turned away 1");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void endsWithWhoSpeaksSomethingElseAndSendsNothing(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection client = connect(server)) {
            client.sendFully(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertEnded(client);
        }
        await().atMost(PATIENCE).until(() -> server.summary().contains("not greeting 1"));
        assertThat(server.summary()).containsPattern("sent 0 (bytes|messages)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unixpacket"})
    void aSilentPeerLosesItsConnection(String scheme) throws Exception {
        Server server = start(scheme, new Limits(4096, 10, Duration.ofMillis(500)));
        try (Connection silent = connect(server);
                Connection halfway = connectGreeted(server)) {
            assertEnded(silent);
            assertEnded(halfway);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log)
                        .anyMatch(line -> line.matches("#1 .* did not greet in .* \\(idle for 0\\.500 s\\)"))
                        .anyMatch(line ->
                                line.matches(".* round-trip, 64 B: 0 messages in .* \\(idle for 0\\.500 s\\)")));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void aGreetingHasToBeFinishedInTime(String scheme) throws Exception {
        Server server = start(scheme, new Limits(4096, 10, Duration.ofMinutes(1), Duration.ofMillis(300)));
        try (Connection dripping = connect(server)) {
            sendToWhoMayHaveEnded(dripping, greeting(Greetings.ROUND_TRIPS).limit(20));
            assertEnded(dripping);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(log).anyMatch(line -> line.endsWith("(did not finish its greeting in 0.300 s)")));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void aSessionEndsInTimeAlsoWithinAMessage(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        SessionTerms brief = new SessionTerms(1, Greetings.ROUND_TRIPS.pattern(), 64, 1, 10, 0, 0, true, SizeMix.NONE);
        try (Connection dripping = connect(server)) {
            greet(dripping, brief);
            sendToWhoMayHaveEnded(dripping, Greetings.message(64).limit(1));
            assertEnded(dripping);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(log).anyMatch(line -> line.endsWith("(did not finish its session in 1.001 s)")));
    }

    @Test
    void oneClientTooManyIsRefusedAndTheOthersAreServed() throws Exception {
        Server server = start("tcp", new Limits(4096, 2, Duration.ofMinutes(1)));
        try (Connection first = connect(server);
                Connection second = connect(server)) {
            greet(first, Greetings.ROUND_TRIPS);
            greet(second, Greetings.ROUND_TRIPS);
            try (Connection third = connect(server)) {
                assertEnded(third);
            }
            first.sendFully(Greetings.message(64));
            assertThat(receive(first, 64).remaining()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void whoSendsMoreThanItGreetedForIsEndedWith(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        SessionTerms two =
                new SessionTerms(1, Greetings.ROUND_TRIPS.pattern(), 64, 10_000, 2, 0, 0, true, SizeMix.NONE);
        try (Connection client = connect(server)) {
            greet(client, two);
            for (int i = 0; i < 2; i++) {
                client.sendFully(Greetings.message(64));
                receive(client, 64);
            }
            client.sendFully(Greetings.message(64));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log)
                            .anyMatch(line ->
                                    line.contains("2 messages") && line.contains("more than it had greeted for")));
        }
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void anAddressThatProvesNothingGetsNoMoreThanItSent(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection client = connect(server)) {
            client.send(ByteBuffer.wrap("give me all that you have".getBytes(StandardCharsets.US_ASCII)));
            client.send(Greetings.message(64));
            client.send(Greetings.request(PeerReport.BYTES));
            client.send(greeting(Greetings.ROUND_TRIPS));
            // One thread takes datagrams as they come, so an answer to an earlier one would come first.
            ByteBuffer challenge = receive(client, Greetings.BYTES);
            assertThat(Greetings.isChallenge(challenge)).isTrue();
            assertThat(challenge.remaining()).isLessThanOrEqualTo(Greetings.BYTES);
            assertThat(server.summary()).as("nothing is kept of it").startsWith("peers 0,");

            client.send(Greetings.message(64));
            client.send(greeting(Greetings.ROUND_TRIPS, challenge));
            assertThat(Greetings.isWelcome(receive(client, Greetings.BYTES))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void aCookieIsGoodForTheAddressThatItWasSentToOnly(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection one = connect(server);
                Connection other = connect(server)) {
            one.send(greeting(Greetings.ROUND_TRIPS));
            ByteBuffer challenge = receive(one, Greetings.BYTES);
            other.send(greeting(Greetings.ROUND_TRIPS, challenge));
            assertThat(Greetings.isChallenge(receive(other, Greetings.BYTES))).isTrue();
            one.send(greeting(Greetings.ROUND_TRIPS, challenge));
            assertThat(Greetings.isWelcome(receive(one, Greetings.BYTES))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void aReportIsSentOnlyForARequestThatIsAsLong(String scheme) throws Exception {
        Server server = start(scheme, LIMITS);
        try (Connection client = connect(server)) {
            greet(client, Greetings.throughput(64));
            client.send(Greetings.request(16));
            client.send(Greetings.request(PeerReport.BYTES));
            client.send(greeting(Greetings.throughput(64)));
            assertThat(receive(client, PeerReport.BYTES).remaining()).isEqualTo(PeerReport.BYTES);
            assertThat(Greetings.isWelcome(receive(client, Greetings.BYTES)))
                    .as("there was one report")
                    .isTrue();
        }
    }

    @Test
    void needsToBeAllowedMessagesOfTheSizeOfAGreeting() {
        assertThatThrownBy(() -> ServiceName.MEASURE.make(new Limits(100, 1, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 512 bytes");
    }
}
