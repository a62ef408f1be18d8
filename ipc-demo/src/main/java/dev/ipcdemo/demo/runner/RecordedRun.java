package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A run of a demo that has ended.
 *
 * @param demo the demo
 * @param transport what it was run over
 * @param scope how far apart its sides were
 * @param places where they were
 * @param events what they did and said, in the order of the timeline
 * @param failure why the run failed, apart from claims that did not hold
 */
public record RecordedRun(
        Demo demo,
        Transport transport,
        Scope scope,
        DemoRun.Places places,
        List<Event> events,
        Optional<String> failure) {

    /**
     * Runs a demo.
     *
     * @param demo the demo
     * @param transport an available transport that the demo applies to
     * @param targets where its sides are started
     * @param scope how far apart they run, one of the demo's
     * @param started told when both sides run
     * @param events gets each event as it becomes known; called by several threads
     * @return the run
     * @throws IOException if a side cannot be started
     * @throws InterruptedException if this thread is interrupted; both sides are ended
     */
    public static RecordedRun of(
            Demo demo,
            Transport transport,
            LaunchTargets targets,
            Scope scope,
            Consumer<DemoRun.Places> started,
            Consumer<Event> events)
            throws IOException, InterruptedException {
        List<Event> recorded = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<DemoRun.Places> places = new AtomicReference<>(new DemoRun.Places("", ""));
        Optional<String> failure = new DemoRun(demo, transport, targets, scope, event -> {
                    recorded.add(event);
                    events.accept(event);
                })
                .run(both -> {
                    places.set(both);
                    started.accept(both);
                });
        List<Event> ordered = new ArrayList<>(recorded);
        ordered.sort(Comparator.comparingLong(Event::atNs));
        return new RecordedRun(demo, transport, scope, places.get(), List.copyOf(ordered), failure);
    }

    /**
     * What was run.
     *
     * @param demo the demo
     * @param transport what it is run over
     * @param scope how far apart its sides are
     * @return such as {@code echo over tcp (SOCK_STREAM by JDK), in-process}
     */
    public static String title(Demo demo, Transport transport, Scope scope) {
        return demo.name() + " over " + transport.scheme() + " (" + transport.type() + " by "
                + transport.implementation() + "), " + scope;
    }

    /**
     * What was run.
     *
     * @return as {@link #title(Demo, Transport, Scope)}
     */
    public String title() {
        return title(demo, transport, scope);
    }

    /**
     * The events of a kind.
     *
     * @param kind the kind
     * @return in order
     */
    public List<Event> events(Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    /**
     * Whether the demo ran to its end, and every claim held.
     *
     * @return true if nothing is to be complained of
     */
    public boolean isGood() {
        return failure.isEmpty() && events(Kind.FALSE_CLAIM).isEmpty();
    }
}
