package dev.ipcdemo.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every demo, over every transport that it is for, in one process and in two; see also {@link FamilyDemosTest}. */
class DemosTest {

    static Stream<Arguments> runs() {
        return Demos.all().stream()
                .filter(demo -> !FamilyDemosTest.NAMES.contains(demo.name()))
                .flatMap(demo -> Transports.all().stream()
                        .filter(demo::appliesTo)
                        .flatMap(transport -> Stream.of(Scope.IN_PROCESS, Scope.INTER_PROCESS)
                                .filter(demo.scopes()::contains)
                                .map(scope -> Arguments.of(demo.name(), transport.scheme(), scope))));
    }

    @ParameterizedTest(name = "{0} over {1}, {2}")
    @MethodSource("runs")
    void runsAndWhatItClaimsHolds(String name, String scheme, Scope scope) throws Exception {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        List<Event> events = new CopyOnWriteArrayList<>();
        Optional<String> failure;
        try (LaunchTargets targets = new LaunchTargets(Optional.empty())) {
            failure = new DemoRun(Demos.byName(name), transport, targets, scope, events::add).run(places -> {});
        }
        assertThat(failure).as("%s", events).isEmpty();
        assertThat(events).filteredOn(event -> event.kind() == Kind.FALSE_CLAIM).isEmpty();
        assertThat(events)
                .as("a demo does something and says what it meant")
                .anyMatch(event -> event.kind() == Kind.CALL)
                .anyMatch(event -> event.kind() == Kind.CONCLUSION);
        assertThat(events.size()).as("a timeline can be read").isLessThan(100);
    }

    /** The machine that runs the tests need not have AF_VSOCK. */
    @ParameterizedTest
    @ValueSource(strings = {"address", "backlog", "close"})
    void whatDependsOnTheDomainIsRunInDomainsThatItExplains(String name) {
        assertThat(Transports.all())
                .filteredOn(transport -> transport.domains().contains(Domain.AF_VSOCK))
                .isNotEmpty()
                .noneMatch(Demos.byName(name)::appliesTo);
    }

    static Stream<Demo> demos() {
        return Demos.all().stream();
    }

    @ParameterizedTest
    @MethodSource("demos")
    void saysInOneLineWhatItShows(Demo demo) {
        assertThat(demo.name()).matches("[a-z-]{1,12}");
        assertThat(demo.summary()).isNotBlank().hasSizeLessThanOrEqualTo(70).doesNotEndWith(".");
        assertThat(Transports.all()).anyMatch(demo::appliesTo);
        assertThat(demo.scopes()).isNotEmpty();
        assertThat(demo.whyNotElsewhere().isEmpty())
                .as("says why it leaves out a scope")
                .isEqualTo(demo.scopes().equals(EnumSet.allOf(Scope.class)));
    }

    @ParameterizedTest
    @MethodSource("demos")
    void explainsItselfOnAPage(Demo demo) {
        assertThat(demo.explanation())
                .as("the resource " + demo.name() + ".md beside " + demo.getClass())
                .hasValueSatisfying(text -> {
                    assertThat(text).startsWith("# " + demo.name());
                    assertThat(text.lines().skip(2)).hasSizeBetween(15, 40);
                    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
                    assertThat(text)
                            .as("names its system calls by their manual pages")
                            .containsPattern("\\w\\([2378]\\)");
                });
    }
}
