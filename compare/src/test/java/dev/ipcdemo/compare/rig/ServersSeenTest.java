package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.ServerIdentity;
import dev.ipcdemo.compare.wire.ServerState;
import dev.ipcdemo.sockets.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison makes of what the servers behind one endpoint say of themselves. */
class ServersSeenTest {

    private final ServersSeen seen = new ServersSeen(Endpoint.parse("tcp://h:7"), welcome(1, 0, CpuThrottling.NONE));

    private static HandshakeMessage.Welcome welcome(long instance, int others, CpuThrottling throttling) {
        return new HandshakeMessage.Welcome(
                new ServerIdentity(instance, "h", "n", ""), new ServerState(0.5, others, throttling), "Linux, 2 CPUs");
    }

    @BeforeEach
    void beginRound() {
        seen.beginRound();
    }

    @Test
    void nothingDisturbsARoundWithOneServer() {
        seen.saw(welcome(1, 0, CpuThrottling.NONE));
        seen.saw(welcome(1, 0, CpuThrottling.NONE));
        assertThat(seen.disturbances()).isEmpty();
        Elsewhere peer = seen.describe("");
        assertThat(peer.doubts()).isEmpty();
        assertThat(peer.servers())
                .containsExactly(new Elsewhere.Server(
                        "0000000000000001", "h", Optional.of("n"), Optional.empty(), Optional.of(0.5)));
    }

    @Test
    void seesSeveralServersBehindOneName() {
        seen.saw(welcome(1, 0, CpuThrottling.NONE));
        seen.saw(welcome(-1, 0, CpuThrottling.NONE));
        assertThat(seen.disturbances()).containsExactly("2 servers answered as tcp://h:7");
        assertThat(seen.describe("").servers())
                .extracting(Elsewhere.Server::instance)
                .containsExactly("0000000000000001", "ffffffffffffffff");
    }

    @Test
    void seesAServerThatWasRestartedBetweenTwoRounds() {
        seen.saw(welcome(2, 0, CpuThrottling.NONE));
        assertThat(seen.disturbances()).containsExactly("another server than before answered as tcp://h:7");
        assertThat(seen.describe("").doubts()).singleElement().asString().contains("one was restarted");
    }

    @Test
    void aRoundIsNotDisturbedByWhatHappenedBeforeIt() {
        seen.saw(welcome(1, 3, new CpuThrottling(9, 9, 9)));
        seen.beginRound();
        seen.saw(welcome(1, 0, new CpuThrottling(10, 9, 9)));
        assertThat(seen.disturbances()).isEmpty();
        assertThat(seen.describe("").otherComparisons()).as("of the whole run").isEqualTo(3);
    }

    @Test
    void seesThatOthersMeasureAtTheSameTime() {
        seen.saw(welcome(1, 0, CpuThrottling.NONE));
        seen.saw(welcome(1, 1, CpuThrottling.NONE));
        assertThat(seen.disturbances()).containsExactly("1 other comparison measured with tcp://h:7");
        assertThat(seen.describe("").otherComparisons()).isOne();
    }

    @Test
    void seesThatTheServerWasHeldBack() {
        seen.saw(welcome(1, 0, new CpuThrottling(1_000, 500, 7_000)));
        seen.saw(welcome(1, 0, new CpuThrottling(1_162, 557, 3_207_000)));
        assertThat(seen.disturbances())
                .containsExactly(
                        "the server at tcp://h:7 had used up its CPU time in 57 of 162 periods, and waited for 3200 ms");
    }
}
