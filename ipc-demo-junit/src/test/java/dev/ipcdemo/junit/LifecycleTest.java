package dev.ipcdemo.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What the extension has made lasts as long as the test instance, in every arrangement of classes. */
class LifecycleTest {

    /** Of the samples, in the order in which they were made. */
    private static final List<RecordingServer> SERVERS = new CopyOnWriteArrayList<>();

    @AfterEach
    void forgetTheSamples() {
        SERVERS.clear();
    }

    private static EngineExecutionResults run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    private static void greet(Endpoint endpoint) throws SocketFailure {
        try (Connection connection = Transports.stream(endpoint.scheme()).connect(endpoint, Options.DEFAULT)) {
            connection.sendFully(ByteBuffer.wrap(new byte[1]));
            connection.recvFully(ByteBuffer.allocate(1));
        }
    }

    private static void assertClosed(RecordingServer server) {
        assertThatThrownBy(() -> greet(server.endpoint()))
                .isInstanceOfSatisfying(
                        SocketFailure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED));
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OnePerClassSample {

        @Echoing("tcp")
        RecordingServer echo;

        @BeforeAll
        void rememberServer() {
            SERVERS.add(echo);
        }

        @RepeatedTest(2)
        void greets() throws SocketFailure {
            greet(echo.endpoint());
        }

        @Nested
        class Inner {

            @Echoing("tcp")
            RecordingServer own;

            @RelayTo("own")
            Relay relay;

            @RepeatedTest(2)
            void greetsBoth() throws SocketFailure {
                SERVERS.add(own);
                greet(echo.endpoint());
                greet(relay.endpoint());
            }
        }
    }

    @Test
    void aFieldOfAnOuterInstanceLastsLongerThanNestedTests() {
        EngineExecutionResults results = run(OnePerClassSample.class);
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(counts -> counts.succeeded(4));
        assertThat(SERVERS).hasSize(3).allSatisfy(LifecycleTest::assertClosed);
    }

    static class OnePerTestSample {

        @Echoing("tcp")
        RecordingServer echo;

        @Nested
        class Inner {

            @RepeatedTest(2)
            void greets() throws SocketFailure {
                SERVERS.add(echo);
                greet(echo.endpoint());
            }
        }
    }

    @Test
    void eachNestedTestHasAnOuterInstanceOfItsOwn() {
        assertThat(failures(run(OnePerTestSample.class))).isEmpty();
        assertThat(SERVERS).hasSize(2).doesNotHaveDuplicates().allSatisfy(LifecycleTest::assertClosed);
    }

    static class IncompleteSample {

        @Echoing("tcp")
        RecordingServer echo;

        @FreeEndpoint("unix")
        Endpoint free;

        @RelayTo(value = "echo", faults = "dealy=1s")
        Relay relay;

        @Test
        void isNeverRun() {}

        IncompleteSample() {
            INCOMPLETE.add(this);
        }
    }

    private static final List<IncompleteSample> INCOMPLETE = new CopyOnWriteArrayList<>();

    @Test
    void whatAnInstanceGotIsClosedWhenSomethingElseCannotBeGiven() {
        assertThat(failures(run(IncompleteSample.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("dealy"));
        assertThat(INCOMPLETE).singleElement().satisfies(incomplete -> assertClosed(incomplete.echo));
    }

    @ExtendWith(SocketExtension.class)
    abstract static class Base {

        @Echoing("tcp")
        RecordingServer inherited;

        @Test
        void greetsTheInherited() throws SocketFailure {
            greet(inherited.endpoint());
        }
    }

    static class DerivedSample extends Base {

        @RelayTo("own")
        Relay relay;

        @Echoing("unix")
        RecordingServer own;

        @ParameterizedTest
        @ValueSource(strings = {"tcp", "unix"})
        void greetsWhatATestAsksFor(String scheme, TestSockets sockets, @Recording("tcp") RecordingServer recorder)
                throws Exception {
            greet(relay.endpoint());
            RecordingServer asked = sockets.echoServer(scheme);
            SERVERS.addAll(List.of(asked, recorder, inherited));
            greet(asked.endpoint());
        }
    }

    @Test
    void aDerivedClassHasTheFieldsOfItsBase() {
        EngineExecutionResults results = run(DerivedSample.class);
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(counts -> counts.succeeded(3));
        assertThat(SERVERS)
                .hasSize(6)
                .allSatisfy(server ->
                        assertThatThrownBy(() -> greet(server.endpoint())).isInstanceOf(SocketFailure.class));
    }

    @ExtendWith(SocketExtension.class)
    static class UncheckedSample {

        @Test
        void addsWhatCannotBeClosed(TestSockets sockets) throws IOException {
            SERVERS.add(sockets.echoServer("tcp"));
            sockets.closedAfterwards(() -> {
                throw new IllegalStateException("cannot be closed");
            });
        }
    }

    @Test
    void whatCannotBeClosedLeavesNothingElseOpen() {
        assertThat(failures(run(UncheckedSample.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("cannot be closed"));
        assertThat(SERVERS).singleElement().satisfies(LifecycleTest::assertClosed);
    }

    @NoLeaks
    static class InterruptedSample {

        @Echoing("tcp")
        RecordingServer echo;

        @RelayTo("echo")
        Relay relay;

        @Test
        void leavesItsThreadInterrupted() throws SocketFailure {
            SERVERS.add(echo);
            greet(relay.endpoint());
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTestMayLeaveItsThreadInterrupted() {
        assertThat(failures(run(InterruptedSample.class))).isEmpty();
        assertThat(SERVERS).singleElement().satisfies(LifecycleTest::assertClosed);
    }

    static class StaticRelaySample {

        @RelayTo("echo")
        static Relay relay;

        @Echoing("tcp")
        RecordingServer echo;

        @Test
        void isNeverRun() {}
    }

    @Test
    void aStaticRelayToAFieldThatIsNotStaticIsRefused() {
        assertThat(failures(run(StaticRelaySample.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("make both static, or neither"));
    }
}
