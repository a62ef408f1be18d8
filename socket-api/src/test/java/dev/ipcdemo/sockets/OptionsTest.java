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
        assertThat(Options.DEFAULT)
                .isEqualTo(new Options(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        0,
                        true,
                        true,
                        128,
                        PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void changesOneThingAtATime() {
        Options all = Options.DEFAULT
                .withConnectTimeout(Duration.ofSeconds(1))
                .withSendTimeout(Duration.ofSeconds(2))
                .withRecvTimeout(Duration.ofSeconds(3))
                .withBufferBytes(4, 5)
                .withNoDelay(false)
                .withBlocking(false)
                .withBacklog(6)
                .withSocketFileMode(FOR_ALL);

        assertThat(all)
                .isEqualTo(new Options(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        4,
                        5,
                        false,
                        false,
                        6,
                        FOR_ALL));
    }

    @Test
    void refusesWhatMakesNoSense() {
        Duration negative = Duration.ofMillis(-1);
        refuses("connectTimeout must not be negative", () -> Options.DEFAULT.withConnectTimeout(negative));
        refuses("sendTimeout must not be negative", () -> Options.DEFAULT.withSendTimeout(negative));
        refuses("recvTimeout must not be negative", () -> Options.DEFAULT.withRecvTimeout(negative));
        refuses("a buffer size must not be negative", () -> Options.DEFAULT.withBufferBytes(-1, 0));
        refuses("a buffer size must not be negative", () -> Options.DEFAULT.withBufferBytes(0, -1));
        refuses("backlog must be at least 1, not 0", () -> Options.DEFAULT.withBacklog(0));
    }

    private static void refuses(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void takesATimeoutThatCannotBeCountedInNanosecondsForAHundredYears() {
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        Options options =
                Options.DEFAULT.withConnectTimeout(huge).withSendTimeout(huge).withRecvTimeout(huge);
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofDays(36_500));
        assertThat(options.sendTimeout().toNanos()).isPositive();
        assertThat(options.recvTimeout().toNanos()).isPositive();
    }
}
