package dev.ipcdemo.service.server;

import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One forged datagram must not keep two servers busy. */
@Timeout(600)
class DatagramLoopsTest {

    private static final Limits LIMITS = new Limits(1_000, 100, Duration.ofMinutes(1));
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** How often a peer that sends everything back looks whether it has been left alone. */
    private static final Duration SILENCE = Duration.ofMillis(100);

    private static final int FOREVER = 50_000;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Server start(ServiceName service) throws SocketFailure {
        return Server.start(Endpoint.parse("udp:"), service.make(LIMITS), LIMITS, Options.DEFAULT, log::add);
    }

    private static Connection connect(Server server, Duration limit) throws SocketFailure {
        return Transports.packet("udp").connect(server.endpoint(), Options.DEFAULT.with(Options.RECV_TIMEOUT, limit));
    }

    /** As an echo server does. Returns how many datagrams it was: none if none came for a while. */
    private static int sendOneBack(Connection connection) throws SocketFailure {
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        try {
            connection.recv(buffer);
            connection.sendFully(buffer.flip());
            return 1;
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT);
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aLoopWithAnotherEchoServerEnds(int forged) throws Exception {
        try (Server server = start(ServiceName.ECHO);
                Connection other = connect(server, SILENCE)) {
            for (int i = 0; i < forged; i++) {
                send(other, "forged " + i);
            }
            int sentBack = 0;
            while (sentBack < FOREVER && !server.summary().contains("unanswered " + forged + ",")) {
                sentBack += sendOneBack(other);
            }
            assertThat(sentBack).isLessThan(FOREVER);
            assertThat(sendOneBack(other)).as("what goes round after that").isZero();
            assertThat(log).anyMatch(line -> line.contains("it sends back what it is sent"));
        }
    }

    @Test
    void aClientWhoseMessagesDifferIsAlwaysAnswered() throws Exception {
        try (Server server = start(ServiceName.ECHO);
                Connection client = connect(server, PATIENCE)) {
            ByteBuffer answer = ByteBuffer.allocate(100);
            for (int i = 0; i < 3 * ReturnedAnswers.AT_ONCE; i++) {
                send(client, "message " + i);
                client.recv(answer.clear());
                assertThat(StandardCharsets.US_ASCII.decode(answer.flip()).toString())
                        .isEqualTo("message " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"a short line, 1", "a line that is long enough for the whole sentence, 2"})
    void aServerThatSendsEverythingBackDoesNotJoinAChat(String forged, int answers) throws Exception {
        try (Server server = start(ServiceName.CHAT);
                Connection other = connect(server, PATIENCE)) {
            send(other, forged);
            for (int i = 0; i < answers; i++) {
                assertThat(sendOneBack(other)).isOne();
            }
            send(other, "so the last one was not answered\n");
            ByteBuffer next = ByteBuffer.allocate(1_000);
            other.recv(next);
            assertThat(StandardCharsets.US_ASCII.decode(next.flip()).toString()).startsWith("* to join, say /");
            assertThat(server.summary()).startsWith("peers 0,");
        }
    }

    @Test
    void aServerOnAWildcardAddressAnswersNoAddressOfThisHostWithItsPort() throws Exception {
        UnansweredSources unanswered = new UnansweredSources(address("0.0.0.0", 7_000), true);
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertThat(own).isNotEmpty().allMatch(address -> unanswered.contains(new InetSocketAddress(address, 7_000)));
        assertThat(own).noneMatch(address -> unanswered.contains(new InetSocketAddress(address, 7_001)));
        assertThat(unanswered.contains(address("127.5.5.5", 7_000))).isTrue();
        assertThat(unanswered.contains(address("192.0.2.1", 7_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 7000, true", // the server itself
        "127.0.0.2, 7000, false",
        "192.0.2.1, 7, true",
        "192.0.2.1, 9, false", // discard answers nothing
        "192.0.2.1, 13, true",
        "192.0.2.1, 17, true",
        "192.0.2.1, 19, true",
        "192.0.2.1, 37, true",
        "192.0.2.1, 53, true",
        "192.0.2.1, 0, true",
        "224.0.0.1, 40000, true",
        "0.0.0.0, 40000, true",
        "192.0.2.1, 40000, false",
    })
    void knowsWhichSourcesNotToAnswer(String host, int port, boolean isUnanswered) throws Exception {
        assertThat(new UnansweredSources(address("127.0.0.1", 7_000), true).contains(address(host, port)))
                .isEqualTo(isUnanswered);
    }

    private static InetSocketAddress address(String host, int port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    @Test
    void remembersAnAnswerUntilItsLoopHasEnded() {
        ReturnedAnswers answers = new ReturnedAnswers(0);
        ByteBuffer first = ByteBuffer.wrap(new byte[] {1});
        for (int i = 0; i < ReturnedAnswers.AT_ONCE; i++) {
            answers.sending(first, i);
            assertThat(answers.mayAnswer(first, i)).isTrue();
        }
        assertThat(answers.mayAnswer(first, ReturnedAnswers.AT_ONCE)).isFalse();
        assertThat(first.remaining()).isEqualTo(1);
    }
}
