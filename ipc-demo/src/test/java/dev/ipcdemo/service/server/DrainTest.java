package dev.ipcdemo.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final ConnectedPeer peer = ServedPeerTest.peer("tcp://127.0.0.1:1", line -> {});

    private int underWay(Drain drain, long nowMillis) {
        return drain.endThoseAtRest(List.of(peer), Duration.ofMillis(nowMillis).toNanos());
    }

    @Test
    void endsAConnectionOnWhichNothingHasComeOrGoneForASecond() {
        Drain drain = new Drain(LONG);

        assertThat(underWay(drain, 0)).isEqualTo(1);
        assertThat(underWay(drain, 999)).isEqualTo(1);
        assertThat(underWay(drain, 1_000)).isZero();
        assertThat(peer.endedHere()).contains("the server ended");
    }

    /** TCP sends it again 200 ms later at the earliest, and if that is lost too, 400 ms after that. */
    @Test
    void waitsForALostSegmentThatIsSentTwiceMore() {
        Drain drain = new Drain(LONG);

        peer.traffic.received(1_000);
        assertThat(underWay(drain, 0)).isEqualTo(1);
        assertThat(underWay(drain, 600)).isEqualTo(1);
        peer.traffic.received(1_000);
        assertThat(underWay(drain, 620)).isEqualTo(1);
        assertThat(underWay(drain, 1_600)).isEqualTo(1);
        assertThat(peer.endedHere()).isEmpty();
    }

    @Test
    void aConnectionAtRestIsNotCutHoweverShortTheLimit() {
        Drain drain = new Drain(Duration.ofMillis(300));

        assertThat(underWay(drain, 0)).isEqualTo(1);
        assertThat(underWay(drain, 149)).isEqualTo(1);
        assertThat(underWay(drain, 150)).isZero();
    }
}
