package dev.ipcdemo.service;

import static dev.ipcdemo.testing.Schemes.connect;
import static dev.ipcdemo.testing.Schemes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.testing.Schemes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chat in which somebody floods while others come, fall silent and go, and which is stopped amid all that. */
@Timeout(60)
class ChatLocksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> log = new CopyOnWriteArrayList<>();

    private void awaitLog(String text) {
        await(text).atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.contains(text)));
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.testing.Schemes#all")
    void noLockIsHeldWhileServiceLogOrSocketAreCalled(String scheme) throws Exception {
        Schemes.assumeAvailable(scheme);
        Limits limits = new Limits(65_536, 10, Duration.ofSeconds(1));
        CallsUnderLocks calls = new CallsUnderLocks();
        Server server = Server.start(
                calls.around(Transports.byScheme(scheme)),
                Endpoint.parse(scheme + ":"),
                calls.around(ServiceName.CHAT.make(limits)),
                limits,
                Options.DEFAULT,
                calls.aroundLog(log::add));
        try (Connection flooder = connect(server.endpoint());
                Connection silent = connect(server.endpoint())) {
            send(silent, "/nick silent\n");
            send(flooder, "/who\n".repeat(2_000));
            awaitLog("does not read what it is sent");
            calls.letSend();
            awaitLog("idle for");
        } finally {
            calls.letSend();
            server.close();
            server.await();
        }
        assertThat(calls.found()).isEmpty();
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
            assertThat(count("closed|forgot")).as("who left").isEqualTo(count("opened|heard of"));
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
    private static void flood(Endpoint server, AtomicBoolean isOver) {
        byte[] lines = "/who\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        while (!isOver.get()) {
            try (Connection client = connect(server)) {
                while (!isOver.get()) {
                    client.sendFully(ByteBuffer.wrap(lines));
                }
            } catch (SocketFailure thrownOut) {
                Thread.onSpinWait();
            }
        }
    }

    private static void comeAndGo(Endpoint server, AtomicBoolean isOver) {
        while (!isOver.get()) {
            try (Connection client = connect(server)) {
                send(client, "hello\n");
            } catch (SocketFailure thrownOut) {
                Thread.onSpinWait();
            }
        }
    }
}
