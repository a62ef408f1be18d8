package dev.ipcdemo.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoMessageTest {

    static Stream<DemoMessage> messages() {
        return Stream.of(
                new DemoMessage.Start("echo", "tcp", Side.CLIENT, Scope.INTER_PROCESS),
                new DemoMessage.Tell("tcp://127.0.0.1:4711"),
                new DemoMessage.Tell("x".repeat(100_000)),
                new DemoMessage.Failed("“ä” — \u0000\n\t \uD83D\uDE80"),
                new DemoMessage.Done(),
                recorded(Side.SERVER, Event.Kind.CALL, 1, 2, true, "accept()", "127.0.0.1:4711", ""),
                recorded(
                        Side.CLIENT,
                        Event.Kind.FAILED_CALL,
                        -5,
                        Long.MAX_VALUE,
                        false,
                        "connect(@x)",
                        "refused",
                        "a + b"),
                recorded(Side.CLIENT, Event.Kind.NOTE, 0, 0, false, "“ä” — \u0000\n\t \uD83D\uDE80", "", ""),
                recorded(Side.SERVER, Event.Kind.FALSE_CLAIM, 3, 3, false, "", "", ""));
    }

    private static DemoMessage recorded(
            Side side,
            Event.Kind kind,
            long startNs,
            long endNs,
            boolean waits,
            String text,
            String result,
            String calls) {
        return new DemoMessage.Recorded(new Event(side, kind, startNs, endNs, waits, text, result, calls));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheLinkUnchanged(DemoMessage message) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.write(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(DemoMessage.read(in)).isEqualTo(message);
        assertThat(in.available()).isZero();
    }

    @Test
    void everyMessageIsTested() {
        assertThat(messages().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(DemoMessage.class.getPermittedSubclasses());
    }
}
