package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.wire.Handshake;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerServerTest {

    private static final Cell FAN_IN =
            Cell.of(Pattern.FAN_IN, "tcp", Scope.CROSS_HOST).with(Cell.CLIENTS, 250);

    private static long session(Duration opening, Duration messages) {
        return PeerServer.sessionMillis(opening.toNanos(), messages.toNanos());
    }

    @Test
    void openingMakesASessionLongerUpToWhatServersGrant() {
        assertThat(session(Duration.ZERO, Duration.ofSeconds(1))).isEqualTo(31_000);
        assertThat(session(Duration.ofSeconds(5), Duration.ofSeconds(1))).isEqualTo(36_000);
        assertThat(session(Duration.ofMinutes(10), Duration.ofSeconds(1)))
                .isEqualTo(Handshake.LONGEST_SESSION.toMillis());
    }

    /** Cut to what is granted, it would fail after ten minutes instead of at once. */
    @Test
    void moreMessagesThanServersGrantAreAskedFor() {
        assertThat(session(Duration.ZERO, Duration.ofMinutes(21))).isEqualTo(21 * 60_000 + 30_000);
        assertThat(session(Duration.ofMinutes(1), Duration.ofMinutes(21))).isEqualTo(21 * 60_000 + 30_000);
    }

    @Test
    void manyClientsThatAreFarMayBeIdleForTooLong() {
        assertThat(PeerServer.idleness(FAN_IN, Duration.ofMillis(150)))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("its 250 clients may take 150 s to connect, ")
                        .endsWith(" --idle-timeout 0"));
        assertThat(PeerServer.idleness(FAN_IN, Duration.ofMillis(1))).isEmpty();
    }
}
