package dev.ipcdemo.demo.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder(Side.CLIENT, events::add);

    @Test
    void tellsOfACallWithItsResultAndItsTimes() {
        long beforeNs = System.nanoTime();
        int sent = recorder.call("send(\"x\")", () -> 1, count -> count + " byte");
        assertThat(sent).isEqualTo(1);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.side()).isEqualTo(Side.CLIENT);
            assertThat(event.kind()).isEqualTo(Kind.CALL);
            assertThat(event.text()).isEqualTo("send(\"x\")");
            assertThat(event.result()).isEqualTo("1 byte");
            assertThat(event.startNs()).isBetween(beforeNs, event.endNs());
        });
    }

    @Test
    void placesACallThatWaitsAtItsEndAndAnyOtherAtItsStart() {
        recorder.call(true, "recv(8)", () -> 1, String::valueOf);
        recorder.call("send(\"x\")", () -> 1, String::valueOf);
        recorder.call(false, "recv(8)", () -> 0, String::valueOf);
        assertThat(events.get(0).atNs()).isEqualTo(events.get(0).endNs());
        assertThat(events.get(1).atNs()).isEqualTo(events.get(1).startNs());
        assertThat(events.get(2).atNs()).isEqualTo(events.get(2).startNs());
    }

    @Test
    void tellsOfAFailureWithoutRepeatingWhatWasAttemptedOnWhat() {
        SocketFailure refused =
                new SocketFailure("connect", "tcp://127.0.0.1:1", FailureKind.REFUSED, "nobody listens");
        assertThatThrownBy(() -> recorder.action("connect(127.0.0.1:1)", () -> {
                    SystemCalls.note("socket", "connect");
                    throw refused;
                }))
                .isSameAs(refused);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.FAILED_CALL);
            assertThat(event.result()).isEqualTo("refused (nobody listens)");
            assertThat(event.systemCalls()).isEqualTo("socket + connect");
        });
    }

    @Test
    void tellsOfManyCallsAsOneWithTheirCount() {
        String sum = recorder.together("connect, and send until it waits", () -> {
            recorder.call(
                    "connect(here)",
                    () -> {
                        SystemCalls.note("socket", "connect");
                        return 1;
                    },
                    String::valueOf);
            for (int i = 0; i < 2000; i++) {
                recorder.call("#2 send(\"x\")", () -> 1, String::valueOf);
            }
            return "done";
        });
        assertThat(sum).isEqualTo("done");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.text()).isEqualTo("connect, and send until it waits");
            assertThat(event.result()).isEqualTo("done");
            assertThat(event.systemCalls()).isEqualTo("1 × (socket + connect), 2,000 × send");
            assertThat(event.waits()).isFalse();
        });
    }

    @Test
    void countsTheCallsOfEveryThreadAndWaitsIfOneOfThemDoes() throws Exception {
        recorder.together("receive", () -> {
            Thread thread = new Thread(() -> recorder.call(true, "recv(8)", () -> 1, String::valueOf));
            thread.start();
            thread.join();
            return "";
        });
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.systemCalls()).isEqualTo("1 × recv");
            assertThat(event.waits()).isTrue();
        });
    }

    @Test
    void tellsOfEachCallAgainAfterManyFailed() {
        assertThatThrownBy(() -> recorder.together("fail", () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        recorder.call("close(socket)", () -> 1, String::valueOf);
        assertThat(events).extracting(Event::kind).containsExactly(Kind.FAILED_CALL, Kind.CALL);
        assertThat(events.get(0).result()).isEqualTo("no");
    }

    @Test
    void doesNotShowCallsTogetherWithinCallsTogether() {
        assertThatThrownBy(() -> recorder.together("outer", () -> recorder.together("inner", () -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersSocketsFromTheSecondOn() {
        Recorder.SocketName first = recorder.nextSocket("connection");
        Recorder.SocketName second = recorder.nextSocket("connection");
        assertThat(first).hasToString("connection");
        assertThat(first.prefix()).isEmpty();
        assertThat(second).hasToString("connection #2");
        assertThat(second.prefix()).isEqualTo("#2 ");
        assertThat(recorder.nextSocket("listener")).hasToString("listener");
    }
}
