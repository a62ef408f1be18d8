package dev.ipcdemo.service;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.cutOff;
import static dev.ipcdemo.testing.Schemes.file;
import static dev.ipcdemo.testing.Schemes.isEnded;
import static dev.ipcdemo.testing.Schemes.receive;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Schemes;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class ServerTest {

    private static final Limits LIMITS = new Limits(1_000, 100, Duration.ofMinutes(1));
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Server> servers = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        for (Server server : servers) {
            server.close();
            server.await();
            assertThat(file(server.endpoint())).doesNotExist();
        }
    }

    private Server start(String scheme, ServiceName service, Limits limits) throws SocketFailure {
        Schemes.assumeAvailable(scheme);
        return start(Endpoint.parse(scheme + ":"), service.make(limits), limits);
    }

    private Server start(Endpoint endpoint, Service service, Limits limits) throws SocketFailure {
        Server server = Server.start(endpoint, service, limits, Options.DEFAULT, log::add);
        servers.add(server);
        return server;
    }

    private static String summary(Server server) throws InterruptedException {
        server.close();
        server.await();
        return server.summary();
    }

    /** Of what other threads still do, {@link Server#await} waits for some seconds only, and they may take longer. */
    private void awaitLines(String end, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(log).filteredOn(line -> line.endsWith(end)).hasSize(count));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void echoesToEachClientWhatItSent(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);

        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(connect(server.endpoint()));
            send(clients.get(i), "I am " + i);
        }
        for (int i = 9; i >= 0; i--) {
            assertThat(receive(clients.get(i), 6)).isEqualTo("I am " + i);
            clients.get(i).close();
        }
        assertThat(summary(server))
                .contains(Transports.byScheme(scheme).type().isConnected() ? "connections 10," : "peers 10,")
                .contains("60 bytes")
                .contains("refused 0")
                .contains("idle 0");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void discardsWhatComesAndCountsIt(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.DISCARD, LIMITS);

        try (Connection client = connect(server.endpoint())) {
            send(client, "into the void");
            await().atMost(PATIENCE).until(() -> server.summary().contains("13 bytes"));
        }
        assertThat(summary(server)).containsPattern("sent 0 (bytes|messages)");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void echoesMuchMoreThanTheBuffersHold(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);

        byte[] sent = new byte[5_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 + i / 256);
        }
        try (Connection client = connect(server.endpoint())) {
            Thread sender = new Thread(() -> sendAll(client, sent));
            sender.start();
            ByteBuffer received = ByteBuffer.allocate(sent.length);
            client.recvFully(received);
            sender.join();
            assertThat(received.array()).isEqualTo(sent);
            assertThat(isEnded(client)).isTrue();
        }
    }

    private static void sendAll(Connection client, byte[] bytes) {
        try {
            client.sendFully(ByteBuffer.wrap(bytes));
            client.shutdownOutput();
        } catch (SocketFailure e) {
            throw new AssertionError(e);
        }
    }

    /** A client that comes, says four bytes, hears them, and goes. */
    private static Endpoint talkTo(Server server) throws Exception {
        Endpoint client;
        try (Connection connection = connect(server.endpoint())) {
            client = connection.localEndpoint();
            send(connection, "four");
            assertThat(receive(connection, 4)).isEqualTo("four");
        }
        return client;
    }

    private void assertLogged(String first, String last, String why) {
        await().atMost(PATIENCE).until(() -> log.size() == 2);
        assertThat(log.get(0)).startsWith(first);
        assertThat(log.get(1))
                .startsWith(last)
                .containsPattern("after \\d+\\.\\d{3} s, received .*4 bytes.*, sent .*4 bytes")
                .endsWith(why);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void logsEachConnectionWhenItIsOpenedAndClosed(String scheme) throws Exception {
        Endpoint client = talkTo(start(scheme, ServiceName.ECHO, LIMITS));

        assertLogged("#1 opened " + client, "#1 closed " + client, "(ended by the peer)");
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceName.class,
            names = {"ECHO", "MEASURE", "CHAT"})
    void aProbeThatIsClosedAtOnceIsCountedAndNotLogged(ServiceName service) {
        await().atMost(PATIENCE).until(() -> isProbed(service));
    }

    /** Returns false if the probe was logged, as it is when the server comes to close it after a second or more. */
    private boolean isProbed(ServiceName service) throws Exception {
        log.clear();
        Server server = start("tcp", service, new Limits(1_000, 1, Duration.ofMinutes(1)));
        Transports.stream("tcp").connect(server.endpoint(), Options.DEFAULT).close();
        await().atMost(PATIENCE).until(() -> isAnswered(server)); // when the probe has left its place
        assertThat(summary(server)).contains("connections 2,");
        return log.stream().noneMatch(line -> line.startsWith("#1 "));
    }

    private static boolean isAnswered(Server server) throws SocketFailure {
        try (Connection client = Transports.stream("tcp").connect(server.endpoint(), Options.DEFAULT)) {
            client.sendFully(Greetings.greeting(Greetings.ROUND_TRIPS));
            return client.recv(ByteBuffer.allocate(1_000)) > 0;
        } catch (SocketFailure refused) {
            return false;
        }
    }

    @Test
    void aConnectionThatStaysIsLoggedAlthoughItIsSilent() throws Exception {
        Server server = start("tcp", ServiceName.ECHO, LIMITS);
        try (Connection silent = Transports.stream("tcp").connect(server.endpoint(), Options.DEFAULT)) {
            await().atMost(PATIENCE).until(() -> !log.isEmpty());
            assertThat(log).singleElement().asString().startsWith("#1 opened " + silent.localEndpoint());
        }
        await().atMost(PATIENCE).until(() -> log.size() == 2);
        assertThat(log.get(1)).startsWith("#1 closed ");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void logsEachSenderWhenItIsHeardOfAndForgotten(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);
        Endpoint client = talkTo(server);
        server.close();
        server.await();

        assertLogged("#1 heard of " + client, "#1 forgot " + client, "(the server ended)");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void closesFurtherClientsAtOnce(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 2, Duration.ofMinutes(1)));

        try (Connection first = connect(server.endpoint());
                Connection second = connect(server.endpoint());
                Connection third = connect(server.endpoint())) {
            assertThat(isEnded(third)).isTrue();
            await().atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.startsWith("refused ")));
            for (Connection one : List.of(first, second)) {
                send(one, "hi");
                assertThat(receive(one, 2)).isEqualTo("hi");
            }
            first.shutdownOutput();
            assertThat(isEnded(first)).isTrue();
            try (Connection fourth = connect(server.endpoint())) {
                send(fourth, "hi");
                assertThat(receive(fourth, 2)).isEqualTo("hi");
            }
        }
        assertThat(summary(server)).contains("connections 3,").contains("refused 1,");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void dropsTheDatagramsOfFurtherPeers(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 1, Duration.ofMinutes(1)));

        try (Connection first = connect(server.endpoint());
                Connection second = connect(server.endpoint())) {
            send(first, "1");
            assertThat(receive(first, 1)).isEqualTo("1");
            send(second, "2");
            send(second, "2");
            send(first, "3");
            assertThat(receive(first, 1)).isEqualTo("3");
        }
        assertThat(summary(server)).contains("peers 1,").contains("refused 2,");
        assertThat(log).filteredOn(line -> line.startsWith("refused ")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#messages")
    void dropsCountsAndLogsAMessageThatIsTooLarge(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);

        try (Connection client = connect(server.endpoint())) {
            send(client, "x".repeat(1_001));
            send(client, "x".repeat(5_000));
            send(client, "y".repeat(1_000));
            assertThat(receive(client, 1_000)).isEqualTo("y".repeat(1_000));
        }
        server.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.summary())
                        .contains("received 1 messages (1000 bytes), sent 1 messages (1000 bytes), dropped 2"));
        assertThat(log)
                .filteredOn(line -> line.contains("dropped a message of more than 1000 bytes"))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void closesAConnectionThatIsIdle(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 1, Duration.ofMillis(100)));

        for (int i = 0; i < 3; i++) {
            try (Connection client = connect(server.endpoint())) {
                assertThat(isEnded(client)).isTrue();
            }
        }
        assertThat(summary(server)).contains("connections 3,").contains("refused 0, idle 3");
        awaitLines("(idle for 0.100 s)", 3);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void closesAConnectionWhoseClientDoesNotRead(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 1, Duration.ofMillis(300)));

        try (Connection client = connect(server.endpoint())) {
            assertThatThrownBy(() -> {
                        while (true) {
                            send(client, "x".repeat(1_000));
                        }
                    })
                    .isInstanceOfSatisfying(
                            SocketFailure.class,
                            failure -> assertThat(failure.kind())
                                    .as(server::summary)
                                    .isIn(cutOff(scheme)));
        }
        assertThat(summary(server)).contains("idle 1");
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#datagrams")
    void forgetsAPeerThatIsIdle(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 1, Duration.ofMillis(100)));

        for (int i = 0; i < 2; i++) {
            try (Connection client = connect(server.endpoint())) {
                send(client, "hi");
                assertThat(receive(client, 2)).isEqualTo("hi");
                int forgotten = i + 1;
                await().atMost(PATIENCE).until(() -> server.summary().endsWith("idle " + forgotten));
            }
        }
        assertThat(summary(server)).contains("peers 2,").contains("refused 0, idle 2");
    }

    /** Where a thread that waits is one of the platform's. */
    @ParameterizedTest
    @ValueSource(strings = {"junix", "unixpacket"})
    void manyConnectionsShareThreadsAndIdleOnesHaveNone(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 300, Duration.ofMinutes(10)));
        List<Connection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                clients.add(connect(server.endpoint()));
            }
            for (int round = 0; round < 3; round++) {
                for (Connection client : clients) {
                    send(client, "hi");
                }
                for (Connection client : clients) {
                    assertThat(receive(client, 2)).isEqualTo("hi");
                }
                await().atMost(PATIENCE)
                        .until(() -> threads("busy peer of " + server.endpoint()) == 0 && threads("peer #") == 128);
            }
            for (Connection client : clients.subList(100, 200)) {
                client.close();
            }
            awaitLines("(ended by the peer)", 100);
            assertThat(summary(server)).contains("connections 300,");
            assertThat(isEnded(clients.get(0))).isTrue();
            assertThat(isEnded(clients.get(299))).isTrue();
            awaitLines("(the server ended)", 200);
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junix", "unixpacket"})
    void closesManyConnectionsThatAreIdle(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 300, Duration.ofMillis(1_500)));
        List<Connection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(connect(server.endpoint()));
            }
            for (Connection client : clients) {
                assertThat(isEnded(client)).isTrue();
            }
            assertThat(summary(server)).contains("connections 200,").contains("idle 200");
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatResetsCostsOnlyItself() throws Exception {
        Server server = start("tcp", ServiceName.ECHO, LIMITS);

        Endpoint.HostPort name = (Endpoint.HostPort) server.endpoint().name();
        try (Connection other = connect(server.endpoint())) {
            try (Socket rude = new Socket(InetAddress.getByName(name.host()), Integer.parseInt(name.port()))) {
                rude.setSoLinger(true, 0);
                rude.getOutputStream().write(1);
            }
            await().atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.endsWith("(reset by peer)")));
            send(other, "hi");
            assertThat(receive(other, 2)).isEqualTo("hi");
        }
    }

    @Test
    void aDatagramPeerThatDoesNotReadHoldsUpNobody() throws Exception {
        Server server = start("unixgram", ServiceName.ECHO, LIMITS);
        PacketTransport transport = Transports.packet("unixgram");
        SocketAddress address = transport.resolve(server.endpoint()).get(0);

        try (PacketSocket deaf = transport.bind(Endpoint.parse("unixgram:"), Options.DEFAULT);
                Connection other = connect(server.endpoint())) {
            // More than fits into its queue and the server's.
            for (int i = 0; i < 200; i++) {
                deaf.sendTo(ByteBuffer.wrap(new byte[1]), address);
            }
            send(other, "hi");
            assertThat(receive(other, 2)).isEqualTo("hi");
            assertThat(log)
                    .filteredOn(line -> line.contains("was not answered"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("#1 ")
                    .contains("timed out");
        }
        assertThat(summary(server)).contains("received 201 messages").doesNotContain("unanswered 0");
    }

    /** What they were sent stays in the server's send buffer, until they read or go. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void connectedDatagramPeersThatDoNotReadCostOnlyThemselves(int count) throws Exception {
        Server server = start("unixgram", ServiceName.ECHO, new Limits(1_000, count + 1, Duration.ofMinutes(1)));

        List<Connection> deaf = new ArrayList<>();
        try (Connection other = connect(server.endpoint())) {
            for (int i = 0; i < count; i++) {
                deaf.add(connect(server.endpoint()));
            }
            for (int i = 0; i < 3_000; i++) {
                send(deaf.get(i % count), "x");
            }
            for (int i = 0; i < 1_000; i++) {
                send(deaf.get(i % count), "x");
                send(other, "message " + i);
                assertThat(receive(other, 8 + Integer.toString(i).length())).isEqualTo("message " + i);
            }
        } finally {
            for (Connection connection : deaf) {
                connection.close();
            }
        }
        assertThat(log).anyMatch(line -> line.contains("was not answered"));
    }

    /** A busy machine may keep a peer from reading for longer than others can wait for it. */
    @Test
    void aDatagramPeerThatIsLateLosesNothing() throws Exception {
        Server server = start("unixgram", ServiceName.ECHO, LIMITS);

        try (Connection deaf = connect(server.endpoint());
                Connection late = connect(server.endpoint())) {
            for (int i = 0; i < 200; i++) {
                send(deaf, "x");
            }
            for (int i = 0; i < 20; i++) {
                int before = i;
                await().atMost(PATIENCE)
                        .until(() -> server.summary().contains("received " + (200 + 8 * before) + " messages"));
                for (int k = 0; k < 8; k++) {
                    send(late, "answer " + k);
                }
                int after = i + 1;
                await().atMost(PATIENCE)
                        .until(() -> server.summary().contains("received " + (200 + 8 * after) + " messages"));
                for (int k = 0; k < 8; k++) {
                    assertThat(receive(late, 8)).isEqualTo("answer " + k);
                }
            }
        }
    }

    /** Each may be sent one answer, and the largest are a third of the send buffer. */
    @Test
    void connectedDatagramPeersThatDoNotReadLargeAnswersCostOnlyThemselves() throws Exception {
        Server server = start("unixgram", ServiceName.ECHO, new Limits(65_536, 100, Duration.ofMinutes(1)));

        List<Connection> deaf = new ArrayList<>();
        try (Connection other = connect(server.endpoint())) {
            for (int i = 0; i < 10; i++) {
                deaf.add(connect(server.endpoint()));
            }
            for (int i = 0; i < 100; i++) {
                send(deaf.get(i % 10), "x".repeat(65_000));
                send(other, "message " + i);
                assertThat(receive(other, 8 + Integer.toString(i).length())).isEqualTo("message " + i);
            }
        } finally {
            for (Connection connection : deaf) {
                connection.close();
            }
        }
    }

    @Test
    void aDatagramPeerIsAnsweredAgainWhenItReads() throws Exception {
        Server server = start("unixgram", ServiceName.ECHO, LIMITS);

        Options impatient = Options.DEFAULT.with(Options.RECV_TIMEOUT, Duration.ofMillis(100));
        try (Connection client = Transports.packet("unixgram").connect(server.endpoint(), impatient)) {
            for (int i = 0; i < 2_000; i++) {
                send(client, "x");
            }
            ByteBuffer answer = ByteBuffer.allocate(10);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                receiveOrSend(client, answer.clear());
                return answer.position() == 4;
            });
        }
    }

    /** Receives what there is; when there is nothing, sends something to be answered. */
    private static void receiveOrSend(Connection client, ByteBuffer answer) throws SocketFailure {
        try {
            client.recv(answer);
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT);
            send(client, "last");
        }
    }

    @Test
    void answersADatagramFromAnAbstractName() throws Exception {
        Schemes.assumeAvailable("unixgram");
        Server server = start(Endpoint.parse("unixgram:@"), ServiceName.ECHO.make(LIMITS), LIMITS);
        PacketTransport transport = Transports.packet("unixgram");

        try (PacketSocket socket =
                transport.bind(Endpoint.parse("unixgram:@"), Options.DEFAULT.with(Options.RECV_TIMEOUT, PATIENCE))) {
            socket.sendTo(
                    ByteBuffer.wrap(new byte[3]),
                    transport.resolve(server.endpoint()).get(0));
            ByteBuffer answer = ByteBuffer.allocate(10);
            assertThat(socket.recvFrom(answer))
                    .isEqualTo(transport.resolve(server.endpoint()).get(0));
            assertThat(answer.position()).isEqualTo(3);
            assertThat(log.get(0)).isEqualTo("#1 heard of " + socket.localEndpoint());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "posix+udp", "posix+unixgram"})
    void answersAnEmptyDatagram(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        Server server = start(scheme, ServiceName.ECHO, LIMITS);
        PacketTransport transport = Transports.packet(scheme);
        SocketAddress address = transport.resolve(server.endpoint()).get(0);

        Options patient = Options.DEFAULT.with(Options.RECV_TIMEOUT, PATIENCE);
        try (PacketSocket socket = transport.bind(transport.clientAddress(address), patient)) {
            socket.sendTo(ByteBuffer.allocate(0), address);
            ByteBuffer answer = ByteBuffer.allocate(10);
            assertThat(socket.recvFrom(answer)).isEqualTo(address);
            assertThat(answer.position()).isZero();
            // It is counted when its send has returned, which the answer to another one shows. (Of a channel that is
            // closed
            // meanwhile, the JDK tells only the sends that were not empty.)
            socket.sendTo(ByteBuffer.allocate(1), address);
            socket.recvFrom(answer);
        }
        assertThat(summary(server)).contains("received 2 messages (1 bytes), sent 2 messages (1 bytes)");
    }

    /** junixsocket does not tell who sent it. */
    @Test
    void anEmptyDatagramThatCannotBeAnsweredIsCountedAndTheNextOneIsAnswered() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "needs another program that sends an empty datagram");
        Server server = start("unixgram", ServiceName.ECHO, LIMITS);

        String program = """
                import socket, sys
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind(sys.argv[2])
                s.sendto(b'', sys.argv[1])
                s.sendto(b'', sys.argv[1])
                s.sendto(b'hi', sys.argv[1])
                sys.exit(0 if s.recv(10) == b'hi' else 1)
                """;
        Process client = new ProcessBuilder(
                        python.toString(),
                        "-c",
                        program,
                        ((PathName) server.endpoint().name()).path(),
                        directory.resolve("client").toString())
                .inheritIO()
                .start();

        assertThat(client.waitFor()).isZero();
        assertThat(log)
                .filteredOn(line -> line.startsWith("an empty datagram was not answered"))
                .hasSize(1);
        assertThat(summary(server))
                .contains("received 3 messages (2 bytes), sent 1 messages (2 bytes), dropped 0, unanswered 2");
    }

    private static void refuseExclamations(Peer from, ByteBuffer bytes) throws SocketFailure {
        if (bytes.get(0) == '!') {
            throw new IllegalStateException("I do not like this");
        }
        from.send(bytes);
    }

    @Test
    void aServiceThatThrowsCostsOnlyThatConnection() throws Exception {
        Service picky = ServerTest::refuseExclamations;
        for (String scheme : new String[] {"tcp", "udp"}) {
            log.clear();
            Server server = start(Endpoint.parse(scheme + ":"), picky, LIMITS);
            try (Connection bad = connect(server.endpoint());
                    Connection good = connect(server.endpoint())) {
                send(bad, "!");
                await().atMost(PATIENCE)
                        .until(() -> log.stream().anyMatch(line -> line.contains("I do not like this")));
                send(good, "hi");
                assertThat(receive(good, 2)).isEqualTo("hi");
            }
        }
    }

    @Test
    void tellsItsServiceWhoComesAndWhoGoes() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        Service watching = new Service() {
            @Override
            public void joined(Peer peer) throws SocketFailure {
                events.add("joined");
                peer.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
            }

            @Override
            public void received(Peer from, ByteBuffer bytes) {
                events.add("received");
            }

            @Override
            public void left(Peer peer) {
                events.add("left");
            }
        };
        for (String scheme : new String[] {"tcp", "udp"}) {
            events.clear();
            Server server = start(Endpoint.parse(scheme + ":"), watching, LIMITS);
            try (Connection client = connect(server.endpoint())) {
                send(client, "x");
                assertThat(receive(client, 5)).isEqualTo("hello");
                await().atMost(PATIENCE).until(() -> events.contains("received"));
            }
            summary(server);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(events).containsExactly("joined", "received", "left"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#connected")
    void closingEndsConnectionsAndRemovesTheSocketFile(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);

        try (Connection client = connect(server.endpoint())) {
            send(client, "hi");
            assertThat(receive(client, 2)).isEqualTo("hi");
            server.close();
            assertThat(isEnded(client)).isTrue();
            server.await();
        }
        assertThat(Files.exists(file(server.endpoint()))).isFalse();
        awaitLines("(the server ended)", 1);
        assertThatThrownBy(() -> connect(server.endpoint())).isInstanceOf(SocketFailure.class);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void drainingLetsInNobodyNewAndAnswersWhatHasCome(String scheme) throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        Schemes.assumeAvailable(scheme);
        Server server = start(Endpoint.parse(scheme + ":"), answeringAfter(mayAnswer), LIMITS);

        try (Connection idle = connect(server.endpoint());
                Connection client = connect(server.endpoint())) {
            send(client, "hi");
            await().atMost(PATIENCE).until(() -> server.summary().contains("2 bytes"));
            server.drain(PATIENCE);
            assertThat(isEnded(idle)).isTrue();
            assertThatThrownBy(() -> connect(server.endpoint())).isInstanceOf(SocketFailure.class);
            mayAnswer.countDown();
            assertThat(receive(client, 2)).isEqualTo("hi");
            assertThat(isEnded(client)).isTrue();
            server.await();
        }
        assertThat(server.summary()).doesNotContain("cut");
        awaitLines("(the server ended)", 2);
    }

    /** Also with so many that they share threads. */
    @ParameterizedTest
    @ValueSource(strings = {"junix", "unixpacket"})
    void drainingEndsManyConnectionsThatWereAnswered(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, new Limits(1_000, 300, Duration.ofMinutes(10)));
        List<Connection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(connect(server.endpoint()));
            }
            for (Connection client : clients) {
                send(client, "hi");
                assertThat(receive(client, 2)).isEqualTo("hi");
            }
            server.drain(PATIENCE);
            for (Connection client : clients) {
                assertThat(isEnded(client)).isTrue();
            }
            server.await();
            assertThat(server.summary()).doesNotContain("cut");
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    private static Service answeringAfter(CountDownLatch mayAnswer) {
        return (from, bytes) -> {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            from.send(bytes);
        };
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#streams")
    void drainingCutsAndCountsWhatIsNotDoneInTime(String scheme) throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        Schemes.assumeAvailable(scheme);
        Server server = start(Endpoint.parse(scheme + ":"), answeringAfter(mayAnswer), LIMITS);

        try (Connection client = connect(server.endpoint())) {
            send(client, "hi");
            await().atMost(PATIENCE).until(() -> server.summary().contains("2 bytes"));
            server.drain(Duration.ofMillis(300));
            await().atMost(PATIENCE).until(() -> server.summary().contains(", cut 1"));
            mayAnswer.countDown();
            server.await();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void drainingWithoutTimeEndsAtOnce(String scheme) throws Exception {
        Server server = start(scheme, ServiceName.ECHO, LIMITS);

        server.drain(Duration.ZERO);
        server.await();
        assertThat(server.summary()).doesNotContain("cut");
    }

    @Test
    void refusesAnEndpointThatALiveServerHas() throws Exception {
        Server server = start("tcp", ServiceName.ECHO, LIMITS);

        assertThatThrownBy(() -> start(server.endpoint(), ServiceName.ECHO.make(LIMITS), LIMITS))
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.IN_USE));
    }
}
