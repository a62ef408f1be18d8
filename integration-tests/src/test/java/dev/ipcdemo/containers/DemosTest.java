package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.runner.DemoRun;
import dev.ipcdemo.demo.runner.Demos;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTarget;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.Worker;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every demo that makes its point across hosts, over every transport that it is for, with each side in a container. */
@Tag("containers")
@Tag("once")
final class DemosTest {

    private static final LaunchTargets TARGETS = new LaunchTargets(Optional.empty());

    private static LaunchTarget target;

    @BeforeAll
    static void open() throws IOException {
        target = TARGETS.of(Scope.CROSS_HOST);
    }

    @AfterAll
    static void close() {
        TARGETS.close();
    }

    static Stream<Arguments> runs() {
        return Demos.all().stream()
                .filter(demo -> demo.scopes().contains(Scope.CROSS_HOST))
                .flatMap(demo -> Transports.all().stream()
                        .filter(demo::appliesTo)
                        .map(transport -> Arguments.of(demo.name(), transport.scheme())));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("runs")
    void runsBetweenTwoContainersAndWhatItClaimsHolds(String name, String scheme) throws Exception {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        List<Event> events = new CopyOnWriteArrayList<>();
        List<DemoRun.Places> places = new CopyOnWriteArrayList<>();
        Optional<String> failure =
                new DemoRun(Demos.byName(name), transport, TARGETS, Scope.CROSS_HOST, events::add).run(places::add);
        assertThat(failure).as("%s", events).isEmpty();
        assertThat(events).filteredOn(event -> event.kind() == Kind.FALSE_CLAIM).isEmpty();
        assertThat(events)
                .as("claims of both sides, or of one")
                .anyMatch(event -> event.kind() == Kind.CALL)
                .anyMatch(event -> event.kind() == Kind.CONCLUSION);
        assertThat(places)
                .singleElement()
                .satisfies(both ->
                        assertThat(both.server()).startsWith("container ").isNotEqualTo(both.client()));
    }

    @Test
    void aWorkerEndsByItselfWhenItsLinkIsClosed() throws Exception {
        try (Worker worker = target.start("server", "demo", line -> {})) {
            worker.link().close();
            assertThat(worker.await(Duration.ofSeconds(120)))
                    .as("before it would be killed")
                    .isTrue();
        }
    }
}
