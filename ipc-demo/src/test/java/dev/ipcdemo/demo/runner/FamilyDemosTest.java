package dev.ipcdemo.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The demos that belong to one family make files, start processes and change who they are; none of that may last. */
class FamilyDemosTest {

    /** Run here, and so not in {@link DemosTest}. */
    static final List<String> NAMES = List.of(
            "reset",
            "nagle",
            "backlog",
            "broadcast",
            "multicast",
            "unreachable",
            "socket-file",
            "abstract",
            "credentials",
            "descriptors",
            "socketpair",
            "inherited");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path temporary;

    private static String usualTemporary;

    @BeforeAll
    static void useATemporaryDirectoryThatNobodyElseUses() throws Exception {
        Transports.all().forEach(Transport::availability); // where native libraries go is not of interest
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        usualTemporary = System.setProperty("java.io.tmpdir", temporary.toString());
    }

    @AfterAll
    static void useTheUsualOneAgain() {
        System.setProperty("java.io.tmpdir", usualTemporary);
    }

    static Stream<Arguments> runs() {
        return NAMES.stream()
                .map(Demos::byName)
                .flatMap(demo -> Transports.all().stream()
                        .filter(demo::appliesTo)
                        .flatMap(transport -> Stream.of(Scope.IN_PROCESS, Scope.INTER_PROCESS)
                                .filter(demo.scopes()::contains)
                                .map(scope -> Arguments.of(demo.name(), transport.scheme(), scope))));
    }

    @ParameterizedTest(name = "{0} over {1}, {2}")
    @MethodSource("runs")
    void provesWhatItClaimsAndLeavesNothingBehind(String name, String scheme, Scope scope) throws Exception {
        List<Event> events = new CopyOnWriteArrayList<>();
        Optional<String> failure = run(name, scheme, scope, events::add);
        assertThat(failure).as("%s", events).isEmpty();
        assertThat(events).noneMatch(event -> event.kind() == Kind.FALSE_CLAIM);
        assertNothingIsLeft();
        List<String> claimed = textsOf(events, Kind.CLAIM);
        List<String> skipped = textsOf(events, Kind.NOTE).stream()
                .filter(note -> note.startsWith("skipped: "))
                .toList();
        assertThat(claimed.isEmpty() && skipped.isEmpty())
                .as("makes no claim and does not say why: %s", events)
                .isFalse();
        assumeFalse(claimed.isEmpty(), () -> skipped.get(0));
    }

    private static List<String> textsOf(List<Event> events, Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(Event::text)
                .toList();
    }

    /** Whoever runs the tests: in one process root has no second user either. */
    @Test
    void saysWhyThereIsNoClientOfAnotherUser() throws Exception {
        List<Event> events = new CopyOnWriteArrayList<>();
        run("credentials", "unix", Scope.IN_PROCESS, events::add);
        assertThat(textsOf(events, Kind.NOTE))
                .contains("skipped: a client of another user needs a process of its own, as in scope inter-process");
    }

    static Stream<Arguments> breaks() {
        return runs().filter(run -> run.get()[2] == Scope.IN_PROCESS)
                .flatMap(run -> Stream.of(1, 4).map(events -> Arguments.of(run.get()[0], run.get()[1], events)));
    }

    @ParameterizedTest(name = "{0} over {1}, after {2} events")
    @MethodSource("breaks")
    void leavesNothingBehindWhenItIsBrokenOff(String name, String scheme, int events) throws Exception {
        available(scheme);
        Thread runner = Thread.currentThread();
        AtomicInteger seen = new AtomicInteger();
        Map<Integer, Runnable> atEvent = Map.of(events, runner::interrupt);
        Consumer<Event> breaking =
                event -> atEvent.getOrDefault(seen.incrementAndGet(), () -> {}).run();
        // What the run failed with, if it ended before that, is in the message.
        assertThatThrownBy(() -> assertThat(run(name, scheme, Scope.IN_PROCESS, breaking))
                        .as("the end of the run")
                        .isNull())
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        await().atMost(PATIENCE).untilAsserted(FamilyDemosTest::assertNothingIsLeft);
    }

    private static Optional<String> run(String name, String scheme, Scope scope, Consumer<Event> events)
            throws Exception {
        Transport transport = available(scheme);
        try (LaunchTargets targets = new LaunchTargets(Optional.empty())) {
            return new DemoRun(Demos.byName(name), transport, targets, scope, events).run(places -> {});
        }
    }

    private static Transport available(String scheme) {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        return transport;
    }

    private static void assertNothingIsLeft() {
        assertThat(temporary).isEmptyDirectory();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive));
    }
}
