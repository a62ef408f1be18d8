package dev.ipcdemo.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ServedPeerTest {

    private static final long LIMIT_NS = 1_000_000_000_000L;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ConnectedPeer peer(String endpoint) {
        return peer(endpoint, lines::add);
    }

    static ConnectedPeer peer(String endpoint, Consumer<String> lines) {
        Connection connection = (Connection) Proxy.newProxyInstance(
                ServedPeerTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> method.getName().equals("peerEndpoint") ? Endpoint.parse(endpoint) : null);
        return new ConnectedPeer(1, connection, Traffic.total().part(), new ServerLog(lines), 10, false, () -> {});
    }

    @Test
    void isIdleWhenNothingHasComeOrGoneForTheWholeTime() {
        ConnectedPeer peer = peer("tcp://127.0.0.1:1");
        long nowNs = System.nanoTime();

        assertThat(peer.isIdle(nowNs, LIMIT_NS)).isFalse();
        assertThat(peer.isIdle(nowNs + 2 * LIMIT_NS, LIMIT_NS)).isTrue();
        peer.traffic.received(1);
        assertThat(peer.isIdle(nowNs + 2 * LIMIT_NS, LIMIT_NS)).isFalse();
        peer.traffic.sent(1);
        assertThat(peer.isIdle(nowNs + 4 * LIMIT_NS, LIMIT_NS)).isFalse();
        assertThat(peer.isIdle(nowNs + 5 * LIMIT_NS - 1, LIMIT_NS)).isFalse();
        assertThat(peer.isIdle(nowNs + 5 * LIMIT_NS, LIMIT_NS)).isTrue();
    }

    @Test
    void isEndedOnce() {
        ConnectedPeer peer = peer("tcp://127.0.0.1:1");

        assertThat(peer.end("first")).isTrue();
        assertThat(peer.end("second")).isFalse();
        assertThat(peer.endedHere()).contains("first");
    }

    @Test
    void cannotSteerATerminalByItsName() {
        new ServerLog(lines::add).opened(peer("unix:/tmp/\u001b[2J\n\u009b\u202e\u2028x"));

        assertThat(lines).containsExactly("#1 opened unix:/tmp/?[2J????x");
    }
}
