package dev.ipcdemo.service;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Schemes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chat in which somebody floods while others come, fall silent and go, and which is stopped amid all that. */
@Timeout(600)
class ChatLocksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A server's log leaves nothing out until it has so many lines about who comes, or who goes. */
    private static final int MOST_LINES = 1_000;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private void awaitLog(String text) {
        await(text).atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.contains(text)));
    }

    private Server start(String scheme, Duration idleTimeout, CallsUnderLocks calls) throws SocketFailure {
        Schemes.assumeAvailable(scheme);
        return Server.start(
                calls.around(Transports.byScheme(scheme)),
                Endpoint.parse(scheme + ":"),
                calls.around(new Chat(PATIENCE, 20)),
                new Limits(65_536, 10, idleTimeout),
                Options.DEFAULT,
                calls.aroundLog(log::add));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void noLockIsHeldWhileServiceLogOrSocketAreCalled(String scheme) throws Exception {
        CallsUnderLocks calls = new CallsUnderLocks();
        Server server = start(scheme, Duration.ofMinutes(5), calls);
        List<Connection> talkers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                talkers.add(ChatTest.join(connect(server.endpoint()), "talker" + i));
            }
            calls.holdSending();
            for (Connection talker : talkers.subList(0, 2)) {
                send(talker, "together more than an outbox holds\n".repeat(16));
            }
            awaitLog("does not read what it is sent");
        } finally {
            calls.letSend();
            for (Connection talker : talkers) {
                talker.close();
            }
            server.close();
            server.await();
        }
        assertThat(calls.found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void noLockIsHeldWhileSomebodyIdleIsEnded(String scheme) throws Exception {
        CallsUnderLocks calls = new CallsUnderLocks();
        Server server = start(scheme, Duration.ofMillis(200), calls);
        try (Connection idle = connect(server.endpoint())) {
            joinUnlessEnded(idle);
            awaitLog("idle for");
        } finally {
            server.close();
            server.await();
        }
        assertThat(calls.found()).isEmpty();
    }

    /** The server may find a client idle that was only late. */
    private static void joinUnlessEnded(Connection client) {
        try {
            ChatTest.join(client, "idler");
        } catch (SocketFailure e) {
            assertThat(e.kind()).isIn(Schemes.cutOff(client.peerEndpoint().scheme()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void endsAmidAFlood(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        Limits limits = new Limits(65_536, 20, Duration.ofMillis(50));
        for (int round = 0; round < 3; round++) {
            log.clear();
            Server server = Server.start(
                    Endpoint.parse(scheme + ":"), ServiceName.CHAT.make(limits), limits, Options.DEFAULT, log::add);
            AtomicBoolean isOver = new AtomicBoolean();
            List<Thread> clients = List.of(
                    start(() -> flood(server.endpoint(), isOver)),
                    start(() -> flood(server.endpoint(), isOver)),
                    start(() -> comeAndGo(server.endpoint(), isOver)));
            await().atMost(PATIENCE).until(() -> log.size() >= 100);
            server.close();
            server.await();
            isOver.set(true);
            for (Thread client : clients) {
                client.join();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(count("closed|forgot")).as("who left").isEqualTo(count("opened|heard of")));
        }
    }

    private long count(String events) {
        return log.stream()
                .filter(line -> line.matches("#\\d+ (" + events + ") .*"))
                .count();
    }

    private static Thread start(Runnable client) {
        Thread thread = new Thread(client, "client");
        thread.start();
        return thread;
    }

    /** Again and again, because whoever does not read is thrown out. */
    private void flood(Endpoint server, AtomicBoolean isOver) {
        byte[] lines = "/who\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        while (!isOver.get() && log.size() < MOST_LINES) {
            try (Connection client = joinSoon(server)) {
                while (!isOver.get()) {
                    client.sendFully(ByteBuffer.wrap(lines));
                }
            } catch (SocketFailure thrownOut) {
                Thread.onSpinWait();
            }
        }
    }

    /** Over datagrams what is said amid a flood may be lost, and nobody waits for an answer for long. */
    private static Connection joinSoon(Endpoint server) throws SocketFailure {
        Options options = Options.DEFAULT
                .with(Options.RECV_TIMEOUT, Duration.ofMillis(100))
                .with(Options.SEND_TIMEOUT, Duration.ofSeconds(1));
        Transport transport = Transports.byScheme(server.scheme());
        Connection client = transport instanceof StreamTransport streams
                ? streams.connect(server, options)
                : ((PacketTransport) transport).connect(server, options);
        try {
            return ChatTest.join(client, "n" + client.hashCode());
        } catch (SocketFailure e) {
            client.close();
            throw e;
        }
    }

    private void comeAndGo(Endpoint server, AtomicBoolean isOver) {
        while (!isOver.get() && log.size() < MOST_LINES) {
            try (Connection client = joinSoon(server)) {
                send(client, "hello\n");
            } catch (SocketFailure thrownOut) {
                Thread.onSpinWait();
            }
        }
    }
}
