package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PeerWaitTest {

    private final StringWriter said = new StringWriter();
    private final AtomicInteger attempts = new AtomicInteger();

    private PeerWait waiting(Duration limit) {
        return new PeerWait(limit, new PrintWriter(said), () -> false);
    }

    private Integer fail(FailureKind kind) throws SocketFailure {
        throw new SocketFailure("connect", "tcp://there:1", kind, "attempt " + attempts.incrementAndGet());
    }

    private Integer refuseTwice() throws SocketFailure {
        return attempts.get() < 2 ? fail(FailureKind.REFUSED) : attempts.incrementAndGet();
    }

    @Test
    void opensOnceThePeerIsThereAndSaysOnceThatItWaits() throws IOException {
        assertThat(waiting(Duration.ofHours(1)).open(this::refuseTwice)).isEqualTo(3);
        assertThat(said.toString().lines()).containsExactly("waiting: connect tcp://there:1: refused (attempt 1)");
    }

    @Test
    void failsAtOnceIfItIsNotToWait() {
        assertThatThrownBy(() -> waiting(Duration.ZERO).open(this::refuseTwice)).hasMessageContaining("attempt 1");
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void triesAgainThoughTheFirstAttemptTookLongerThanThereIsToWait() {
        assertThatThrownBy(() -> waiting(Duration.ofNanos(1)).open(() -> fail(FailureKind.TIMEOUT)))
                .hasMessageContaining("attempt 2");
        assertThat(said.toString()).contains("attempt 1");
    }

    @Test
    void endsWhenThereIsNoMoreTimeWithTheLastFailure() {
        assertThatThrownBy(() -> waiting(Duration.ofMillis(250)).open(() -> fail(FailureKind.NOT_FOUND)))
                .isInstanceOf(SocketFailure.class)
                .hasMessageContaining("attempt " + attempts);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "NAME_TOO_LONG", "NOT_SUPPORTED"})
    void doesNotWaitForWhatWillNotPass(FailureKind kind) {
        assertThatThrownBy(() -> waiting(Duration.ofHours(1)).open(() -> fail(kind)))
                .hasMessageContaining("attempt 1");
    }

    @Test
    void endsAtAStop() {
        PeerWait stopped = new PeerWait(Duration.ofHours(1), new PrintWriter(said), () -> attempts.get() == 3);
        assertThatThrownBy(() -> stopped.open(() -> fail(FailureKind.REFUSED))).hasMessageContaining("attempt 3");
    }

    @Test
    void endsAtAnInterruption() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waiting(Duration.ofHours(1)).open(() -> fail(FailureKind.REFUSED)))
                .hasMessageContaining("attempt 1");
        assertThat(Thread.interrupted()).isTrue();
    }
}
