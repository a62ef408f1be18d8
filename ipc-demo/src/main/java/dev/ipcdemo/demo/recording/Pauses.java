package dev.ipcdemo.demo.recording;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Finds the pauses of a timeline: times in which nothing happened for so long that a reader should see it. */
public final class Pauses {

    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private OptionalLong previousNs = OptionalLong.empty();
    private Optional<String> reason = Optional.empty();

    /** Before the first event. */
    public Pauses() {}

    /**
     * Takes the next event of the timeline.
     *
     * @param event an event that is not earlier than the one before
     * @return the pause before it in words, such as {@code 191 ms: the client's JVM starts}; empty if there was none
     */
    public Optional<String> before(Event event) {
        if (event.kind() == Event.Kind.JVM_START) {
            reason = Optional.of("the " + event.side() + "'s JVM starts");
            return Optional.empty();
        }
        long pauseNs = event.atNs() - previousNs.orElse(event.atNs());
        Optional<String> pause = pauseNs < SHORTEST_NS
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%,d ms", TimeUnit.NANOSECONDS.toMillis(pauseNs))
                        + reason.map(": "::concat).orElse(""));
        previousNs = OptionalLong.of(event.atNs());
        reason = Optional.empty();
        return pause;
    }
}
