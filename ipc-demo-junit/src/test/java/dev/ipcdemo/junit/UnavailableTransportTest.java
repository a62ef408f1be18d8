package dev.ipcdemo.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.ipcdemo.sockets.Endpoint;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Where a transport does not work, tests that need it are aborted: they have not failed. */
class UnavailableTransportTest {

    private static EngineExecutionResults run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute();
    }

    private static List<String> reasons(Events events) {
        return events.aborted().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .toList();
    }

    static class FieldSample {

        @Echoing("absent")
        RecordingServer echo;

        @Test
        void isNeverRun() {}
    }

    static class ParameterSample {

        @Test
        void isNeverRun(@FreeEndpoint("absent") Endpoint free) {}
    }

    static class ParameterBeforeSample {

        @BeforeEach
        void isNeverRun(@Recording("absent") RecordingServer recorder) {}

        @Test
        void isNeverRun() {}
    }

    static class ParameterAfterSample {

        @AfterEach
        void isNeverRun(@Recording("absent") RecordingServer recorder) {}

        @Test
        void isRun() {}
    }

    @ExtendWith(SocketExtension.class)
    static class TestSocketsSample {

        @Test
        void asksForAServer(TestSockets sockets) throws Exception {
            sockets.echoServer("absent");
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                FieldSample.class,
                ParameterSample.class,
                ParameterBeforeSample.class,
                ParameterAfterSample.class,
                TestSocketsSample.class
            })
    void abortsTheTest(Class<?> sample) {
        EngineExecutionResults results = run(sample);
        results.allEvents().assertStatistics(events -> events.failed(0));
        assertThat(reasons(results.testEvents()))
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains("absent is not supported: not here"));
    }

    static class StaticFieldSample {

        @Echoing("absent")
        static RecordingServer echo;

        @Test
        void isNeverRun() {}
    }

    static class ParameterBeforeAllSample {

        @BeforeAll
        static void isNeverRun(@Echoing("absent") RecordingServer echo) {}

        @Test
        void isNeverRun() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {StaticFieldSample.class, ParameterBeforeAllSample.class})
    void abortsTheClass(Class<?> sample) {
        EngineExecutionResults results = run(sample);
        results.allEvents().assertStatistics(events -> events.failed(0));
        assertThat(reasons(results.containerEvents()))
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains("absent is not supported: not here"));
    }
}
