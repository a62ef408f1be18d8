package dev.ipcdemo.relay;

import static dev.ipcdemo.relay.RelaySandbox.any;
import static dev.ipcdemo.relay.RelaySandbox.receiveFully;
import static dev.ipcdemo.relay.RelaySandbox.send;
import static dev.ipcdemo.relay.RelaySandbox.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What thousands of connections through one relay take at most: the bounds that the documentation names. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ManyConnectionsTest {

    private static final int CONNECTIONS = 2000;

    /** More than fits into the buffer that each direction of a connection has for itself. */
    private static final String MUCH = "x".repeat(16_384);

    private static final long BUFFERS_PER_CONNECTION_BYTES = 2 * 4096;
    private static final long BUFFERS_FOR_ALL_BYTES = 256 * 128 << 10;

    /** What this test itself sends and receives with. */
    private static final long BUFFERS_OF_TEST_BYTES = 1 << 20;

    /** Of the relay and of the four sockets' ends, which the test holds in the same JVM. */
    private static final long HEAP_PER_CONNECTION_BYTES = 20 << 10;

    /** Two for each connection, but where there are virtual ones, only for the first 200. */
    private static final int PLATFORM_THREADS = 2 * (Threads.runtimeHasVirtual() ? 200 : CONNECTIONS);

    /** The relay's own, and what the JVM starts for virtual ones, or to compile. */
    private static final int MORE_THREADS = 50;

    private final RelaySandbox sandbox = new RelaySandbox();

    @AfterEach
    void closeAll() throws IOException {
        sandbox.close();
    }

    private static long maxDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** What this JVM has in use now. */
    private record Usage(long heapBytes, long directBytes, int threads) {
        static Usage now() {
            System.gc();
            return new Usage(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .filter(pool -> pool.getName().equals("direct"))
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void takeNoMoreThanWhatIsSaid(String scheme) throws SocketFailure {
        assumeTrue(maxDescriptors() > 4 * CONNECTIONS + 500, "too few descriptors: see ulimit -Hn");
        StreamTransport transport = Transports.stream(scheme);
        Listener target = sandbox.closeAtEnd(transport.listen(any(scheme), Options.DEFAULT));
        Relay relay = sandbox.relay(scheme, target.localEndpoint(), "");
        Usage before = Usage.now();

        List<Connection> clients = new ArrayList<>();
        List<Connection> servers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(sandbox.closeAtEnd(transport.connect(relay.endpoint(), Options.DEFAULT)));
            servers.add(sandbox.accept(target));
        }
        for (Connection client : clients) {
            send(client, MUCH);
        }
        await().atMost(Duration.ofMinutes(10))
                .until(() -> relay.statistics().toTarget().bytes() == (long) CONNECTIONS * MUCH.length());

        Usage during = Usage.now();
        assertThat(relay.statistics().openClients()).isEqualTo(CONNECTIONS);
        assertThat(relay.context.runningThreads()).isEqualTo(2 * CONNECTIONS + 1);
        assertThat(during.threads() - before.threads()).isLessThan(PLATFORM_THREADS + MORE_THREADS);
        assertThat(during.directBytes() - before.directBytes())
                .isLessThanOrEqualTo(
                        CONNECTIONS * BUFFERS_PER_CONNECTION_BYTES + BUFFERS_FOR_ALL_BYTES + BUFFERS_OF_TEST_BYTES);
        assertThat(during.heapBytes() - before.heapBytes()).isLessThan(CONNECTIONS * HEAP_PER_CONNECTION_BYTES);

        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(text(receiveFully(servers.get(i), MUCH.length()))).isEqualTo(MUCH);
            send(servers.get(i), "answer " + i);
            assertThat(text(receiveFully(clients.get(i), 7))).isEqualTo("answer ");
            clients.get(i).close();
        }
        for (Connection server : servers) {
            server.close();
        }
        await().atMost(Duration.ofMinutes(10)).until(() -> relay.context.runningThreads() == 1);
    }
}
