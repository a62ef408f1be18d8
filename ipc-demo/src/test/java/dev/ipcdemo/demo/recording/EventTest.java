package dev.ipcdemo.demo.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventTest {

    static Stream<Event> events() {
        return Stream.of(
                new Event(Side.SERVER, Event.Kind.CALL, 1, 2, true, "accept()", "127.0.0.1:4711", ""),
                new Event(
                        Side.CLIENT,
                        Event.Kind.FAILED_CALL,
                        -5,
                        Long.MAX_VALUE,
                        false,
                        "connect(@x)",
                        "refused",
                        "a + b"),
                new Event(Side.CLIENT, Event.Kind.NOTE, 0, 0, false, "“ä” — \u0000\n\t \uD83D\uDE80", "", ""),
                new Event(Side.SERVER, Event.Kind.FALSE_CLAIM, 3, 3, false, "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("events")
    void survivesTheLinkUnchanged(Event event) throws Exception {
        assertThat(Event.ofTexts(dev.ipcdemo.launch.LinkRoundTrip.over(event.toTexts())))
                .isEqualTo(event);
        assertThat(Event.ofTexts(List.copyOf(event.toTexts()))).isEqualTo(event);
    }
}
