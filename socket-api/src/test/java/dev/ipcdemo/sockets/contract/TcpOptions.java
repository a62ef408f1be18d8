package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.StreamSandbox.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The options of TCP, on both sides of a connection. */
public interface TcpOptions extends TunedOptions {

    @Override
    StreamTransport transport();

    /** What both sides have afterwards as it was asked for. */
    List<OptionValue<?>> kept();

    @TestFactory
    default Stream<DynamicTest> bothSidesHaveWhatTheyAreOpenedWith(StreamSandbox sandbox) {
        return kept().stream().map(value -> dynamicTest(value.toString(), () -> keeps(value, sandbox)));
    }

    private static <T> void keeps(OptionValue<T> value, StreamSandbox sandbox) throws IOException {
        Pair untouched = sandbox.pair();
        Pair pair = sandbox.pair(value.alone(), value.alone());

        assertThat(pair.client().effective(value.option())).as("client").hasValue(value.value());
        assertThat(pair.server().effective(value.option())).as("server").hasValue(value.value());
        assertThat(untouched.client().effective(value.option()))
                .isPresent()
                .isNotEqualTo(pair.client().effective(value.option()));
    }

    @Test
    default void asksAnIdlePeerAsOftenAsItIsTold(StreamSandbox sandbox) throws IOException {
        Options options = Options.DEFAULT
                .with(Options.KEEP_ALIVE_IDLE, Duration.ofMillis(6_001))
                .with(Options.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(5))
                .with(Options.KEEP_ALIVE_PROBES, 4);
        Pair pair = sandbox.pair(options, options);

        for (Connection side : List.of(pair.client(), pair.server())) {
            assertThat(side.effective(Options.KEEP_ALIVE_IDLE)).as("rounded up").hasValue(Duration.ofSeconds(7));
            assertThat(side.effective(Options.KEEP_ALIVE_INTERVAL)).hasValue(Duration.ofSeconds(5));
            assertThat(side.effective(Options.KEEP_ALIVE_PROBES)).hasValue(4);
        }
    }

    @Test
    default void doesNotAskAnIdlePeerUnlessToldTo(StreamSandbox sandbox) throws IOException {
        Pair pair = sandbox.pair();

        assertThat(pair.client().effective(Options.KEEP_ALIVE_IDLE)).hasValue(Duration.ZERO);
        assertThat(pair.server().effective(Options.KEEP_ALIVE_IDLE)).hasValue(Duration.ZERO);
    }
}
