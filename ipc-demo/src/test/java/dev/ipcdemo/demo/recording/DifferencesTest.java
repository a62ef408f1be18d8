package dev.ipcdemo.demo.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.recording.Differences.Change;
import dev.ipcdemo.demo.recording.Event.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final Recorder.SocketName LISTENER = new Recorder.SocketName("listener", 1);

    private static Event call(int atNs, String text, String result, String systemCalls, Effect effect) {
        return new Event(Side.SERVER, Kind.CALL, atNs, atNs, false, text, result, systemCalls, effect);
    }

    private static Event call(int atNs, String text, String result) {
        return call(atNs, text, result, "", Effect.NOTHING);
    }

    private static Event listen(int port) {
        String address = "127.0.0.1:" + port;
        return call(
                1,
                "listen(127.0.0.1:0)",
                address,
                "socket + bind + listen",
                Effect.on(Effect.Kind.LISTEN, LISTENER, "tcp://" + address, ""));
    }

    @Test
    void timesAndAddressesMakeNoDifference() {
        List<Event> first = List.of(listen(4000), call(2, "connect(127.0.0.1:4000)", ""));
        List<Event> second = List.of(listen(5000), call(9, "connect(127.0.0.1:5000)", ""));
        assertThat(Differences.between(first, second)).isEmpty();
    }

    @Test
    void anotherResultAndOtherSystemCallsDo() {
        Event one = call(1, "recv(64)", "3 \"one\"");
        Event two = call(1, "recv(64)", "6 \"onetwo\"");
        assertThat(Differences.between(List.of(one), List.of(two)))
                .containsExactly(new Change(Side.SERVER, List.of(one), List.of(two)))
                .allMatch(Change::isOfOneCall);
        Event plain = call(1, "close(listener)", "", "", Effect.on(Effect.Kind.CLOSE, LISTENER, "", ""));
        Event unlinking = call(
                1, "close(listener)", "", "unlink + close", Effect.on(Effect.Kind.CLOSE_AND_UNLINK, LISTENER, "", ""));
        assertThat(Differences.between(List.of(plain), List.of(unlinking)))
                .containsExactly(new Change(Side.SERVER, List.of(plain), List.of(unlinking)));
        assertThat(plain.outcome()).isEqualTo("[close]");
        assertThat(unlinking.outcome()).isEqualTo("[unlink + close]");
    }

    @Test
    void callsThatOnlyOneMakesStandTogether() {
        Event kept = call(1, "gethostname()", "here");
        List<Event> more = List.of(call(2, "listen()", ""), call(3, "accept()", ""));
        assertThat(Differences.between(List.of(kept, more.get(0), more.get(1)), List.of(kept)))
                .containsExactly(new Change(Side.SERVER, more, List.of()));
    }
}
