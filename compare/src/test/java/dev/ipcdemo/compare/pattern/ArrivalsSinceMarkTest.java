package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ArrivalsSinceMarkTest {

    private static final int BYTES = 16;

    private final ArrivalsSinceMark arrivals = new ArrivalsSinceMark(BYTES);

    private void add(long sequence, long nowNs) {
        ByteBuffer message = Payload.message(BYTES);
        new Payload(BYTES).writeRequest(message, sequence);
        arrivals.add(message, nowNs);
    }

    private static Arrivals received(long count, long elapsedNs) {
        return new Arrivals(new Counts(0, count, 0, 0, 0, 0, 0, 0), elapsedNs);
    }

    @Test
    void isNothingBeforeTheFirstMessage() {
        assertThat(arrivals.arrivals()).isEqualTo(Arrivals.NONE);
    }

    @Test
    void countsFromTheFirstMessageWhateverItsNumber() {
        add(1_000, 50);
        add(1_001, 60);
        add(1_002, 90);
        assertThat(arrivals.arrivals()).isEqualTo(received(3, 40));
    }

    @Test
    void isNothingAfterAMarkUntilAMessageComes() {
        add(0, 50);
        add(1, 60);
        arrivals.mark();
        assertThat(arrivals.arrivals()).isEqualTo(Arrivals.NONE);
        arrivals.mark();
        add(2, 1_000);
        add(3, 1_007);
        assertThat(arrivals.arrivals()).isEqualTo(received(2, 7));
    }

    @Test
    void countsWhatIsNoMessage() {
        arrivals.add(ByteBuffer.allocate(BYTES - 1), 10);
        add(0, 12);
        assertThat(arrivals.arrivals()).isEqualTo(new Arrivals(new Counts(0, 1, 0, 0, 0, 0, 1, 0), 2));
    }
}
