package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.pattern.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a server pauses that is told to. */
class StallingAcceptorTest {

    private static final long MILLI_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STALL_NS = 100 * MILLI_NS;

    private final ManualClock clock = new ManualClock();
    private final StallingAcceptor server =
            new StallingAcceptor(Acceptor.of("", Channel::new, () -> {}), clock, STALL_NS);

    /** Goes on only when a test says so, and remembers who waited until when. */
    private static final class ManualClock implements Clock {

        private final List<Long> waits = new ArrayList<>();
        private long nowNs = -TimeUnit.SECONDS.toNanos(1);

        @Override
        public long nanos() {
            return nowNs;
        }

        @Override
        public long wallMillis() {
            return TimeUnit.NANOSECONDS.toMillis(nowNs);
        }

        @Override
        public void awaitUntil(long nanos, Idle idle) {
            List.of(nanos).stream().filter(moment -> moment > nowNs).forEach(waits::add);
        }
    }

    /** Each receives at once. */
    private static final class Channel implements MessageChannel {

        @Override
        public void send(ByteBuffer message) {}

        @Override
        public int receive(ByteBuffer buffer) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private void receiveEachMilli(long millis, MessageChannel channel) throws IOException {
        for (long i = 0; i < millis; i++) {
            clock.nowNs += MILLI_NS;
            channel.receive(ByteBuffer.allocate(1));
        }
    }

    @Test
    void doesNotPauseBeforeTheMeasurement() throws IOException {
        receiveEachMilli(5_000, server.accept());
        assertThat(clock.waits).isEmpty();
    }

    @Test
    void pausesOnceASecondFromSoonAfterTheMark() throws IOException {
        server.mark();
        receiveEachMilli(3_000, server.accept());
        assertThat(clock.waits.stream().distinct()).hasSize(3);
    }

    @Test
    void pausesAlsoIfEachMessageHasAConnectionOfItsOwn() throws IOException {
        server.mark();
        for (int i = 0; i < 50; i++) {
            receiveEachMilli(1, server.accept());
        }
        assertThat(clock.waits.stream().distinct()).hasSize(1);
    }

    @Test
    void pausesForAllItsClientsAtOnce() throws IOException {
        MessageChannel one = server.accept();
        MessageChannel other = server.accept();
        server.mark();
        receiveEachMilli(10, one);
        receiveEachMilli(1, other);
        assertThat(clock.waits).hasSize(2);
        assertThat(clock.waits.stream().distinct()).hasSize(1);
    }

    @Test
    void aMeasurementIsLongEnoughForAPause() {
        assertThat(StallingAcceptor.shortestNs(Duration.ZERO)).isZero();
        assertThat(StallingAcceptor.shortestNs(Duration.ofMillis(100))).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(StallingAcceptor.shortestNs(Duration.ofSeconds(5))).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }
}
