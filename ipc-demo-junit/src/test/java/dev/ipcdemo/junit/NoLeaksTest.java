package dev.ipcdemo.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transports;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class NoLeaksTest {

    /** A guard against hanging. */
    private static final Options OPTIONS = Options.DEFAULT.with(Options.RECV_TIMEOUT, Duration.ofMinutes(2));

    /** What the samples leave open, closed by the tests of this class. */
    private static final Deque<Closeable> LEFT = new ArrayDeque<>();

    @AfterEach
    void closeWhatTheSamplesLeft() throws IOException {
        while (!LEFT.isEmpty()) {
            LEFT.pop().close();
        }
    }

    private static <T extends Closeable> T leave(T open) {
        LEFT.push(open);
        return open;
    }

    private static EngineExecutionResults run(Class<?>... samples) {
        var kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> sample : samples) {
            kit = kit.selectors(selectClass(sample));
        }
        return kit.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    /** The message of the one test that fails. */
    private static String failure(Class<?> sample) {
        List<String> messages = run(sample).testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .toList();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @NoLeaks(graceMillis = 0)
    static class OwnSocketSample {
        @Test
        void leavesAListener() throws IOException {
            leave(Transports.stream("tcp").listen(Endpoint.parse("tcp:"), Options.DEFAULT));
        }
    }

    @Test
    void saysWhereASocketOfOursWasOpened() {
        assertThat(failure(OwnSocketSample.class))
                .contains("leavesAListener() has left open:")
                .contains("- socket tcp://127.0.0.1:")
                .contains("opened by thread ")
                .contains("NoLeaksTest$OwnSocketSample.leavesAListener(NoLeaksTest.java:")
                .doesNotContain("- descriptor ");
    }

    static class ForeignSocketSample {
        @Test
        @NoLeaks(graceMillis = 0)
        void leavesAChannel() throws IOException {
            leave(ServerSocketChannel.open()).bind(new InetSocketAddress("127.0.0.1", 0));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysTheAddressOfAForeignSocket() {
        assertThat(failure(ForeignSocketSample.class))
                .containsPattern("- descriptor \\d+ socket:\\[\\d+]: tcp //127\\.0\\.0\\.1:\\d+, listening");
    }

    @NoLeaks(graceMillis = 2_000)
    static class UnreachableSample {
        @Test
        void forgetsASocket() throws IOException {
            System.gc(); // so that no collection is due anyway
            new DatagramSocket(0, InetAddress.getLoopbackAddress());
        }
    }

    /** The check itself must not make so much garbage that the socket is collected, and closed, while it looks. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void findsASocketThatNobodyRefersTo() {
        assertThat(failure(UnreachableSample.class)).containsPattern("- descriptor \\d+ socket:\\[\\d+]: udp ");
    }

    @NoLeaks(graceMillis = 0)
    static class SelectorSample {
        @Test
        void leavesASelector() throws IOException {
            leave(Selector.open());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsOtherDescriptors() {
        assertThat(failure(SelectorSample.class)).contains("anon_inode:[eventpoll]");
    }

    @NoLeaks(graceMillis = 0)
    static class SocketFileSample {
        @Test
        void leavesASocketFile() throws IOException {
            Path file = Files.createTempDirectory(Path.of("target"), "left").resolve("s");
            LEFT.push(() -> Files.delete(file.getParent()));
            LEFT.push(() -> Files.delete(file));
            try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.bind(UnixDomainSocketAddress.of(file));
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsSocketFiles() {
        assertThat(failure(SocketFileSample.class)).containsPattern("- socket file .*/left\\d+/s");
    }

    @NoLeaks(graceMillis = 0)
    static class ThreadSample {
        @Test
        void leavesAThread() {
            leaveAThread();
        }
    }

    private static void leaveAThread() {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> awaitUninterrupted(end), "forgotten");
        LEFT.push(() -> joined(end, thread));
        thread.start();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joined(CountDownLatch end, Thread thread) {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatAThreadIsDoing() {
        assertThat(failure(ThreadSample.class))
                .contains("- thread forgotten")
                .contains("NoLeaksTest.awaitUninterrupted(");
    }

    @NoLeaks(graceMillis = 0)
    static class RepeatedThreadSample {
        @RepeatedTest(2)
        void leavesAThread() {
            leaveAThread();
        }
    }

    @Test
    void eachTestIsToldOfItsOwnThreadAndTheClassOfNone() {
        EngineExecutionResults results = run(RepeatedThreadSample.class);
        results.testEvents().assertStatistics(events -> events.failed(2));
        results.containerEvents().assertStatistics(events -> events.failed(0));
    }

    @NoLeaks(graceMillis = 0, ignoring = "thread forgotten")
    static class IgnoredSample extends ThreadSample {}

    @Test
    void whatIsIgnoredIsNoLeak() {
        run(IgnoredSample.class)
                .testEvents()
                .assertStatistics(events -> events.succeeded(1).failed(0));
    }

    @NoLeaks
    static class TidySample {
        @Echoing("tcp")
        private RecordingServer echo;

        @Test
        void closesWhatItOpens(@Recording("unix") RecordingServer recorder, @FreeEndpoint("udp") Endpoint free)
                throws IOException {
            Transports.byScheme("tcp").connect(echo.endpoint(), Options.DEFAULT).close();
            Transports.byScheme("unix")
                    .connect(recorder.endpoint(), Options.DEFAULT)
                    .close();
            Transports.packet("udp").bind(free, Options.DEFAULT).close();
        }
    }

    @Test
    void whatTheExtensionOpensIsNoLeak() {
        run(TidySample.class).allEvents().assertStatistics(events -> events.failed(0));
        run(TidySample.class).testEvents().assertStatistics(events -> events.succeeded(1));
    }

    private static void greet(Endpoint endpoint) throws IOException {
        try (Connection client = Transports.byScheme(endpoint.scheme()).connect(endpoint, OPTIONS)) {
            client.sendFully(ByteBuffer.wrap(new byte[1]));
            client.recvFully(ByteBuffer.allocate(1));
        }
    }

    /** A relay does not know when a client over datagrams ends, nor whether a datagram target still answers. */
    @NoLeaks
    static class TidyDatagramsSample {
        @Echoing("udp")
        private static RecordingServer shared;

        @RelayTo("shared")
        private static Relay lasting;

        @RelayTo(value = "shared", listen = "unixpacket")
        private static Relay lastingOfConnections;

        @Echoing("udp")
        private RecordingServer echo;

        @RelayTo("echo")
        private Relay relay;

        @RelayTo(value = "echo", listen = "unixpacket")
        private Relay relayOfConnections;

        @RepeatedTest(2)
        void closesItsClients() throws IOException {
            greet(lasting.endpoint());
            greet(lastingOfConnections.endpoint());
            greet(relay.endpoint());
            greet(relayOfConnections.endpoint());
        }
    }

    /** What a relay has not received yet comes from a client that it has forgotten. */
    @NoLeaks
    static class TidyFloodSample {
        @Recording("udp")
        private static RecordingServer recorder;

        @RelayTo("recorder")
        private static Relay lasting;

        @RepeatedTest(20)
        void closesItsClient() throws IOException {
            try (Connection client = Transports.byScheme("udp").connect(lasting.endpoint(), OPTIONS)) {
                for (int i = 0; i < 500; i++) {
                    client.send(ByteBuffer.wrap(new byte[1]));
                }
            }
        }
    }

    @NoLeaks
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class TidyInstanceSample {
        @Echoing("unixgram")
        private RecordingServer echo;

        @RelayTo("echo")
        private Relay relay;

        @RepeatedTest(2)
        void closesItsClient() throws IOException {
            greet(relay.endpoint());
        }

        @AfterAll
        void closesAnother() throws IOException {
            greet(relay.endpoint());
        }
    }

    @NoLeaks
    static class TidyDelaySample {
        @Recording("tcp")
        private RecordingServer recorder;

        @RelayTo(value = "recorder", faults = "delay=1h")
        private Relay relay;

        @RepeatedTest(2)
        void closesItsClient() throws IOException {
            try (Connection client = Transports.byScheme("tcp").connect(relay.endpoint(), OPTIONS)) {
                client.sendFully(ByteBuffer.wrap(new byte[1]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {TidyDatagramsSample.class, TidyInstanceSample.class, TidyDelaySample.class})
    void whatARelayHasOpenForItsClientsIsNoLeak(Class<?> sample) {
        EngineExecutionResults results = run(sample);
        results.allEvents().assertStatistics(events -> events.failed(0));
        results.testEvents().assertStatistics(events -> events.succeeded(2));
    }

    @Test
    void whatComesLateToARelayIsNoLeak() {
        EngineExecutionResults results = run(TidyFloodSample.class);
        results.allEvents().assertStatistics(events -> events.failed(0));
        results.testEvents().assertStatistics(events -> events.succeeded(20));
    }

    @NoLeaks(graceMillis = 0)
    static class OwnClientSample {
        @Echoing("udp")
        private RecordingServer echo;

        @RelayTo("echo")
        private Relay relay;

        @Test
        void leavesItsClient() throws IOException {
            leave(Transports.byScheme("udp").connect(relay.endpoint(), OPTIONS));
        }
    }

    @Test
    void findsAClientOfARelay() {
        assertThat(failure(OwnClientSample.class)).contains("NoLeaksTest$OwnClientSample.leavesItsClient(");
    }

    /** Two tests that hold the lock of the annotation, and one that does not, of which none may see another. */
    @NoLeaks
    static class AloneSample {
        private static final AtomicInteger RUNNING = new AtomicInteger();
        private static final AtomicInteger MOST = new AtomicInteger();

        @Test
        void one() {
            count();
        }

        @Test
        void other() {
            count();
        }

        static void count() {
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            Thread.yield();
            RUNNING.decrementAndGet();
        }
    }

    static class BesideSample {
        @Test
        void beside() {
            AloneSample.count();
        }
    }

    @Test
    void runsAloneWhereTestsRunInParallel() {
        run(AloneSample.class, BesideSample.class, TidySample.class)
                .testEvents()
                .assertStatistics(events -> events.succeeded(4));
        assertThat(AloneSample.MOST).hasValue(1);
    }

    @NoLeaks(graceMillis = 0)
    static class ClassSample {
        private final Closeable kept = leave(openListener());

        private static Closeable openListener() {
            try {
                return Transports.stream("tcp").listen(Endpoint.parse("tcp:"), Options.DEFAULT);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void usesWhatItsInstanceHasOpened() {
            assertThat(kept).isNotNull();
        }
    }

    @Test
    void aClassMayLeaveNothingOpenEither() {
        EngineExecutionResults results = run(ClassSample.class);
        results.testEvents().assertStatistics(events -> events.succeeded(1));
        assertThat(results.containerEvents().failed().list()).hasSize(1);
    }
}
