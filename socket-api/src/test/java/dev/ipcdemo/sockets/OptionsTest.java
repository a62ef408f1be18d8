package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-rw-rw-");

    @Test
    void byDefaultBlocksWithoutTimeoutsAndSendsAtOnce() {
        Options options = Options.DEFAULT;

        assertThat(options.get(Options.CONNECT_TIMEOUT)).isZero();
        assertThat(options.get(Options.SEND_TIMEOUT)).isZero();
        assertThat(options.get(Options.RECV_TIMEOUT)).isZero();
        assertThat(options.get(Options.SEND_BUFFER_BYTES)).isZero();
        assertThat(options.get(Options.RECV_BUFFER_BYTES)).isZero();
        assertThat(options.get(Options.NO_DELAY)).isTrue();
        assertThat(options.get(Options.KEEP_ALIVE_IDLE)).isZero();
        assertThat(options.get(Options.KEEP_ALIVE_INTERVAL)).isZero();
        assertThat(options.get(Options.KEEP_ALIVE_PROBES)).isZero();
        assertThat(options.get(Options.USER_TIMEOUT)).isZero();
        assertThat(Options.OF_TCP).containsAll(Options.OF_UDP).noneMatch(options::changes);
        assertThat(options.get(Options.BLOCKING)).isTrue();
        assertThat(options.get(Options.BACKLOG)).isEqualTo(128);
        assertThat(options.get(Options.SOCKET_FILE_MODE)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void changesOneThingAtATime() {
        Options all = Options.DEFAULT
                .with(Options.CONNECT_TIMEOUT, Duration.ofSeconds(1))
                .with(Options.SEND_TIMEOUT, Duration.ofSeconds(2))
                .with(Options.RECV_TIMEOUT, Duration.ofSeconds(3))
                .with(Options.SEND_BUFFER_BYTES, 4)
                .with(Options.RECV_BUFFER_BYTES, 5)
                .with(Options.NO_DELAY, false)
                .with(Options.BLOCKING, false)
                .with(Options.BACKLOG, 6)
                .with(Options.SOCKET_FILE_MODE, FOR_ALL);

        assertThat(all.get(Options.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(all.get(Options.SEND_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(all.get(Options.RECV_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
        assertThat(all.get(Options.SEND_BUFFER_BYTES)).isEqualTo(4);
        assertThat(all.get(Options.RECV_BUFFER_BYTES)).isEqualTo(5);
        assertThat(all.get(Options.NO_DELAY)).isFalse();
        assertThat(all.get(Options.BLOCKING)).isFalse();
        assertThat(all.get(Options.BACKLOG)).isEqualTo(6);
        assertThat(all.get(Options.SOCKET_FILE_MODE)).isEqualTo(FOR_ALL);
        assertThat(Options.DEFAULT.get(Options.BACKLOG)).as("what was changed").isEqualTo(128);
    }

    @Test
    void areEqualIfTheirValuesAre() {
        Options changed = Options.DEFAULT.with(Options.BACKLOG, 6);

        assertThat(changed).isNotEqualTo(Options.DEFAULT).hasToString("{backlog=6}");
        assertThat(changed)
                .isEqualTo(Options.DEFAULT.with(Options.BACKLOG, 6))
                .hasSameHashCodeAs(Options.DEFAULT.with(Options.BACKLOG, 6));
        assertThat(changed.with(Options.BACKLOG, 128)).isEqualTo(Options.DEFAULT);
        assertThat(changed.changes(Options.BACKLOG)).isTrue();
        assertThat(changed.with(Options.BACKLOG, 128).changes(Options.BACKLOG)).isFalse();
    }

    @Test
    void keepsACopyOfASet() {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-rw-rw-");
        Options options = Options.DEFAULT.with(Options.SOCKET_FILE_MODE, mode);

        mode.clear();

        assertThat(options.get(Options.SOCKET_FILE_MODE)).isEqualTo(FOR_ALL);
    }

    @Test
    void refusesWhatMakesNoSense() {
        refuses("connect timeout must be at least PT0S, not PT-0.001S", Options.CONNECT_TIMEOUT, Duration.ofMillis(-1));
        refuses("send timeout must be at least PT0S, not PT-0.001S", Options.SEND_TIMEOUT, Duration.ofMillis(-1));
        refuses("recv timeout must be at least PT0S, not PT-0.001S", Options.RECV_TIMEOUT, Duration.ofMillis(-1));
        refuses("SO_SNDBUF must be at least 0, not -1", Options.SEND_BUFFER_BYTES, -1);
        refuses("SO_RCVBUF must be at least 0, not -1", Options.RECV_BUFFER_BYTES, -1);
        refuses("TCP_MAXSEG must be 88 to 32767, not 87", Options.MAX_SEGMENT_BYTES, 87);
        refuses("DSCP must be 0 to 63, not 64", Options.DSCP, 64);
        refuses("DSCP must be 0 to 63, not -1", Options.DSCP, -1);
        refuses("backlog must be at least 1, not 0", Options.BACKLOG, 0);
    }

    private static <T> void refuses(String message, Options.Option<T> option, T value) {
        assertThatThrownBy(() -> Options.DEFAULT.with(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void takesATimeoutThatCannotBeCountedInNanosecondsForAHundredYears() {
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        Options options = Options.DEFAULT
                .with(Options.CONNECT_TIMEOUT, huge)
                .with(Options.SEND_TIMEOUT, huge)
                .with(Options.RECV_TIMEOUT, huge);
        assertThat(options.get(Options.CONNECT_TIMEOUT)).isEqualTo(Duration.ofDays(36_500));
        assertThat(options.get(Options.SEND_TIMEOUT).toNanos()).isPositive();
        assertThat(options.get(Options.RECV_TIMEOUT).toNanos()).isPositive();
    }
}
